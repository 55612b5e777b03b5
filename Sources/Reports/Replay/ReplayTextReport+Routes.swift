import PacketWalkQueries
import PacketWalkReplay
import PacketWalkTopology

/// Which routes and gateways records took.
extension ReplayTextReport {
  static func routes(_ report: ReplayReport, _ page: inout Page) {
    let told = (report.routes ?? []).filter(\.isTold)
    let (used, unused) = (told.filter { $0.records > 0 }, told.filter { $0.records == 0 && $0.logged > 0 })
    if !used.isEmpty {
      page.gap()
      page.line(0, "Records by route: what left by the topology's tables, and was accepted", .strong)
      for use in used { line(use, &page) }
      page.gap()
      page.line(0, "Records by what the routes lead to", .strong)
      for (component, records) in report.gateways where records > 0 {
        page.line([Span("  \(records)  ", .strong)], [Span("\(component.kind) \(component.name)")], hang: 4)
      }
    }
    if !unused.isEmpty {
      page.gap()
      page.line(0, "\(counted(unused.count, "route")) that no record took", .strong)
      for use in unused { line(use, &page) }
      page.line(
        2, "Not taken in these records only: what is rejected where it is sent takes no route", .faint)
    }
    let untold = (report.routes ?? []).count - told.count
    if untold > 0 {
      page.gap()
      page.line(
        0,
        "\(counted(untold, "route")) of which no record tells: one of several, or their table is not whole",
        .doubtful)
    }
  }

  private static func line(_ use: ReplayReport.RouteUse, _ page: inout Page) {
    let origin = use.origin.fileAndLine
    let who = use.table.kind == TransitGatewayRouteTable.kindName ? "attachment" : "interface"
    page.line(
      [Span("  ")],
      [
        Span(use.records == 0 ? "" : "\(use.records)  ", .strong),
        Span("\(use.table.kind) \(use.table.name): \(use.route)"),
        Span(origin.isEmpty ? "" : "  \(origin)", .faint),
        Span(
          "  logged by \(use.logged) of \(counted(use.logged + use.silent, who))\(use.skipped > 0 ? ", \(use.skipped) windows incomplete" : "")",
          .faint),
      ], hang: 4)
  }
}
