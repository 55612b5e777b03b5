import PacketWalkAddressing
import PacketWalkForwarding
import Testing

/// The walk that keeps nothing but the verdict must come to the whole walk's, for the ports of a question together and
/// for the outermost of them one by one; so every question of every test is asked that way, too.
func expectSameVerdict(
  _ graph: PacketGraph, _ question: WalkQuestion, _ options: WalkOptions, _ sourceLocation: SourceLocation
) {
  var questions = [question]
  for port in question.ports?.ranges.flatMap({ [$0.first, $0.last] }) ?? [] {
    var single = question
    single.ports = PortSet(PortRange(port))
    questions.append(single)
  }
  // Once by rows of routes, once by their tries.
  for routeCells in [RouteRows.budget, 0] {
    let tables = VerdictTables(graph, options, routeCells: routeCells)
    var walker = VerdictWalker(tables)
    for question in questions {
      let verdicts = Set(graph.walk(question, options).parts.map(\.verdict))
      let found = walker.verdict(of: tables.prepare(question))
      #expect(
        found == (verdicts.count == 1 ? verdicts.first : nil), "quickly \(question)",
        sourceLocation: sourceLocation)
    }
  }
}
