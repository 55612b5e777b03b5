import PacketWalkDiagnostics

/// The parts of GitLab's code quality report.
enum GitLabText {
  /// - Parameter severity: GitLab's word for it: `critical`, `major`, `minor` or `info`.
  static func item(
    _ check: String, _ description: String, _ fingerprint: String, _ severity: String, _ place: Origin
  ) -> String {
    JSONText.object { json in
      json.member("description", description)
      json.member("check_name", check)
      json.member("fingerprint", fingerprint)
      json.member("severity", severity)
      json.member(
        "location",
        raw: JSONText.object {
          $0.member("path", place.file ?? "")
          $0.member("lines", raw: JSONText.object { $0.member("begin", place.position?.line ?? 1) })
        })
    }
  }
}
