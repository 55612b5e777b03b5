/// How long tests with random input run: a few seconds in continuous integration, hours where somebody asks.
package enum Fuzzing {
  /// `PACKETWALK_FUZZ_ITERATIONS`, or what the test thinks enough.
  package static func iterations(default count: Int) -> Int {
    Environment.value("PACKETWALK_FUZZ_ITERATIONS").flatMap(Int.init) ?? count
  }

  /// `PACKETWALK_FUZZ_SEED`, or a seed that is the same in every run.
  package static func seed(default seed: UInt64 = 1) -> UInt64 {
    Environment.value("PACKETWALK_FUZZ_SEED").flatMap { UInt64($0) } ?? seed
  }
}
