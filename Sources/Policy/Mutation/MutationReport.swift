package import PacketWalkAnalysis

/// Which changes of a network a policy would notice.
package struct MutationReport: Sendable {
  /// Assertions that fail on the network as it is: then nothing was tried.
  package var failing: [AssertionResult]
  /// How many mutants there are of the kinds that were asked for, and how many of them were tried.
  package var mutants: Int
  package var tried: Int
  package var seed: UInt64
  package var outcomes: [Mutant.Kind: Tally]
  /// Changes that the policy would not notice, by what would: the worst first.
  package var survivors: [Survivor]

  package struct Tally: Hashable, Sendable {
    /// Mutants that change no path.
    package var equivalent = 0
    package var noticed = 0
    package var survived = 0

    package var real: Int { noticed + survived }
  }

  package struct Survivor: Sendable {
    package var mutant: Mutant
    package var effect: MutationEffect
    /// What would notice it; nil where none was found.
    package var remedy: Remedy?
  }

  /// All kinds together.
  package var total: Tally {
    outcomes.values.reduce(into: Tally()) { total, tally in
      total.equivalent += tally.equivalent
      total.noticed += tally.noticed
      total.survived += tally.survived
    }
  }

  /// How much of what is real is noticed, in per cent rounded down; nil where nothing is real.
  package var score: Int? { total.real == 0 ? nil : 100 * total.noticed / total.real }

  /// The survivors by what would notice them, groups and members the worst first.
  package var groups: [[Survivor]] {
    var places: [Remedy?: Int] = [:]
    var groups: [[Survivor]] = []
    for survivor in survivors {
      // Without a remedy by what they are about.
      let key = survivor.remedy
      if let place = places[key] {
        groups[place].append(survivor)
      } else {
        places[key] = groups.count
        groups.append([survivor])
      }
    }
    // What nothing was found for stands last.
    return groups.filter { $0[0].remedy != nil } + groups.filter { $0[0].remedy == nil }
  }
}

/// An assertion that holds on the network as it is and fails on a mutant.
package struct Remedy: Hashable, Sendable {
  /// `deny from internet to sg:db`.
  package var title: String
  /// As it stands in a policy, an item of `assertions`.
  package var lines: [String]
}
