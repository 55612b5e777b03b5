import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// Sorts what a document holds by its top-level keys.
  func gather(_ document: SnapshotDocument) throws(InputError) {
    let root = document.json.root
    guard Self.isBundle(root), let files = root["files"] else { return try gather(root, path: document.path) }
    for (path, file) in files.members { try gather(file, path: path) }
  }

  /// Whether a document holds the files of a whole snapshot, by their paths.
  static func isBundle(_ root: JSONValue) -> Bool {
    root["packetwalk"]?["bundle"] != nil && root["files"]?.kind == .object
  }

  private func gather(_ document: JSONValue, path: String) throws(InputError) {
    var root = document
    if Self.isManifest(root) { return gatherManifest(root) }
    if Self.isDeclared(root) {
      declared.append(root)
      return
    }
    if ConfigItems.isOne(root) {
      try requireWhole(root)
      return gatherConfig(root, path: path)
    }
    if Self.isRefusal(root) { return reportRefusal(root, path: path) }
    root = Self.recorded(root)
    var parameters: JSONValue?
    if let envelope = root["packetwalk"], let result = root["result"] {
      parameters = envelope["parameters"]
      if topology.coverage.takenAt == nil { topology.coverage.takenAt = envelope.text("takenAt") }
      root = result
    }
    guard root.kind == .object else {
      report(
        "PW_UNKNOWN_FILE", .note, path, "skipped: the output of no AWS call that is known", at: root)
      return
    }
    if !isFollowed(path) { try requireWhole(root) }
    let scope = Scope(path: path, parameters: parameters, account: account(of: path))
    if let key = latticeKey(root) {
      sections[key, default: []].append(Section(value: root, scope: scope, parent: root))
      return
    }
    var unknown: [(key: String, value: JSONValue)] = []
    var isKnown = false
    for (key, value) in root.members {
      if SnapshotKeys.modelled.contains(key) || SnapshotKeys.unmodelled[key] != nil
        || (SnapshotKeys.details.contains(key) || SnapshotKeys.shared.contains(key)) && value.kind == .array
      {
        isKnown = true
        if key == "TransitGatewayStaticRoutes" {
          for table in value.elements { try requireWhole(table) }
        }
        // Global Accelerator's listeners go by the same word as those of load balancers.
        let isAccelerators =
          key == "Listeners" && value.kind == .array
          && value.elements.contains {
            $0.text("ListenerArn")?.contains(":globalaccelerator:") ?? false || $0["PortRanges"] != nil
          }
        let key = isAccelerators ? "AcceleratorListeners" : key
        sections[key, default: []].append(Section(value: value, scope: scope, parent: root))
        count(key)
      } else if SnapshotKeys.notNeeded.contains(key) {
        isKnown = true
        noteZonalShifts(value)
        if key == "items", value.kind == .array, let first = value.elements.first(where: { _ in true }),
          let lattice = latticeKey(first)
        {
          sections[lattice, default: []].append(Section(value: value, scope: scope, parent: root))
          continue
        }
        count(key, read: value.kind == .array ? value.elements.reduce(0) { sum, _ in sum + 1 } : 1)
      } else if !SnapshotKeys.beside.contains(key) {
        unknown.append((key, value))
      }
    }
    guard isKnown else {
      // One note a file: whatever it is, it is no call's output that is known here.
      if !root.members.isEmpty {
        report(
          "PW_UNKNOWN_FILE", .note, path, "skipped: the output of no AWS call that is known",
          at: root)
      }
      return
    }
    for (key, value) in unknown {
      report("PW_UNKNOWN_KEY", .note, key, "the member \(key) is skipped: no AWS call prints it", at: value)
      count(key, read: value.kind == .array ? value.elements.reduce(0) { sum, _ in sum + 1 } : 1)
    }
  }

  /// One page of an answer would make the rest of the network look as if it weren't there.
  private func requireWhole(_ root: JSONValue) throws(InputError) {
    for key in ["NextToken", "nextToken", "NextMarker"] {
      guard let token = root.present(key) else { continue }
      throw InputError(
        .truncated,
        "the file holds one page of a longer answer (\(key) is set): "
          + "repeat the call without --max-items and --no-paginate", at: token.origin)
    }
    guard let more = root["AdditionalRoutesAvailable"], more.boolean == true else { return }
    throw InputError(
      .truncated,
      "the transit gateway has more routes than the file (AdditionalRoutesAvailable is true): "
        + "repeat the search with narrower filters", at: more.origin)
  }

  func noVPC(_ documents: [SnapshotDocument]) -> InputError {
    let keys = Set(sections.keys).union(counts.keys).sorted()
    let what = keys.isEmpty ? "nothing of a network" : keys.joined(separator: ", ")
    let lost = findings.contains { $0.severity == .error && $0.message.hasPrefix("this VPC") }
    let reason =
      lacksConfiguration
      ? "its items of AWS Config have no configuration; a query that has it is: \(ConfigItems.query)"
      : lost ? "no VPC in it can be read" : "there is no VPC in it"
    return InputError(
      .empty,
      "the snapshot describes no network: \(reason); its \(documents.count == 1 ? "file holds" : "\(documents.count) files hold") \(what); "
        + "aws ec2 describe-vpcs would supply them",
      at: documents.first?.json.root.origin ?? .implied)
  }
}
