import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology

/// The network that the report tests ask about.
enum Shop {
  static func topology() throws -> (Topology, [Finding]) {
    try NativeTopology.read(TextSnapshot.read(Fixtures.path("reports/shop.yaml")), file: "shop.yaml")
  }

  static func network() throws -> Network {
    let (topology, findings) = try topology()
    return Network(topology, findings: findings)
  }

  /// The answers to `SOURCE DESTINATION SERVICE [LOAD BALANCER]`.
  static func answers(_ words: String, isExplaining: Bool = true, isStrict: Bool = false) throws -> [Answer] {
    let words = words.split(separator: " ").map(String.init)
    return try network().answers(
      to: Question(
        from: words[0], to: words[1], on: words[2], through: words.count > 3 ? words[3] : nil),
      isExplaining: isExplaining, isStrict: isStrict)
  }
}
