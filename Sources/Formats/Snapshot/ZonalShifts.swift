import PacketWalkDiagnostics
import PacketWalkJSONScan

extension SnapshotReader {
  /// `arc-zonal-shift list-zonal-shifts`: what is in force for a few hours is no configuration, and every zone
  /// of the load balancer goes on to count (LB-3).
  func noteZonalShifts(_ list: JSONValue) {
    guard list.kind == .array else { return }
    for shift in list.elements {
      guard shift.text("zonalShiftId") != nil, shift.has("status", "ACTIVE") else { continue }
      report(
        "PW_ZONAL_SHIFT_IGNORED", .note, shift.text("resourceIdentifier") ?? "",
        "a zonal shift away from \(shift.text("awayFrom") ?? "a zone") is in force, and is ignored", at: shift
      )
    }
  }
}
