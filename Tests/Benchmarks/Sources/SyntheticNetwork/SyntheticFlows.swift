/// A made-up flow log in the default format: 400 interfaces in no order, most of them talking to each other and the
/// rest to the internet; 1 % IPv6, 18 % rejected, 1.5 % windows without data or with data missing.
public struct SyntheticFlows {
  /// The names of the fields, which the first line of a log is.
  public static let header =
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "
    + "log-status\n"

  private static let services = [22, 53, 80, 123, 443, 3306, 5432, 6379, 8080, 8443, 9200]

  private var random: Randomness
  private let interfaces: [(id: String, address: String)]
  private var number = 0

  /// Creates a log; the same seed makes the same records.
  public init(seed: UInt64, interfaces count: Int = 400) {
    var random = Randomness(seed: seed)
    interfaces = (0..<max(1, count)).map { _ in
      let (network, host) = (
        Int.random(in: 0...1023, using: &random), Int.random(in: 1...254, using: &random)
      )
      return (random.identifier("eni"), "10.\(network >> 8).\(network & 255).\(host)")
    }
    self.random = random
  }

  /// Adds the next record with its end of line.
  public mutating func append(to text: inout [UInt8]) {
    let interface = interfaces[Int.random(in: 0..<interfaces.count, using: &random)]
    // Five thousand records a second.
    let start = 1_700_000_000 + number / 5_000
    number += 1
    let beginning = "2 123456789012 \(interface.id) "
    let kind = Int.random(in: 0..<1_000, using: &random)
    if kind < 15 {
      let status = kind < 12 ? "NODATA" : "SKIPDATA"
      text += "\(beginning)- - - - - - - \(start) \(start + 60) - \(status)\n".utf8
      return
    }
    let (source, destination) = addresses(interface.address)
    let client = Int.random(in: 1_024...65_535, using: &random)
    let service = Self.services[Int.random(in: 0..<Self.services.count, using: &random)]
    let isRequest = Bool.random(using: &random)
    let ports = isRequest ? "\(client) \(service)" : "\(service) \(client)"
    let ends = isRequest ? "\(source) \(destination)" : "\(destination) \(source)"
    let transport = Int.random(in: 0..<5, using: &random) == 0 ? 17 : 6
    let packets = Int.random(in: 1...2_000, using: &random)
    let bytes = packets * Int.random(in: 40...1_500, using: &random)
    let end = start + Int.random(in: 1...60, using: &random)
    let action = Int.random(in: 0..<100, using: &random) < 18 ? "REJECT" : "ACCEPT"
    text +=
      "\(beginning)\(ends) \(ports) \(transport) \(packets) \(bytes) \(start) \(end) \(action) OK\n".utf8
  }

  private mutating func addresses(_ own: String) -> (String, String) {
    if Int.random(in: 0..<100, using: &random) == 0 {
      return (
        "2001:db8:\(random.hexadecimal(3))::\(random.hexadecimal(4))", "2001:db8::\(random.hexadecimal(4))"
      )
    }
    if Bool.random(using: &random) {
      return (own, interfaces[Int.random(in: 0..<interfaces.count, using: &random)].address)
    }
    let octets = (0..<3).map { _ in Int.random(in: 0...255, using: &random) }
    return (own, "\(Int.random(in: 1...223, using: &random)).\(octets[0]).\(octets[1]).\(octets[2])")
  }
}
