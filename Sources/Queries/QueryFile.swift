public import PacketWalkDiagnostics
import PacketWalkJSONScan

/// Many questions in one file: CSV with a header, or one JSON object a line.
public enum QueryFile {
  /// One row: a question, or why it is none.
  public enum Row: Sendable {
    /// With its place in the file.
    case question(Question, at: Origin)
    case invalid(InputError)
  }

  /// Reads every row; a bad row spoils only itself.
  ///
  /// Columns and keys: `source`, `destination`, `service`, and if wanted `sourceAddress`, `sourcePort`,
  /// `through`. Blank lines are passed over.
  ///
  /// - Throws: `empty` where there is no question at all, which is a mistake rather than a success;
  ///   `malformed` for a CSV header that lacks a needed column and for a JSON array.
  /// - Complexity: linear in the file.
  public static func rows(of bytes: [UInt8], file: String) throws(InputError) -> [Row] {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let rows =
      switch text.first(where: { !isSpace($0) && $0 != UInt8(ascii: "\n") }) {
      case UInt8(ascii: "{"): jsonRows(lines, file)
      case UInt8(ascii: "["):
        throw InputError(
          .malformed, "a JSON array; a file of questions holds one JSON object a line, or CSV with a header",
          at: Origin(file: file))
      default: try csvRows(lines, file)
      }
    guard !rows.isEmpty else {
      throw InputError(.empty, "the file holds no question", at: Origin(file: file))
    }
    return rows
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy(isSpace) }

  // MARK: JSON

  private static let keys: Set<String> = [
    "source", "destination", "service", "sourceAddress", "sourcePort", "through",
  ]

  private static func jsonRows(_ lines: [ArraySlice<UInt8>], _ file: String) -> [Row] {
    lines.enumerated().compactMap { number, line in
      if isBlank(line) { return nil }
      return jsonRow(Array(line), Origin(file: file, position: Position(line: number + 1, column: 1)))
    }
  }

  private static func jsonRow(_ line: [UInt8], _ origin: Origin) -> Row {
    do throws(InputError) {
      let root = try JSONDocument(parsing: line, file: origin.file ?? "").root
      guard root.kind == .object else {
        throw InputError(.malformed, "a question is a JSON object", at: origin)
      }
      func text(_ key: String) throws(InputError) -> String? {
        guard let value = root[key], !value.isNull else { return nil }
        guard let text = value.scalarText else {
          throw InputError(.malformed, "'\(key)' is no text", at: origin)
        }
        return text
      }
      for (key, _) in root.members where !keys.contains(key) {
        throw InputError(
          .malformed, "'\(key)' is no key of a question", at: origin,
          candidates: nearestNames(to: key, among: keys.sorted()))
      }
      return .question(
        try question(
          source: text("source"), destination: text("destination"), service: text("service"),
          address: text("sourceAddress"), port: text("sourcePort"), through: text("through"), origin),
        at: origin)
    } catch {
      var located = error
      if let inner = error.origin.position, let outer = origin.position {
        located.origin.position = Position(line: outer.line, column: inner.column)
      }
      return .invalid(located)
    }
  }

  private static func question(
    source: String?, destination: String?, service: String?, address: String?, port: String?,
    through: String?,
    _ origin: Origin
  ) throws(InputError) -> Question {
    guard let source, !source.isEmpty else {
      throw InputError(.malformed, "a question without 'source'", at: origin)
    }
    guard let destination, !destination.isEmpty else {
      throw InputError(.malformed, "a question without 'destination'", at: origin)
    }
    var number: UInt16?
    if let port, !port.isEmpty {
      number = UInt16(port)
      if number == nil { throw InputError(.malformed, "'\(port)' is no source port", at: origin) }
    }
    func given(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
    return Question(
      from: source, to: destination, on: given(service) ?? "any", sourceAddress: given(address),
      sourcePort: number,
      through: given(through))
  }

  // MARK: CSV

  private static func csvRows(_ lines: [ArraySlice<UInt8>], _ file: String) throws(InputError) -> [Row] {
    var header: [String]?
    var rows: [Row] = []
    for (number, line) in lines.enumerated() where !isBlank(line) {
      let origin = Origin(file: file, position: Position(line: number + 1, column: 1))
      let isText = String(validating: line, as: UTF8.self) != nil
      guard isText, let fields = csvFields(line) else {
        let error = InputError(
          .malformed,
          isText
            ? "a quoted field that does not end, or text after its closing quote" : "the line is not UTF-8",
          at: origin)
        guard header != nil else { throw error }
        rows.append(.invalid(error))
        continue
      }
      guard let columns = header else {
        for column in fields where !keys.contains(column) {
          throw InputError(
            .malformed, "'\(column)' is no column of a question file", at: origin,
            candidates: nearestNames(to: column, among: keys.sorted()))
        }
        if let twice = fields.first(where: { name in fields.count { $0 == name } > 1 }) {
          throw InputError(.malformed, "the column '\(twice)' stands there twice", at: origin)
        }
        for needed in ["source", "destination"] where !fields.contains(needed) {
          throw InputError(.malformed, "the header lacks the column '\(needed)'", at: origin)
        }
        header = fields
        continue
      }
      guard fields.count == columns.count else {
        rows.append(
          .invalid(
            InputError(.malformed, "\(fields.count) fields where the header has \(columns.count)", at: origin)
          ))
        continue
      }
      func field(_ name: String) -> String? { columns.firstIndex(of: name).map { fields[$0] } }
      do throws(InputError) {
        rows.append(
          .question(
            try question(
              source: field("source"), destination: field("destination"), service: field("service"),
              address: field("sourceAddress"), port: field("sourcePort"), through: field("through"), origin),
            at: origin))
      } catch {
        rows.append(.invalid(error))
      }
    }
    return rows
  }

  /// RFC 4180's fields of one line; nil when its quotes don't match.
  private static func csvFields(_ line: ArraySlice<UInt8>) -> [String]? {
    var bytes = Array(line)
    while let last = bytes.last, last == 13 { bytes.removeLast() }
    var fields: [String] = []
    var field: [UInt8] = []
    var index = 0
    let quote = UInt8(ascii: "\"")
    let comma = UInt8(ascii: ",")
    func take() {
      let text = String(decoding: field, as: UTF8.self)
      fields.append(text)
      field = []
    }
    while true {
      if index < bytes.count, bytes[index] == quote {
        index += 1
        while true {
          guard index < bytes.count else { return nil }
          if bytes[index] == quote {
            guard index + 1 < bytes.count, bytes[index + 1] == quote else { break }
            index += 1
          }
          field.append(bytes[index])
          index += 1
        }
        index += 1
        guard index == bytes.count || bytes[index] == comma else { return nil }
      } else {
        while index < bytes.count, bytes[index] != comma {
          field.append(bytes[index])
          index += 1
        }
        while let last = field.last, isSpace(last) { field.removeLast() }
        while let first = field.first, isSpace(first) { field.removeFirst() }
      }
      take()
      guard index < bytes.count else { return fields }
      index += 1
    }
  }
}
