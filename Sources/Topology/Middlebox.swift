/// What somebody says an interface does with packets that are not addressed to it (SDC-2). AWS's APIs don't
/// show it.
package enum Middlebox: String, Hashable, Sendable, CaseIterable {
  /// Sends them on as they are.
  case forward
  /// Sends them on from its own primary address, as a NAT instance does.
  case snat
  case drop
  /// Sends them on as they are, and knows connections: their answers must come by it too.
  case inspect
}
