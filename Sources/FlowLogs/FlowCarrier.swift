package import PacketWalkDiagnostics

/// What flow records come in.
package enum FlowCarrier: Hashable, Sendable {
  /// A record a line, with or without a header and a time before each.
  case text
  /// CloudWatch's answers, subscriptions and exports, Firehose's objects, and rows of Logs Insights.
  case json
  /// Rows of Logs Insights.
  case csv
  /// A capture of packets, which another module reads.
  case capture
  /// A file of columns, which DuckDB reads.
  case parquet

  /// Tells what the first bytes of a source begin; a few thousand are enough.
  package static func detect(_ beginning: [UInt8]) -> FlowCarrier {
    if beginning.starts(with: Array("PAR1".utf8)) { return .parquet }
    if isCapture(beginning) { return .capture }
    let text = beginning.starts(with: byteOrderMark) ? beginning.dropFirst(3) : beginning[...]
    switch text.first(where: { $0 > 0x20 }) {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return .json
    default: return isTable(text) ? .csv : .text
    }
  }

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func isCapture(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4 else { return false }
    let magic = bytes.prefix(4).reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    // pcap in both byte orders, with micro- and nanoseconds and as two old systems write it; pcapng.
    return [
      0xA1B2_C3D4, 0xD4C3_B2A1, 0xA1B2_3C4D, 0x4D3C_B2A1, 0xA1B2_CD34, 0x34CD_B2A1, 0x0A0D_0D0A,
    ].contains(magic)
  }

  /// Whether the first line is a row of names with commas between them, of which some are fields.
  private static func isTable(_ text: ArraySlice<UInt8>) -> Bool {
    let line = text.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard line.contains(UInt8(ascii: ",")) else { return false }
    let names = String(decoding: line, as: UTF8.self).split(separator: ",").map {
      String($0.filter { $0 != "\"" && $0 != " " })
    }
    return names.contains("@message") || FlowLogFields(names: names).lookLikeHeader
      || names.count { FlowField(named: $0) != nil } >= 3
  }

  /// Why a source of this kind is not read here; nil where it is.
  package func refusal(of path: String) -> InputError? {
    switch self {
    case .text, .json, .csv: return nil
    case .capture:
      return InputError(.unrecognised, "a capture of packets, which is no flow log", at: Origin(file: path))
    case .parquet:
      let pipe = """
        duckdb -c "COPY (SELECT * FROM '\(path)') TO '/dev/stdout' (FORMAT csv, DELIMITER ' ', NULLSTR '-', HEADER)"
        """
      return InputError(
        .unrecognised, "a Parquet file: pipe it in as text with \(pipe)", at: Origin(file: path))
    }
  }
}
