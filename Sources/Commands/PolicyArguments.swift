public import ArgumentParser
import PacketWalkByteInput
import PacketWalkDiagnostics
public import PacketWalkPolicy
import PacketWalkQueries

/// The policy that a network is held to, and how it is judged.
struct PolicyArguments: ParsableArguments {
  @OptionGroup var files: PolicyFileArguments

  @Option(
    help: ArgumentHelp(
      "What becomes of assertions of which the input doesn't tell: pass, warn or fail.", valueName: "rule"))
  var unknown: PolicyAssertion.UnknownRule = .fail

  @Option(help: "The least severity of an assertion that counts: error, warning or note.")
  var failOn: SeverityThreshold = .error

  @Option(help: ArgumentHelp("The day for exceptions' ends, such as 2027-06-30; today's.", valueName: "day"))
  var today: String?

  @OptionGroup var walk: WalkArguments

  func validate() throws {
    if failOn == .none { throw ValidationError("--fail-on takes error, warning or note") }
  }

  var threshold: Finding.Severity { failOn.severity ?? .error }

  /// The day on which exceptions are looked at.
  ///
  /// - Throws: an `InputError` for what is no day.
  func day() throws(InputError) -> CalendarDate {
    guard let today else { return CalendarDate(secondsSince1970: Clock.secondsSince1970) }
    guard let day = CalendarDate(today) else {
      throw InputError(.malformed, "--today takes a day such as 2027-06-30, not '\(today)'")
    }
    return day
  }
}

extension PolicyAssertion.UnknownRule: ExpressibleByArgument {}
