/// A file of flow records, or a part of one.
package struct FlowLogSource: Hashable, Sendable {
  /// As the user gave it; `-` for standard input.
  package var path: String
  /// The part of the file to read; nil means all of it.
  package var range: Range<Int>?
  /// The format found at the file's beginning, for a part that does not hold it.
  package var fields: FlowLogFields?

  package init(_ path: String, range: Range<Int>? = nil, fields: FlowLogFields? = nil) {
    self.path = path
    self.range = range
    self.fields = fields
  }

  /// The account that wrote the log, from a key as S3 has it: after `AWSLogs/` in either of AWS's layouts, with or
  /// without an organisation before it, or at the beginning of the file's name.
  package var account: String? {
    for part in parts.dropLast() {
      if let account = Self.value(of: "aws-account-id", in: part), Self.isAccount(account) { return account }
    }
    if let logs = parts.firstIndex(of: "AWSLogs"),
      let account = parts[logs...].dropFirst().prefix(2).first(where: Self.isAccount)
    {
      return String(account)
    }
    return nameParts?.account
  }

  /// The region that the log is of, from a key as S3 has it.
  package var region: String? {
    for part in parts.dropLast() {
      if let region = Self.value(of: "aws-region", in: part) { return region }
    }
    if let service = parts.firstIndex(of: "vpcflowlogs"), service + 2 < parts.count {
      return String(parts[service + 1])
    }
    return nameParts?.region
  }

  private var parts: [Substring] { path.split(separator: "/") }

  /// `123456789012_vpcflowlogs_eu-west-1_fl-0123_20240101T0000Z_0a1b2c3d.log.gz`
  private var nameParts: (account: String, region: String)? {
    guard let words = parts.last?.split(separator: "_"), words.count >= 4, words[1] == "vpcflowlogs",
      Self.isAccount(words[0])
    else { return nil }
    return (String(words[0]), String(words[2]))
  }

  private static func value(of key: String, in part: Substring) -> String? {
    part.hasPrefix(key + "=") ? String(part.dropFirst(key.count + 1)) : nil
  }

  private static func isAccount(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
