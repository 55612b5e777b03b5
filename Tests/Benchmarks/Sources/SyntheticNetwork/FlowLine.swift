/// Something that makes a flow log up, one record after the other.
public protocol FlowSource {
  /// Adds the next record with its end of line.
  mutating func append(to text: inout [UInt8])
}

/// One line of a flow log in the default format.
public struct FlowLine {
  /// The names of the fields, which the first line of a log is.
  public static let header =
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "
    + "log-status\n"

  private let beginning: String
  private let start: Int

  /// - Parameter number: of the record in its log: there are five thousand a second.
  init(interface: String, number: Int) {
    beginning = "2 123456789012 \(interface) "
    start = 1_700_000_000 + number / 5_000
  }

  /// Adds a window without data.
  func append(gap status: String, to text: inout [UInt8]) {
    text += "\(beginning)- - - - - - - \(start) \(start + 60) - \(status)\n".utf8
  }

  func append(
    from source: String, _ sourcePort: Int, to destination: String, _ destinationPort: Int, _ proto: UInt8,
    _ isAccepted: Bool, _ random: inout Randomness, into text: inout [UInt8]
  ) {
    let packets = Int.random(in: 1...2_000, using: &random)
    let bytes = packets * Int.random(in: 40...1_500, using: &random)
    let end = start + Int.random(in: 1...60, using: &random)
    text +=
      "\(beginning)\(source) \(destination) \(sourcePort) \(destinationPort) \(proto) \(packets) \(bytes) \(start) \(end) \(isAccepted ? "ACCEPT" : "REJECT") OK\n"
      .utf8
  }
}
