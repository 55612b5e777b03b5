package import PacketWalkAddressing
package import PacketWalkTopology

/// A record that stands for others: of several the smallest, whatever file they stood in, so that it does not matter how
/// records came together.
package struct FlowExample: Hashable, Sendable, Comparable {
  /// In seconds since 1970.
  package var start: Int
  /// By its place in the topology; nil where it is not there.
  package var interface: Int?
  package var side: RuleDirection?
  package var protocolNumber: UInt8
  /// Nil where the record has none.
  package var source: IPAddress?
  package var destination: IPAddress?
  package var sourcePort: UInt16
  package var destinationPort: UInt16

  package static func < (left: Self, right: Self) -> Bool {
    if left.start != right.start { return left.start < right.start }
    if left.source != right.source { return isBefore(left.source, right.source) }
    if left.destination != right.destination { return isBefore(left.destination, right.destination) }
    return left.rest < right.rest
  }

  private var rest: (Int, Int, Int, Int, Int) {
    let way = side.map { $0 == .ingress ? 1 : 2 } ?? 0
    return (Int(sourcePort), Int(destinationPort), Int(protocolNumber), interface ?? -1, way)
  }

  private static func isBefore(_ left: IPAddress?, _ right: IPAddress?) -> Bool {
    guard let left, let right else { return left == nil && right != nil }
    return left < right
  }
}

/// Where a record stands.
package struct FlowPlace: Hashable, Sendable, Comparable {
  package var file: String
  /// The first byte of its line in its file, unpacked.
  package var offset: Int
  package var line: Int

  package static func < (left: Self, right: Self) -> Bool {
    (left.file, left.offset) < (right.file, right.offset)
  }
}
