package import PacketWalkDiagnostics
package import PacketWalkTopology

/// What was read of an input, what of it is modelled, and what full answers would need besides.
package enum DoctorReport {
  /// - Parameter format: the input's format in words, such as `AWS snapshot`.
  package static func text(
    topology: Topology, findings: [Finding], format: String, style: TextStyle
  ) -> String {
    let coverage = topology.coverage
    var page = Page(style)
    page.line([], [Span("\(format): \(coverage.source)", .strong)], hang: 2)
    let (read, modelled) = coverage.network
    if let percentage = coverage.percentage {
      page.line(
        2,
        "\(percentage) % of network resources modelled (\(modelled) of \(read)); "
          + (modelled == read
            ? "no answer has to stop at one that is not"
            : "an answer that meets one of the others is undetermined"))
    } else {
      page.line(2, "it holds no network resource")
    }
    resources(coverage, &page)
    missing(coverage, &page)
    FindingList(findings).write(&page)
    return page.text
  }

  private static func resources(_ coverage: Coverage, _ page: inout Page) {
    guard !coverage.entries.isEmpty else { return }
    page.heading("resources")
    let kinds = coverage.entries.map(\.kind.visible)
    let width = (kinds.map(\.columns).max() ?? 0) + 2
    let numbers = max(8, coverage.entries.map { "\($0.read)".columns }.max() ?? 0)
    page.line(
      [
        Span(
          "    " + String(repeating: " ", count: width) + "read".right(numbers) + "  "
            + "modelled".right(numbers), .faint)
      ], [],
      hang: 4)
    let hang = 4 + width + numbers * 2 + 4
    for (entry, kind) in zip(coverage.entries, kinds) {
      let isWhole = entry.modelled == entry.read
      page.line(
        [
          Span("    " + kind.padded(to: width) + "\(entry.read)".right(numbers) + "  "),
          Span("\(entry.modelled)".right(numbers), isWhole || !entry.isNetwork ? .plain : .doubtful),
          Span("  "),
        ], [Span(entry.reason, .faint)], hang: hang)
    }
  }

  private static func missing(_ coverage: Coverage, _ page: inout Page) {
    guard !coverage.missing.isEmpty else { return }
    page.heading("missing for full answers")
    let width = (coverage.missing.map { $0.kind.rawValue.columns }.max() ?? 0) + 2
    for missing in coverage.missing {
      page.line(
        [Span("    " + missing.kind.rawValue.padded(to: width))], [Span(missing.remedy)], hang: 4 + width)
    }
  }
}
