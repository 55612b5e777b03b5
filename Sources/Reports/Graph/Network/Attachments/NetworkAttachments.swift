import PacketWalkTopology

/// What joins VPCs to each other and to networks outside: transit gateways and core networks, peering connections, VPN
/// connections and Direct Connect. It says what paths may lead over, not which do.
struct NetworkAttachments {
  private(set) var gateways: [AttachedGateway] = []
  /// Those to draw.
  private(set) var links: [NetworkLink] = []
  /// Those beyond the limit.
  private(set) var omitted: [NetworkLink] = []
  /// Peering connections of a VPC with one that the input doesn't hold.
  private(set) var strangers: [VPCID: [String]] = [:]

  /// How many ends links have on the average before fewer are drawn. Those of the largest don't count: a gateway that all
  /// VPCs are attached to is what the picture is about, and one lane.
  private static let endsPerLink = 16

  /// - Parameters:
  ///   - vpcs: those of the input, in the order in which they stand.
  ///   - externals: places of the external networks that the picture has.
  ///   - limit: how many links are drawn.
  init(_ topology: Topology, vpcs: [VPC], externals: Set<Int>, limit: Int) {
    var reader = AttachmentReader(topology, vpcs, externals)
    reader.read()
    gateways = reader.gateways
    strangers = reader.strangers
    divide(reader.links, limit)
  }

  /// Which value of the limit draws all.
  var wholeLimit: Int {
    let all = links + omitted
    let counts = all.map(\.ends.count)
    let ends = counts.reduce(0, +) - (counts.max() ?? 0)
    return max(all.count, (ends + Self.endsPerLink - 1) / Self.endsPerLink)
  }

  /// Those with the most ends first; the order in which they stand stays.
  private mutating func divide(_ all: [NetworkLink], _ limit: Int) {
    let order = all.indices.sorted { (-all[$0].ends.count, $0) < (-all[$1].ends.count, $1) }
    var drawn: Set<Int> = []
    var ends = 0
    for number in order {
      let own = drawn.isEmpty ? 0 : all[number].ends.count
      guard drawn.count < limit, ends + own <= limit * Self.endsPerLink else { continue }
      drawn.insert(number)
      ends += own
    }
    links = all.indices.filter(drawn.contains).map { all[$0] }
    omitted = all.indices.filter { !drawn.contains($0) }.map { all[$0] }
    let places = Set(links.flatMap { $0.ends.map(\.place) })
    gateways = gateways.filter { places.contains(.gateway($0.id)) }
  }
}
