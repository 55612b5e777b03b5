package import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology

extension Network {
  /// A group, access list or route table by its kind and identifier.
  package struct ReadResource: Hashable, Sendable {
    package var kind: String
    package var id: String

    package init(kind: String, id: String) { (self.kind, self.id) = (kind, id) }
  }

  /// The groups, access lists and route tables that a question's answer rests on: a network with the same rules, entries
  /// and routes in these, and all else alike, gives the same answer.
  ///
  /// - Returns: nil where the walk was given up before its end.
  /// - Throws: what asking throws.
  package func resourcesRead(by question: Question, _ options: ReachOptions) throws(InputError)
    -> Set<ReadResource>?
  {
    let walk = WalkOptions(
      isStrict: options.isStrict, settled: options.settled, respectsHealth: options.respectsHealth)
    var found: Set<ReadResource> = []
    for pair in try pairs(of: question) {
      guard let elements = graph.elementsRead(by: pair.walk, walk) else { return nil }
      for element in elements {
        switch element.kind {
        case .securityGroup where Int(element.index) >= topology.securityGroups.count: break
        default:
          let component = graph.component(element)
          found.insert(ReadResource(kind: component.kind, id: component.id))
        }
      }
    }
    return found
  }
}
