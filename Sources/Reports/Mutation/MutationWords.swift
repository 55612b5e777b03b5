import PacketWalkAnalysis
import PacketWalkFormats
import PacketWalkPolicy
import PacketWalkQueries
import PacketWalkTopology

/// Mutants in words, for all reports alike.
enum MutationWords {
  static func headline(_ report: MutationReport) -> String {
    let total = report.total
    guard let score = report.score else {
      return "No change opens or closes a path: there is nothing to notice"
    }
    return
      "Noticed \(total.noticed) of \(counted(total.real, "change")) that open or close something: \(score) %"
  }

  /// What was tried.
  static func sample(_ report: MutationReport) -> String {
    let which =
      report.tried < report.mutants
      ? "\(report.tried) of \(counted(report.mutants, "change")) tried, chosen by chance from seed \(report.seed)"
      : "\(counted(report.tried, "change")) tried, which is all"
    let equivalent = report.total.equivalent
    return equivalent > 0 ? "\(which); \(equivalent) of them change no path and don't count" : which
  }

  /// `opens internet -> sg:db tcp/5432, e.g. 198.51.100.77 -> db-1 tcp/5432`.
  static func effect(_ effect: MutationEffect) -> String {
    let paths = "\(effect.source) -> \(effect.destination) \(effect.services)"
    let example = effect.example.map { ", e.g. \($0.source) -> \($0.destination) \($0.service)" } ?? ""
    switch effect.kind {
    case .opens: return "opens \(paths)\(example)"
    case .closes: return "closes \(paths)\(example)"
    case .becomesIntermittent, .becomesReliable, .becomesUnknown, .becomesKnown:
      return "\(paths)\(effect.kind.words)\(example)"
    }
  }
}
