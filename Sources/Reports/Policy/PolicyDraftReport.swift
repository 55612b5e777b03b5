package import PacketWalkPolicy

/// A first policy as the file that it is to be.
package enum PolicyDraftReport {
  /// - Parameter opening: what it is made of, in a line.
  package static func yaml(
    _ draft: PolicyDraft, opening: String = "What the network does today.", working: String = "This works."
  ) -> String {
    var lines = [
      "# \(opening) Read it before it becomes the rule: what is wrong today is in it too.",
      "packetwalk: 1", "assertions:",
    ]
    let parts = [
      ("Nobody but these gets there.", draft.closed), ("The internet does not get there.", draft.hidden),
      (working, draft.open),
    ]
    for (title, items) in parts where !items.isEmpty {
      lines.append("  # \(title)")
      for item in items { lines += item.draft.lines(id: item.id).map { "  \($0)" } }
    }
    if draft.left > 0 {
      lines.append("  # \(counted(draft.left, "more path")) that work are left out; --limit takes more.")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
