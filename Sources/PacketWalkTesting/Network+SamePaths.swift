import PacketWalkAnalysis
public import PacketWalkQueries
import PacketWalkReports

extension Network {
  /// Fails the test, at the caller's line, where this network lets anything pass that another does not, or the other way
  /// round: all pairs, addresses and services, exactly, and interfaces that only one of them has.
  ///
  ///     let plan = try Network(path: "plan.json")
  ///     plan.expectSamePaths(as: try Network(path: "plan.json#before"))
  ///
  /// The failure is what `packetwalk diff` prints of the other network before and this one after: each path that opens
  /// or closes, an example of it, and the changed resource that is to blame.
  ///
  /// - Parameters:
  ///   - other: The network that this one is held against.
  ///   - options: Which assumptions are settled, and whether health counts; nothing else is of use here.
  ///   - fileID: The caller's module and file.
  ///   - filePath: The caller's file.
  ///   - line: The caller's line.
  ///   - column: The caller's column.
  /// - Returns: whether there is no difference.
  /// - Complexity: that of both matrices, and two compilations for each changed resource.
  @discardableResult
  public func expectSamePaths(
    as other: Network, options: ExpectationOptions = ExpectationOptions(), fileID: StaticString = #fileID,
    filePath: StaticString = #filePath, line: UInt = #line, column: UInt = #column
  ) -> Bool {
    let diff = other.diff(to: self, options.reach)
    guard !diff.isEmpty else { return true }
    let lines = DiffTextReport.text(diff, TextStyle(isColoured: false, width: 0))
      .split(separator: "\n", omittingEmptySubsequences: false)
    Recorder.fail(
      lines[..<(lines.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0)].joined(separator: "\n"),
      at: Caller(fileID: fileID, filePath: filePath, line: line, column: column))
    return false
  }
}
