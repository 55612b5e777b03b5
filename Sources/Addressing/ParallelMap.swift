// `concurrentPerform` is what a synchronous function can use without holding up the cooperative pool of somebody
// else's tasks.
import Dispatch
import Synchronization

/// The results of a function for every item, in the order of the items, computed by several threads.
///
/// Which thread computes which item is not determined; what comes out is. Threads take the next run of
/// `chunk` items whenever they are done with one, so that items may differ in cost. With one thread, or no
/// more items than a chunk, everything happens on the calling thread.
///
/// - Parameters:
///   - threads: how many threads at most, the calling one among them; the machine's number of processors
///     limits them too. Less than 1 means 1.
///   - chunk: how many items a thread takes at a time; about 10 µs of work or more hide the cost of taking
///     them. Less than 1 means 1.
/// - Complexity: O(*n*) calls of the body for *n* items.
package func parallelMap<T: Sendable, R: Sendable>(
  _ items: [T], threads: Int, chunk: Int, _ body: @Sendable (T) -> R
) -> [R] {
  let chunk = max(1, chunk)
  let chunkCount = items.count / chunk + (items.count.isMultiple(of: chunk) ? 0 : 1)
  guard threads > 1, chunkCount > 1 else { return items.map(body) }

  let next = Atomic(0)
  let finished = Mutex<[(chunk: Int, results: [R])]>([])
  DispatchQueue.concurrentPerform(iterations: min(threads, chunkCount)) { _ in
    while true {
      let taken = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard taken < chunkCount else { return }
      let results = items[taken * chunk..<min(items.count, (taken + 1) * chunk)].map(body)
      finished.withLock { $0.append((taken, results)) }
    }
  }
  return finished.withLock { $0.sorted { $0.chunk < $1.chunk } }.flatMap(\.results)
}
