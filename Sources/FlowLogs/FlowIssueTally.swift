/// How often an issue was met, and the first of them.
package struct FlowIssueTally: Hashable, Sendable {
  package var count: Int
  package var first: FlowIssue

  package init(count: Int, first: FlowIssue) {
    self.count = count
    self.first = first
  }
}
