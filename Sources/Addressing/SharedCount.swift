import Synchronization

/// A sum to which threads add, and that another one reads meanwhile.
package final class SharedCount: Sendable {
  private let sum = Atomic(0)

  package init() {}

  package func add(_ number: Int) { sum.wrappingAdd(number, ordering: .relaxed) }

  package var value: Int { sum.load(ordering: .relaxed) }
}
