import Synchronization

/// Values that threads take and give back, so that what one has worked out is there for the next.
///
/// Whoever took a value has it alone until giving it back.
package final class SharedPool<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])

  package init() {}

  /// Some value that was given back; nil where there is none.
  package func take() -> Value? { values.withLock { $0.popLast() } }

  package func give(_ value: Value) { values.withLock { $0.append(value) } }
}
