import PacketWalkForwarding
import PacketWalkQueries

/// How a command ends; the raw value is the exit code.
enum Outcome: Int32 {
  case yes = 0
  /// Unreachable, or no reply.
  case no = 1
  case inputError = 2
  case undetermined = 3
  /// Some pairs, or some of the network's choices only.
  case partial = 4
  case usage = 64
  case internalError = 70

  /// The outcome of one question about one or more pairs.
  init(_ answers: [Answer]) {
    let verdicts = Set(answers.map(\.verdict))
    if verdicts.contains(.undetermined) {
      self = .undetermined
    } else if verdicts == [.reachable] {
      self = .yes
    } else if verdicts.isDisjoint(with: [.reachable, .intermittent]) {
      self = .no
    } else {
      self = .partial
    }
  }

  /// The outcome of several questions: input errors before a no, a no before what is undetermined, that
  /// before partial answers, those before a yes.
  static func combined(_ outcomes: [Outcome]) -> Outcome {
    for worst in [Outcome.internalError, .usage, .inputError, .no, .undetermined, .partial]
    where outcomes.contains(worst) {
      return worst
    }
    return .yes
  }
}
