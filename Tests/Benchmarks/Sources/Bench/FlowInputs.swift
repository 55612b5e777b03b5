import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Made-up flow logs and captures on disk, and what they are held against; made once, since they are large.
struct FlowInputs {
  let folder: String
  let records: Int
  let packets: Int

  init(_ options: Options) throws {
    records = options.records * 1_000_000
    packets = records / 2
    folder = "\(options.data)/flows-\(options.records)"
    try FileManager.default.createDirectory(atPath: "\(folder)/packed", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: "\(folder)/nfcapd", withIntermediateDirectories: true)
    let options = (options.generator, options.flowGenerator)
    let rules = ["--rules", "200"]
    _ = try Measurement(
      running: options.1, ["--records", "1"] + rules + ["--model", folder], codes: [0])
    _ = try Measurement(
      running: options.0, ["--interfaces", "\(Self.interfaces)", "--questions", "1", "--output", folder],
      codes: [0])
    try make(text) {
      _ = try Measurement(running: options.1, ["--records", "\(records)"] + rules, codes: [0], output: $0)
    }
    try make(realText) {
      _ = try Measurement(
        running: options.1, ["--records", "\(records)", "--network", "\(Self.interfaces)"], codes: [0],
        output: $0)
    }
    try make(oneRecord) {
      _ = try Measurement(running: options.1, ["--records", "1"] + rules, codes: [0], output: $0)
    }
    try make(capture) {
      _ = try Measurement(
        running: options.0, ["--capture", "--packets", "\(packets)", "--output", $0], codes: [0])
    }
    // Each object that AWS writes begins with a header.
    for number in 0..<Self.parts {
      try make("\(packed)/\(number).log.gz") {
        let (count, first) = (records / Self.parts, number * (records / Self.parts))
        let command =
          "{ head -n 1 '\(text)'; tail -n +\(first + 2) '\(text)' | head -n \(count); } | gzip -6 > '\($0)'"
        _ = try Measurement(running: "/bin/sh", ["-c", command], codes: [0])
      }
    }
  }

  /// Interfaces of the network with groups, references and prefix lists.
  static let interfaces = 1_000
  /// Packed files.
  static let parts = 10

  var text: String { folder + "/rules.log" }
  var realText: String { folder + "/real.log" }
  var oneRecord: String { folder + "/one.log" }
  var packed: String { folder + "/packed" }
  var capture: String { folder + "/capture.pcap" }
  var rules: String { folder + "/rules.yaml" }
  var snapshot: String { folder + "/snapshot" }
  var firstInterface: String {
    get throws {
      let text = try Data(contentsOf: URL(filePath: folder + "/interfaces.csv"))
      let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
      guard lines.count > 1, let id = lines[1].split(separator: ",").first else {
        throw BenchError("\(folder)/interfaces.csv has no interface")
      }
      return String(id)
    }
  }

  /// Makes a file under another name first, so that one that is there is whole.
  private func make(_ path: String, _ body: (String) throws -> Void) throws {
    guard access(path, F_OK) != 0 else { return }
    try body(path + ".new")
    guard rename(path + ".new", path) == 0 else { throw BenchError("\(path) can't be made") }
  }
}
