package import PacketWalkQueries
package import PacketWalkTopology

/// A set of changes that was asked about and gives the wanted answer, while no part of it does.
package struct Fix: Sendable {
  package var steps: [FixStep]
  /// What else the changes open and close; nil where nobody worked it out.
  package var effects: [Effect]?
  package var cost: FixCost

  /// The steps as edits of the topology.
  package var edits: [Edit] { steps.map(\.edit) }
}

/// What changes besides the question's own answer.
package struct Effect: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case opens
    case closes
  }

  package var kind: Kind
  /// Who sends: a group's, a subnet's or an interface's name, or a range outside.
  package var source: String
  package var destination: String
  /// The services, as lists of the shortest form: `tcp/5432`.
  package var services: String
  /// How many pairs of interfaces it is about.
  package var count: Int

  package init(_ kind: Kind, source: String, destination: String, services: String, count: Int) {
    self.kind = kind
    self.source = source
    self.destination = destination
    self.services = services
    self.count = count
  }
}

/// What else differs between a network and the same with each of some fixes applied.
package typealias FixEffects =
  @Sendable (_ before: Network, _ after: [Network], _ asked: [QuestionWalk]) -> [[Effect]]

extension Effect {
  /// The exact difference of the whole matrix, but for the services of the pairs that were asked about.
  package static func ofAll(_ options: ReachOptions) -> FixEffects {
    { before, after, asked in
      before.differences(to: after, options, besides: asked).map { difference in
        difference.changes.map { change in
          Effect(
            change.kind == .opens ? .opens : .closes, source: change.source, destination: change.destination,
            services: change.services, count: change.pairs)
        }
      }
    }
  }
}
