import Dispatch
import Synchronization

/// Calls back every second until it is stopped, from some other thread.
///
/// Beside `parallelMap` the only thing here that knows threads.
package final class Ticker: Sendable {
  private struct State {
    var isStopped = false
    var seconds = 0
  }

  private let state = Mutex(State())
  private let body: @Sendable (_ seconds: Int) -> Void

  /// - Parameter body: never called once `stop()` has returned, nor twice at a time.
  package init(_ body: @escaping @Sendable (_ seconds: Int) -> Void) {
    self.body = body
    next()
  }

  private func next() {
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(1)) { [self] in
      let isStopped = state.withLock { state in
        if !state.isStopped {
          state.seconds += 1
          body(state.seconds)
        }
        return state.isStopped
      }
      if !isStopped { next() }
    }
  }

  /// The number of times that it called back.
  package func stop() -> Int {
    state.withLock { state in
      state.isStopped = true
      return state.seconds
    }
  }
}
