import Synchronization
import Testing

@testable import PacketWalkAddressing

@Suite struct ParallelMapTests {
  @Test(arguments: [-1, 1, 2, 3, 8], [-1, 1, 2, 7, 64, 1_000, 5_000, Int.max])
  func keepsTheOrder(threads: Int, chunk: Int) {
    for count in [0, 1, 2, 63, 64, 65, 1_000] {
      let items = Array(0..<count)
      #expect(parallelMap(items, threads: threads, chunk: chunk) { "\($0)" } == items.map { "\($0)" })
    }
  }

  @Test func callsTheBodyOnceAnItem() {
    let calls = Atomic(0)
    let results = parallelMap(Array(0..<10_000), threads: 4, chunk: 16) { item in
      calls.add(1, ordering: .relaxed)
      return item * 2
    }
    #expect(results == (0..<10_000).map { $0 * 2 })
    #expect(calls.load(ordering: .relaxed) == 10_000)
  }

  @Test func unevenItemsKeepTheirPlaces() {
    let results = parallelMap(Array(0..<400), threads: 4, chunk: 1) { item in
      // The first items take the longest, so that later ones are finished before them.
      (0..<(400 - item) * 50).reduce(item) { sum, _ in sum }
    }
    #expect(results == Array(0..<400))
  }
}
