import PacketWalkDiagnostics
import PacketWalkJSONScan

// Calls for one resource don't repeat in their output which one they were asked for. The envelope's
// parameters say it, or the name of the file does.

extension SnapshotReader {
  /// The identifier of the resource that a document is about: from the envelope, from a member beside the
  /// list, or from the path (`tgw-rtb-…`).
  func identifier(_ section: Section, parameter: String, prefix: String) -> String? {
    section.scope.parameters?.text(parameter) ?? section.parent.text(parameter)
      ?? section.scope.identifier(startingWith: prefix)
  }

  func reportUnnamed(_ section: Section, _ key: String, _ what: String, _ example: String) {
    count(key, read: section.value.elements.reduce(0) { sum, _ in sum + 1 })
    report(
      "PW_UNNAMED_FILE", .warning, section.scope.path,
      "\(key) is skipped: the file name doesn't say which \(what) it is about; it should contain \(example)",
      at: section.value)
  }
}

/// Finds the ARN that a path was named after by its last part, the hexadecimal number that makes it
/// unique: `target-health.web.0123456789abcdef.json`, `arn_aws_…_targetgroup_web_0123456789abcdef.json`.
struct ARNIndex {
  private var arnsByNumber: [String: [String]] = [:]

  init(_ arns: some Sequence<String>) {
    for arn in arns {
      guard let slash = arn.utf8.lastIndex(of: UInt8(ascii: "/")) else { continue }
      arnsByNumber[String(arn[arn.index(after: slash)...]), default: []].append(arn)
    }
  }

  /// The ARN whose number stands last in the path; with several of one number, the one whose name stands
  /// there too.
  func arn(namedBy scope: Scope) -> String? {
    for word in scope.words.reversed() {
      guard let candidates = arnsByNumber[word] else { continue }
      if candidates.count == 1 { return candidates[0] }
      let named = candidates.filter { candidate in
        let name = Array(candidate.split(separator: "/").dropLast().last.map { Array($0.utf8) } ?? [])
        return scope.decodedPath.firstRange(of: name) != nil
      }
      return named.count == 1 ? named[0] : nil
    }
    return nil
  }
}
