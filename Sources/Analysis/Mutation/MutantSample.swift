/// Some of the mutants where there are too many, by chance from a seed.
package enum MutantSample {
  /// - Returns: the mutants in their order; all of them where there are no more than `limit`.
  package static func sample(_ mutants: [Mutant], limit: Int, seed: UInt64) -> [Mutant] {
    guard mutants.count > limit else { return mutants }
    var state = seed
    var places = Array(mutants.indices)
    // The first of a shuffle, by Fisher and Yates.
    for place in 0..<limit {
      let rest = UInt64(places.count - place)
      places.swapAt(place, place + Int(next(&state) % rest))
    }
    return places.prefix(limit).sorted().map { mutants[$0] }
  }

  /// Steele, Lea and Flood's SplitMix64: the same numbers everywhere.
  private static func next(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
