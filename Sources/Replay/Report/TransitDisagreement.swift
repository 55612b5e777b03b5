package import PacketWalkDiagnostics
package import PacketWalkQueries

extension ReplayReport {
  /// Records of which a transit gateway made something else than the topology's routes do.
  package struct TransitDisagreement: Sendable {
    /// The attachment by which the packets came.
    package var attachment: Component
    /// What the log says became of them.
    package var event: TransitEvent
    /// The attachment that they went to, by name; nil where they were lost.
    package var exit: String?
    /// What becomes of them in the topology.
    package var fate: TransitFate
    /// The attachment's route table; nil where it has none.
    package var table: Component?
    /// The table's route for them; nil where there is none.
    package var route: String?
    package var origin: Origin
    package var volume: Volume
    /// In seconds since 1970.
    package var first: Int
    package var last: Int
    package var example: FlowExample
    /// The request behind the example, to ask `explain`; nil where the record has no addresses.
    package var question: Question?
  }
}
