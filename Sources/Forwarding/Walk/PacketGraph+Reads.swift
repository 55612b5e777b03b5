extension PacketGraph {
  /// The groups, access lists and route tables that a question's packets and their replies ask: with the same rules,
  /// entries and routes in these, and all else as it is, the answer is the same.
  ///
  /// - Returns: nil where the walk was given up before its end.
  package func elementsRead(by question: WalkQuestion, _ options: WalkOptions) -> [ElementRef]? {
    var options = options
    options.notesReads = true
    var walker = Walker(self, question, options)
    walker.run()
    guard !walker.isTruncated, let reads = walker.reads else { return nil }
    var elements: [ElementRef] = []
    for filter in reads.filters.map({ filters[$0.value] }) {
      switch filter.kind {
      case .groups: elements += filter.resources.map { ElementRef(.securityGroup, Int($0)) }
      case .accessList: elements += filter.resources.map { ElementRef(.networkACL, Int($0)) }
      case .firewall: break
      }
    }
    return elements + reads.tables.map { tables[$0.value].element }.filter { $0.kind == .routeTable }
  }
}
