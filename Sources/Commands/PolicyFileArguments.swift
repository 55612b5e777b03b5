import ArgumentParser
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkPolicy

/// The files of a policy, and what it is told of where it is used.
struct PolicyFileArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Policy files; what one declares is known in all.", valueName: "policy"),
    completion: .file())
  var policies: [String]

  @Option(
    name: .customLong("env"),
    help: ArgumentHelp("Which of the policy's environments this is.", valueName: "name"))
  var environment: String?

  @Option(
    name: .customLong("var"),
    help: ArgumentHelp("A value for a variable of the policy. Repeatable.", valueName: "name=value"))
  var variables: [String] = []

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
}
