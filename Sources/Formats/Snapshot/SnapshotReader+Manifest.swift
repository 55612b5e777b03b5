import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

// `manifest.json` of a collection says what could not be had. That is unknown: it must not look like a network
// that has none of it.

extension SnapshotReader {
  /// Whether a document is a collection's manifest.
  static func isManifest(_ root: JSONValue) -> Bool { root["packetwalk"]?["manifest"] != nil }

  /// Notes when the snapshot was taken and what it lacks.
  func gatherManifest(_ root: JSONValue) {
    if topology.coverage.takenAt == nil { topology.coverage.takenAt = root["packetwalk"]?.text("takenAt") }
    if let failures = root["failures"] { failedCalls += failures.elements }
  }

  /// After the rest is read: each call that failed, as a finding and, where answers need what it supplies, as a
  /// missing kind.
  func settleManifest() {
    var told: Set<[String]> = []
    var explained: Set<ResourceKind> = []
    for failure in failedCalls {
      guard let call = failure.text("call") else { continue }
      let place = [failure.text("account"), failure.text("region")].compactMap(\.self).joined(separator: "/")
      let kind = failure.text("kind") ?? "failed"
      // Few networks have any, and where the call is not known there are none.
      let isExpected =
        failure["optional"]?.boolean == true && (kind == "unsupported" || kind == "unreachable")
      let ending = Self.ending(kind, failure.text("code") ?? "")
      let lacked = failure.text("action").map { "it needs \($0)" }
      if !isExpected {
        let remedy =
          "aws \(call) in \(place), \(ending) when the snapshot was taken" + (lacked.map { ": \($0)" } ?? "")
        for kind in Self.kinds(failure) { supplement(kind, remedy, &explained) }
      }
      guard told.insert([call, place, kind]).inserted else { continue }
      report(
        isExpected ? "PW_CALL_NOT_SUPPORTED" : "PW_CALL_FAILED", isExpected ? .note : .warning, "aws \(call)",
        "\(ending) in \(place) when the snapshot was taken\(lacked.map { ": \($0)" } ?? ""); what it would have said is unknown, not empty",
        at: failure)
    }
  }

  /// What became of the call, in words.
  private static func ending(_ kind: String, _ code: String) -> String {
    let suffix = code.isEmpty ? "" : " (\(code))"
    return switch kind {
    case "denied": "denied"
    case "unsupported": "not supported\(suffix)"
    case "interrupted": "not made"
    default: "failed\(suffix)"
    }
  }

  /// The kinds that the call would have supplied; a call for one resource leaves that resource incomplete, which
  /// its own reader knows.
  private static func kinds(_ failure: JSONValue) -> [ResourceKind] {
    guard failure["parameters"] == nil else { return [] }
    let keys = Set(failure["keys"].map { $0.elements.compactMap(\.string) } ?? [])
    let further: [(key: String, kind: ResourceKind)] = [
      ("LoadBalancerDescriptions", .loadBalancers), ("VpnGateways", .vpnGateways),
      ("VpnConnections", .vpnConnections), ("directConnectGateways", .directConnectGateways),
      ("CarrierGateways", .carrierGateways), ("VpcBlockPublicAccessExclusions", .publicAccessExclusions),
    ]
    return SnapshotKeys.needed.filter { !keys.isDisjoint(with: $0.keys) }.map(\.kind)
      + further.filter { keys.contains($0.key) }.map(\.kind)
  }

  /// Says of a kind that it is missing, and why: the collection knows better than a look at the files does.
  private func supplement(_ kind: ResourceKind, _ remedy: String, _ explained: inout Set<ResourceKind>) {
    let isFirst = explained.insert(kind).inserted
    guard let place = topology.coverage.missing.firstIndex(where: { $0.kind == kind }) else {
      topology.coverage.missing.append(MissingKind(kind: kind, remedy: remedy, isPartial: true))
      return
    }
    if isFirst { topology.coverage.missing[place].remedy = remedy }
  }
}
