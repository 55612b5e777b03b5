public import ArgumentParser
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
public import PacketWalkPolicy
import PacketWalkQueries

/// The policy that a network is held to, and how it is judged.
struct PolicyArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Policy files; what one declares is known in all.", valueName: "policy"),
    completion: .file())
  var policies: [String]

  @Option(
    help: ArgumentHelp(
      "What becomes of assertions of which the input doesn't tell: pass, warn or fail.", valueName: "rule"))
  var unknown: PolicyAssertion.UnknownRule = .fail

  @Option(help: "The least severity of an assertion that counts: error, warning or note.")
  var failOn: SeverityThreshold = .error

  @Option(help: ArgumentHelp("The day for exceptions' ends, such as 2027-06-30; today's.", valueName: "day"))
  var today: String?

  @Option(
    name: .customLong("env"),
    help: ArgumentHelp("Which of the policy's environments this is.", valueName: "name"))
  var environment: String?

  @Option(
    name: .customLong("var"),
    help: ArgumentHelp("A value for a variable of the policy. Repeatable.", valueName: "name=value"))
  var variables: [String] = []

  @OptionGroup var walk: WalkArguments

  func validate() throws {
    if failOn == .none { throw ValidationError("--fail-on takes error, warning or note") }
  }

  var threshold: Finding.Severity { failOn.severity ?? .error }

  /// The policy, of which only some assertions are asked for unless there are none.
  ///
  /// - Parameter input: what kind of input the network is.
  /// - Throws: an `InputError` for files that are no policy, or an identifier that no assertion has.
  func policy(only ids: [String], on input: TopologyFormatName) throws(InputError) -> Policy {
    var files: [(name: String, bytes: [UInt8])] = []
    for path in policies { files.append((path, try ByteInput.read(path))) }
    var policy = try PolicyReader.read(files, in: try setting(input))
    guard !ids.isEmpty else { return policy }
    let known = policy.assertions.map(\.id)
    for id in ids where !known.contains(id) {
      guard !policy.inapplicable.contains(id) else {
        throw InputError(.invalid, "assertion '\(id)' does not apply here")
      }
      let near = nearestNames(to: id, among: known)
      throw InputError(.noMatch, "no assertion has the id '\(id)'", candidates: near.isEmpty ? known : near)
    }
    policy.assertions.removeAll { !ids.contains($0.id) }
    policy.inapplicable = []
    return policy
  }

  private func setting(_ input: TopologyFormatName) throws(InputError) -> PolicySetting {
    var values: [String: String] = [:]
    for text in variables {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw InputError(.malformed, "--var takes name=value, not '\(text)'")
      }
      guard values.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw InputError(.invalid, "--var gives '\(parts[0])' two values")
      }
    }
    return PolicySetting(environment: environment, variables: values, input: input)
  }

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
