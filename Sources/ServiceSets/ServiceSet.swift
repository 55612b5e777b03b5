/// A set of services: protocol, destination ports or ICMP type and code, source ports.
///
/// A handle into the `ServiceSetStore` that made it, where equal sets are the same handle; it means nothing to
/// another store.
package struct ServiceSet: Hashable, Sendable {
  let id: UInt32

  /// No service at all, in every store.
  package static let none = ServiceSet(id: 0)
  /// Every service, in every store.
  package static let any = ServiceSet(id: 1)

  /// Whether the set holds nothing.
  package var isEmpty: Bool { self == .none }
}
