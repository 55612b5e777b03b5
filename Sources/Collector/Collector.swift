package import PacketWalkDiagnostics
import PacketWalkJSONScan

/// Takes a snapshot of live accounts through the user's own `aws` command.
///
/// One thread starts commands, several at a time, and waits for whichever is done.
package struct Collector {
  private let options: CollectOptions
  private let command: AWSCommand
  private let version: String

  /// - Parameters:
  ///   - environment: what the commands inherit.
  ///   - version: the tool's, for the manifest.
  /// - Throws: `missing` where there is no command, `invalid` for a Region that can be none.
  package init(
    _ options: CollectOptions, environment: [String: String], version: String
  ) throws(InputError) {
    self.options = options
    self.version = version
    command = try AWSCommand(path: options.command, environment: environment, profile: options.profile)
    for region in options.regions where !Self.isWord(region) {
      throw InputError(.invalid, "“\(region)” is no Region")
    }
  }

  /// Makes all calls and writes what they bring.
  ///
  /// What could not be had is in the report and in the manifest; only where nothing can be had at all is that an
  /// error.
  ///
  /// - Parameters:
  ///   - path: a folder that is empty or not there.
  ///   - progress: told now and then how far it is.
  ///   - isInterrupted: asked between two steps; what is under way is then given up, and the manifest says so.
  package func collect(
    into path: String, progress: (CollectProgress) -> Void = { _ in }, isInterrupted: () -> Bool = { false }
  ) throws(InputError) -> CollectReport {
    let folder = try SnapshotFolder(making: path)
    let clock = ContinuousClock()
    let start = clock.now
    var report = CollectReport(takenAt: Timestamp.now)
    var run = CollectRun(folder: folder, options: options, start: start)
    for session in try sessions() {
      let regions = try regions(session)
      report.accounts.append(
        CollectReport.Account(account: session.account, role: session.role, regions: regions))
      run.add(session, regions: regions)
    }
    try run.finish(progress: progress, isInterrupted: isInterrupted)
    report.calls = run.calls
    report.wasInterrupted = run.wasInterrupted
    report.milliseconds = (clock.now - start).milliseconds
    try folder.write("manifest.json", report.manifest(version: version))
    return report
  }

  // MARK: Who and where

  /// The accounts, each with the command that reads it.
  private func sessions() throws(InputError) -> [CollectSession] {
    guard !options.roles.isEmpty else { return [try session(command, role: nil)] }
    var sessions: [CollectSession] = []
    for role in options.roles {
      let arguments =
        ["sts", "assume-role", "--role-arn", role, "--role-session-name", "packetwalk", "--output", "json"]
        + stsRegion
      let answer = try single(command, command.profiled(arguments), "assuming the role \(role)")
      guard let credentials = answer["Credentials"], let key = credentials["AccessKeyId"]?.string,
        let secret = credentials["SecretAccessKey"]?.string,
        let token = credentials["SessionToken"]?.string
      else { throw InputError(.malformed, "assuming the role \(role) brought no credentials") }
      let session = try session(command.assuming(key, secret, token), role: role)
      guard !sessions.contains(where: { $0.account == session.account }) else {
        throw InputError(.ambiguous, "two of the roles are of the account \(session.account)")
      }
      sessions.append(session)
    }
    return sessions
  }

  private func session(_ command: AWSCommand, role: String?) throws(InputError) -> CollectSession {
    let call = CallTable.identity
    let answer = try single(
      command, command.arguments(call, region: stsRegion.last, parameters: []), "aws \(call.name)")
    guard let account = answer["Account"]?.string, account.utf8.count == 12,
      account.utf8.allSatisfy({ 48...57 ~= $0 })
    else { throw InputError(.malformed, "aws \(call.name) names no account") }
    let partition = answer["Arn"]?.string?.split(separator: ":").dropFirst().first.map(String.init)
    return CollectSession(
      command: command, account: account, role: role, hasGlobalServices: partition ?? "aws" == "aws")
  }

  /// Tokens are had from a Region too, where the configuration doesn't name one.
  private var stsRegion: [String] {
    options.regions.first { $0 != "all" }.map { ["--region", $0] } ?? []
  }

  private func regions(_ session: CollectSession) throws(InputError) -> [String] {
    var regions: [String] = []
    for region in options.regions where region != "all" && !regions.contains(region) {
      regions.append(region)
    }
    if options.regions.contains("all") {
      let call = CallTable.regions
      var from = regions.first
      if from == nil { from = try configuredRegion() }
      let answer = try single(
        session.command, session.command.arguments(call, region: from ?? "us-east-1", parameters: []),
        "aws \(call.name)")
      let names = answer["Regions"].map { $0.elements.compactMap { $0["RegionName"]?.string } } ?? []
      regions += names.filter { Self.isWord($0) && !regions.contains($0) }.sorted()
    }
    if regions.isEmpty, let own = try configuredRegion() { regions = [own] }
    guard !regions.isEmpty else {
      throw InputError(
        .noMatch, "which Region? Give --region, or --region all, or set one with aws configure")
    }
    return regions
  }

  private func configuredRegion() throws(InputError) -> String? {
    if let region = command.environmentRegion { return Self.isWord(region) ? region : nil }
    let (ending, output, _) = try wait(for: command.start(command.regionArguments))
    guard ending == .exited(0) else { return nil }
    let text = String(decoding: output, as: UTF8.self).filter { !$0.isWhitespace }
    return Self.isWord(text) ? text : nil
  }

  private static func isWord(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix("-")
      && text.utf8.allSatisfy { 48...57 ~= $0 || 97...122 ~= $0 || $0 == UInt8(ascii: "-") }
  }

  // MARK: Calls without which there is nothing

  /// The answer of a call that is made by itself.
  private func single(
    _ command: AWSCommand, _ arguments: [String], _ what: String
  ) throws(InputError) -> JSONValue {
    let (ending, output, errors) = try wait(for: command.start(arguments))
    guard ending == .exited(0) else {
      let failure = CallFailure(errors: String(decoding: errors, as: UTF8.self), status: ending)
      throw InputError(.unreadable, "\(what) failed: \(failure.message)")
    }
    do throws(InputError) {
      return try JSONDocument(parsing: output, file: what).root
    } catch {
      throw InputError(.malformed, "\(what) printed no JSON: \(error.message)")
    }
  }

  private func wait(
    for child: ChildProcess
  ) throws(InputError) -> (ChildProcess.Ending, output: [UInt8], errors: [UInt8]) {
    let clock = ContinuousClock()
    let end = clock.now + options.timeout
    while true {
      child.advance()
      if let ending = child.ending { return (ending, child.output, child.errors) }
      guard clock.now < end else {
        child.kill()
        throw InputError(.unreadable, "the command aws takes longer than \(options.timeout)")
      }
      ChildProcess.poll(child.descriptors, milliseconds: 50)
    }
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
