import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkKit
import PacketWalkPolicy
public import PacketWalkQueries
import PacketWalkReports

extension Network {
  /// Fails the test, at the caller's line, unless an assertion about this network's paths holds.
  ///
  ///     network.expect(.only(from: "tag:tier=web", to: "sg:db", on: "any"))
  ///
  /// The failure names the paths that go against the assertion, one packet of them as `packetwalk explain` understands
  /// it, the rule that decides about it with its file and line, and changes after which it holds. What
  /// cannot be judged, such as a selector that matches nothing or a service that isn't one, is a failure, too. In tests of
  /// Swift Testing and of XCTest, on any thread.
  ///
  /// - Parameters:
  ///   - assertion: What should be so.
  ///   - options: How it is judged.
  ///   - fileID: The caller's module and file.
  ///   - filePath: The caller's file.
  ///   - line: The caller's line.
  ///   - column: The caller's column.
  /// - Returns: whether the test goes on without a failure.
  /// - Complexity: that of the matrix between the assertion's ends: O(classes of senders × classes of receivers) walks.
  @discardableResult
  public func expect(
    _ assertion: NetworkAssertion, options: ExpectationOptions = ExpectationOptions(),
    fileID: StaticString = #fileID, filePath: StaticString = #filePath, line: UInt = #line,
    column: UInt = #column
  ) -> Bool {
    let caller = Caller(fileID: fileID, filePath: filePath, line: line, column: column)
    return judge(at: caller, options) { () throws(InputError) in
      (Policy(assertions: [try assertion.read(at: caller.place)]), PolicyBaseline())
    }
  }

  /// Fails the test, at the caller's line, once for each assertion of a policy that does not hold.
  ///
  ///     network.expect(policy: .beside("policy.yaml"))
  ///
  /// - Parameters:
  ///   - path: A policy file, as `docs/policy.md` describes it.
  ///   - others: More files of the same policy: what one declares is known in all.
  ///   - baseline: A file of violations to put up with, as `packetwalk test --write-baseline` writes it.
  ///   - options: How it is judged.
  ///   - fileID: The caller's module and file.
  ///   - filePath: The caller's file.
  ///   - line: The caller's line.
  ///   - column: The caller's column.
  /// - Returns: whether the test goes on without a failure.
  /// - Complexity: for each assertion that of the matrix between its ends; what they share is done once.
  @discardableResult
  public func expect(
    policy path: String, and others: [String] = [], baseline: String? = nil,
    options: ExpectationOptions = ExpectationOptions(), fileID: StaticString = #fileID,
    filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
  ) -> Bool {
    let caller = Caller(fileID: fileID, filePath: filePath, line: line, column: column)
    return judge(at: caller, options) { () throws(InputError) in
      var files: [(name: String, bytes: [UInt8])] = []
      for path in [path] + others { files.append((path, try ByteInput.read(path))) }
      let known = try baseline.map { file throws(InputError) in
        try PolicyBaseline(reading: ByteInput.read(file), file: file)
      }
      let setting = PolicySetting(environment: options.environment, variables: options.variables)
      return (try PolicyReader.read(files, in: setting), known ?? PolicyBaseline())
    }
  }

  /// - Returns: whether nothing failed.
  private func judge(
    at caller: Caller, _ options: ExpectationOptions,
    _ read: () throws(InputError) -> (Policy, PolicyBaseline)
  ) -> Bool {
    do throws(InputError) {
      let (policy, baseline) = try read()
      let today = options.today ?? CalendarDate(secondsSince1970: Clock.secondsSince1970)
      var judge = PolicyJudge(
        self, options.reach, today: today, unknown: options.unknown, baseline: baseline,
        isFixing: options.isFixing)
      return tell(of: try judge.judge(policy), at: caller, options)
    } catch {
      Recorder.fail("\(error)", at: caller)
      return false
    }
  }

  private func tell(of report: PolicyReport, at caller: Caller, _ options: ExpectationOptions) -> Bool {
    var hasFailed = false
    for result in report.assertions where result.isFailure || result.outcome == .unknownWarned {
      let message = PolicyFailureReport.text(result, in: report, on: topology)
      if result.isFailure, result.assertion.severity >= options.failsFrom {
        Recorder.fail(message, at: caller)
        hasFailed = true
      } else {
        Recorder.warn(message, at: caller)
      }
    }
    return !hasFailed
  }
}
