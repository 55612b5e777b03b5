package import PacketWalkAnalysis
import PacketWalkDiagnostics

/// What edits change in what `lint` finds: `+` for findings that appear, `-` for those that go.
package enum LintChangeReport {
  package static func text(_ changes: LintChanges, _ style: TextStyle) -> String {
    var page = Page(style)
    for finding in changes.appeared { LintTextReport.write(finding, sign: "+", &page) }
    for finding in changes.gone { LintTextReport.write(finding, sign: "-", &page) }
    if !changes.appeared.isEmpty || !changes.gone.isEmpty { page.gap() }
    page.line(0, summary(changes))
    return page.text
  }

  static func summary(_ changes: LintChanges) -> String {
    let rest = "\(counted(changes.unchanged, "finding")) as before"
    if changes.appeared.isEmpty, changes.gone.isEmpty { return "no change: \(rest)" }
    return "\(changes.appeared.count) appear, \(changes.gone.count) go; \(rest)"
  }
}
