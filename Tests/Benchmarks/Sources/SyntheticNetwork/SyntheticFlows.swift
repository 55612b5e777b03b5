/// A made-up flow log in the default format: 400 interfaces in no order, half of their records with each other and the
/// rest with the internet; 1 % IPv6, 1.5 % windows without data or with data missing.
///
/// Without rules 18 % are rejected at random; with rules as they say, and of 0.5 % the opposite is recorded.
public struct SyntheticFlows: FlowSource {
  /// An interface, by its identifier and address.
  public struct Interface {
    public var id: String
    public var address: UInt32
  }

  static let services = [22, 53, 80, 123, 443, 3306, 5432, 6379, 8080, 8443, 9200]

  private var random: Randomness
  public let interfaces: [Interface]
  private let rules: SyntheticRules?
  private var number = 0

  /// Creates a log; the same seed makes the same records.
  public init(seed: UInt64, interfaces count: Int = 400, rules: SyntheticRules? = nil) {
    var random = Randomness(seed: seed)
    var taken: Set<UInt32> = []
    interfaces = (0..<max(1, count)).map { _ in
      var address: UInt32
      repeat {
        // AWS keeps the first four addresses of every subnet, a /24 here.
        let (network, host) = (
          UInt32.random(in: 0...1023, using: &random), UInt32.random(in: 4...254, using: &random)
        )
        address = 10 << 24 | network << 8 | host
      } while !taken.insert(address).inserted
      return Interface(id: random.identifier("eni"), address: address)
    }
    self.random = random
    self.rules = rules
  }

  public mutating func append(to text: inout [UInt8]) {
    let interface = interfaces[Int.random(in: 0..<interfaces.count, using: &random)]
    let line = FlowLine(interface: interface.id, number: number)
    number += 1
    let kind = Int.random(in: 0..<1_000, using: &random)
    if kind < 15 { return line.append(gap: kind < 12 ? "NODATA" : "SKIPDATA", to: &text) }
    let client = Int.random(in: 1_024...65_535, using: &random)
    let service = Self.services[Int.random(in: 0..<Self.services.count, using: &random)]
    let isRequest = Bool.random(using: &random)
    let proto: UInt8 = Int.random(in: 0..<5, using: &random) == 0 ? 17 : 6
    var isAccepted = Int.random(in: 0..<100, using: &random) >= 18
    let own: String
    let other: String
    if Int.random(in: 0..<100, using: &random) == 0 {
      own = "2001:db8:\(random.hexadecimal(3))::\(random.hexadecimal(4))"
      other = "2001:db8::\(random.hexadecimal(4))"
    } else {
      let remote =
        Bool.random(using: &random)
        ? interfaces[Int.random(in: 0..<interfaces.count, using: &random)].address
        : UInt32.random(in: 1 << 24..<(224 << 24), using: &random)
      (own, other) = (SyntheticNetwork.text(interface.address), SyntheticNetwork.text(remote))
      if let rules {
        let port = UInt16(isRequest ? service : client)
        isAccepted = rules.allows(
          isRequest, own: interface.address, remote: remote, proto: proto, port: port)
        if Int.random(in: 0..<200, using: &random) == 0 { isAccepted.toggle() }
      }
    }
    line.append(
      from: isRequest ? own : other, isRequest ? client : service, to: isRequest ? other : own,
      isRequest ? service : client, proto, isAccepted, &random, into: &text)
  }
}
