import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

// Folders as other tools leave them. Cloudmapper names an account by a word, and calls for one resource by the
// resource's ARN, without an ending; placebo records each answer with its status, numbered.

extension SnapshotReader {
  /// Before anything is gathered: what files say about each other.
  func survey(_ documents: [SnapshotDocument]) {
    for document in documents {
      paths.insert(document.path)
      let root = Self.recorded(document.json.root)
      guard let account = root.text("Account"), Place.isAccount(account), root["UserId"] != nil else {
        continue
      }
      accounts[Self.accountFolder(document.path)] = account
    }
  }

  /// The account of a file whose folders don't name it: that of `sts get-caller-identity` beside it.
  func account(of path: String) -> String? { accounts.isEmpty ? nil : accounts[Self.accountFolder(path)] }

  /// The folder above the Region's, or the file's own.
  private static func accountFolder(_ path: String) -> String {
    let folders = path.split(separator: "/").dropLast()
    let region = folders.lastIndex { Place.isRegion($0) }
    return folders[..<(region ?? folders.endIndex)].joined(separator: "/")
  }

  // MARK: Recordings

  /// What a recording holds (`{"status_code": 200, "data": {…}}`), or the document itself.
  static func recorded(_ root: JSONValue) -> JSONValue {
    guard root["status_code"] != nil, let data = root["data"], data.kind == .object else { return root }
    return data
  }

  /// Whether a document is the recording of a call that was refused.
  static func isRefusal(_ root: JSONValue) -> Bool {
    guard let status = root["status_code"]?.integer, root["data"]?.kind == .object else { return false }
    return status >= 300
  }

  /// What a refused call would have said is unknown, not empty.
  func reportRefusal(_ root: JSONValue, path: String) {
    let code = root["data"]?["Error"]?.text("Code") ?? root["status_code"]?.scalarText ?? ""
    report(
      "PW_CALL_FAILED", .warning, Self.recordedCall(path),
      "failed (\(code)) when it was recorded; what it would have said is unknown, not empty", at: root)
  }

  /// `ec2.DescribeVpcs` of `…/ec2.DescribeVpcs_1.json`.
  private static func recordedCall(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return numbered(name)?.stem ?? name
  }

  /// Whether the next answer to the same call was recorded too: then a page with a token is not all that there is.
  func isFollowed(_ path: String) -> Bool {
    guard let (stem, number, ending) = Self.numbered(path) else { return false }
    return paths.contains("\(stem)_\(number + 1)\(ending)")
  }

  private static func numbered(_ path: String) -> (stem: String, number: Int, ending: String)? {
    for ending in [".json", ".json.gz"] where path.hasSuffix(ending) {
      let name = path.dropLast(ending.count)
      guard let mark = name.lastIndex(of: "_"), let number = Int(name[name.index(after: mark)...]),
        number > 0, number < .max
      else { continue }
      return (String(name[..<mark]), number, ending)
    }
    return nil
  }

  /// Whether a file without an ending has the name of a call's answer, so that it is worth a look: cloudmapper's
  /// `elbv2-describe-target-health/arn%3Aaws%3A…`.
  static func isNamedAfterCall(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    guard let name = parts.last, parts.count > 1 else { return false }
    let folder = parts[parts.count - 2]
    return !name.hasPrefix(".")
      && ["-describe-", "-get-", "-list-", "-search-"].contains { folder.contains($0) }
  }
}
