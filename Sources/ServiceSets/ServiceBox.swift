import PacketWalkAddressing

/// A range of protocols, of destination ports (or of ICMP types and codes, 256 × type + code), and of source ports.
package struct ServiceBox: Hashable, Sendable {
  package var protocols: ClosedRange<UInt8>
  package var destinations: ClosedRange<UInt16>
  package var sources: ClosedRange<UInt16>
}

extension ServiceBox: LosslessStringConvertible {
  /// Parses `6:443-443:0-65535`.
  package init?(_ text: String) {
    let fields = text.split(separator: ":", omittingEmptySubsequences: false)
    func range<Number: FixedWidthInteger>(_ field: Substring) -> ClosedRange<Number>? {
      let ends = field.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = ends.first.flatMap({ Number($0) }), ends.count <= 2,
        let last = ends.last.flatMap({ Number($0) }), first <= last
      else { return nil }
      return first...last
    }
    guard fields.count == 3, let protocols: ClosedRange<UInt8> = range(fields[0]),
      let destinations: ClosedRange<UInt16> = range(fields[1]),
      let sources: ClosedRange<UInt16> = range(fields[2])
    else { return nil }
    self.init(protocols: protocols, destinations: destinations, sources: sources)
  }

  package var description: String {
    func text<Number>(_ range: ClosedRange<Number>) -> String {
      range.lowerBound == range.upperBound
        ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
    }
    return "\(text(protocols)):\(text(destinations)):\(text(sources))"
  }
}

extension ServiceSetStore {
  /// The set as disjoint boxes, in order: what can be written down and read back.
  package func boxes(_ set: ServiceSet) -> [ServiceBox] {
    segments(set.id, .protocols).held.flatMap { protocols, middle in
      segments(middle, .destinations).held.flatMap { destinations, inner in
        segments(inner, .sources).held.map { sources, _ in
          ServiceBox(
            protocols: UInt8(protocols.lowerBound)...UInt8(protocols.upperBound), destinations: destinations,
            sources: sources)
        }
      }
    }
  }

  /// The services of some boxes.
  package mutating func set(of boxes: some Sequence<ServiceBox>) -> ServiceSet {
    var held = ServiceSet.none
    for box in boxes {
      let inner = intern(Segments(1, in: box.sources, upTo: .max), .sources)
      let middle = intern(Segments(inner, in: box.destinations, upTo: .max), .destinations)
      for number in box.protocols { held = union(held, of(IPProtocol(rawValue: number), middle)) }
    }
    return held
  }
}
