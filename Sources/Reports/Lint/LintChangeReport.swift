package import PacketWalkAnalysis
import PacketWalkDiagnostics

/// What edits change in what `lint` finds: `+` for findings that appear, `-` for those that go.
package enum LintChangeReport {
  package static func text(_ changes: LintChanges, _ style: TextStyle) -> String {
    var page = Page(style)
    for finding in changes.appeared { LintTextReport.write(finding, sign: "+", &page) }
    for finding in changes.gone { LintTextReport.write(finding, sign: "-", &page) }
    if changes.appeared.isEmpty, changes.gone.isEmpty {
      page.line(0, "no change: \(counted(changes.unchanged, "finding")) as before")
    } else {
      page.gap()
      let counts = "\(changes.appeared.count) appear, \(changes.gone.count) go"
      page.line(0, "\(counts); \(counted(changes.unchanged, "finding")) as before")
    }
    return page.text
  }
}
