import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Identifiers are renamed wherever they stand.
@Suite struct RenamingTests {
  /// Names all resources anew, and can take that back.
  private struct Names: ResourceVisitor {
    let topology: Topology
    var there = ResourceRenaming()
    var back = ResourceRenaming()

    mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>) {
      for resource in topology[keyPath: path] {
        let other = ResourceID<R>(resource.id.rawValue + "~")
        there.add(resource.id, as: other)
        back.add(other, as: resource.id)
      }
    }
  }

  /// Every identifier in a value, with the way to it.
  private func identifiers(_ value: Any, _ way: String) -> [(way: String, id: String)] {
    guard !"\(type(of: value))".hasPrefix("ResourceID<") else { return [(way, "\(value)")] }
    return Mirror(reflecting: value).children.flatMap { child in
      identifiers(child.value, child.label.map { "\(way).\($0)" } ?? way)
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func nothingKeepsAnOldIdentifier(seed: UInt64) {
    var generator = TopologyGenerator(seed: seed)
    let topology = generator.make()
    var names = Names(topology: topology)
    Topology.visitResources(&names)
    let renamed = topology.renamed(by: names.there)
    let kept = identifiers(renamed, "topology").filter {
      !$0.id.hasSuffix("~") && $0.id != SecurityGroupID.notInInput.rawValue
    }
    // What leads nowhere has no new identifier.
    let known = Set(identifiers(topology, "topology").filter { $0.way.hasSuffix("s.id") }.map(\.id))
    #expect(kept.filter { known.contains($0.id) }.map(\.way) == [], "seed \(seed)")
    #expect(identifiers(renamed, "").count > 50)
    #expect(renamed.renamed(by: names.back) == topology, "seed \(seed)")
  }
}
