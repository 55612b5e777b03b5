import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

/// Gathers the outputs of many calls, then maps them kind by kind: what a kind needs of another is there
/// whatever the order of the files.
final class SnapshotReader {
  var topology = Topology()
  var findings: [Finding] = []
  /// What the documents hold, by top-level key, in the order of the documents.
  var sections: [String: [Section]] = [:]
  /// How many elements of each key were read and are in the model.
  var counts: [String: (read: Int, modelled: Int)] = [:]
  /// Keys with elements that were to be resources and could not be read.
  var lostKeys: Set<String> = []
  /// What a collection's manifest says of calls that brought nothing.
  var failedCalls: [JSONValue] = []
  /// The paths of all documents.
  var paths: Set<String> = []
  /// Accounts by the folders that hold their files, where these have other names.
  var accounts: [String: String] = [:]
  /// Whether items of AWS Config came without what they are about.
  var lacksConfiguration = false
  /// Documents that say what no call prints.
  var declared: [JSONValue] = []
  /// What routes name by `GatewayId` and a call describes, whatever its identifier looks like.
  lazy var gatewayTargets: [String: RouteTarget] = {
    var targets: [String: RouteTarget] = [:]
    for item in items("VpnGateways") {
      if let id = item.json.text("VpnGatewayId") { targets[id] = .vpnGateway(.init(id)) }
    }
    for item in items("InternetGateways") {
      if let id = item.json.text("InternetGatewayId") { targets[id] = .internetGateway(.init(id)) }
    }
    return targets
  }()
  /// Set while two copies of a resource are compared: places don't count, and nothing is reported twice.
  var isComparing = false
  /// Interfaces that a NAT gateway names as its own.
  var natInterfaces: Set<NetworkInterfaceID> = []
  private var regionsByZone: [String: String] = [:]

  /// How many findings are told one by one: more is one and the same thing a million times, and would take
  /// more memory than the input.
  private static let maximumFindings = 10_000
  private var untoldFindings = 0

  // MARK: Findings

  /// Says how many findings were not told.
  func settleFindings() {
    guard untoldFindings > 0 else { return }
    findings.append(
      Finding(
        code: "PW_MORE_FINDINGS", severity: .error, subject: "",
        message: "there are \(untoldFindings) more findings, which are left out", origin: .implied))
  }

  func report(
    _ code: String, _ severity: Finding.Severity, _ subject: String, _ message: String, at value: JSONValue
  ) {
    guard !isComparing else { return }
    guard findings.count < Self.maximumFindings else {
      untoldFindings += 1
      return
    }
    findings.append(
      Finding(code: code, severity: severity, subject: subject, message: message, origin: value.origin))
  }

  /// What messages call a resource that can't be mapped; empty when it has no identifier.
  func identifier(_ json: JSONValue, _ key: String) -> String {
    SnapshotKeys.identifiers[key].flatMap { json.text($0) } ?? ""
  }

  /// A resource that is left out of the model.
  func reportLost(_ kind: String, _ subject: String, _ reason: Unreadable) {
    report(
      "PW_UNREADABLE_RESOURCE", .error, subject, "this \(kind) is left out: \(reason.message)",
      at: reason.culprit)
  }

  /// A rule that is left out of a resource, which is marked as incomplete.
  func reportLostRule(_ what: String, of subject: String, _ reason: Unreadable) {
    report(
      "PW_UNREADABLE_RULE", .error, subject,
      "\(what) is left out, and what it would decide is unknown: \(reason.message)", at: reason.culprit)
  }

  func origin(_ value: JSONValue) -> Origin { isComparing ? .implied : value.origin }

  // MARK: What every resource has

  func info(
    _ item: Item, tags key: String = "Tags", arn: String? = nil, zone: String? = nil
  ) -> ResourceInfo {
    var info = ResourceInfo(origin: origin(item.json))
    let place = Place.ofARN(arn)
    let owner = item.json.text("OwnerId")
    info.account = owner.flatMap { Place.isAccount($0) ? $0 : nil } ?? place.account ?? item.scope.account
    info.region = place.region ?? zone.flatMap(region(ofZone:)) ?? item.scope.region
    if let tags = item.json[key] { read(tags, into: &info) }
    return info
  }

  func read(_ tags: JSONValue, into info: inout ResourceInfo) {
    for tag in tags.elements {
      guard let key = tag["Key"]?.string, let value = tag["Value"]?.string else { continue }
      if key == "Name" {
        info.name = value.isEmpty ? nil : value
      } else {
        info.tags[key] = value
      }
    }
  }

  /// Thousands of interfaces share a few zones.
  func region(ofZone zone: String) -> String? {
    if let known = regionsByZone[zone] { return known }
    let region = Place.region(ofZone: zone)
    regionsByZone[zone] = region
    return region
  }

  // MARK: Collecting

  func items(_ key: String) -> [Item] { sections[key, default: []].flatMap(\.items) }

  func count(_ key: String, read: Int = 0, modelled: Int = 0) {
    let old = counts[key] ?? (0, 0)
    counts[key] = (old.read + read, old.modelled + modelled)
  }

  /// Maps every element under a key to a resource. One that can't be read is left out and reported; one
  /// that was read before, from another file, is merged.
  ///
  /// - Complexity: O(elements)
  func collect<R: Resource & Equatable>(
    _ key: String, into path: WritableKeyPath<Topology, [R]>, of items: [Item]? = nil,
    _ map: (Item) throws(Unreadable) -> R
  ) {
    let items = items ?? self.items(key)
    var resources = topology[keyPath: path]
    topology[keyPath: path] = []
    var places: [ResourceID<R>: Int] = [:]
    /// The item that each resource was read from.
    var sources = [Int](repeating: 0, count: resources.count)
    resources.reserveCapacity(resources.count + items.count)
    places.reserveCapacity(items.count)
    var lost = 0
    for (index, item) in items.enumerated() {
      do throws(Unreadable) {
        let resource = try map(item)
        if let place = places.updateValue(resources.count, forKey: resource.id) {
          places[resource.id] = place
          let first = items[sources[place]]
          if differs(item, from: first, map) {
            resources[place] = settle(resources[place], first, resource, item)
          }
          fill(&resources[place].info, from: resource.info)
        } else {
          sources.append(index)
          resources.append(resource)
        }
      } catch {
        lost += 1
        lostKeys.insert(key)
        reportLost(R.kindName, identifier(item.json, key), error)
      }
    }
    if !items.isEmpty { count(key, read: items.count, modelled: items.count - lost) }
    topology[keyPath: path] = resources
  }

  /// Whether two copies of a resource say different things; names, tags and places don't count, since two
  /// accounts see a shared resource under tags of their own.
  private func differs<R: Resource & Equatable>(
    _ item: Item, from first: Item, _ map: (Item) throws(Unreadable) -> R
  ) -> Bool {
    isComparing = true
    defer { isComparing = false }
    guard var left = try? map(first), var right = try? map(item) else { return true }
    left.info = ResourceInfo()
    right.info = ResourceInfo()
    return left != right
  }

  /// Which of two copies to keep: the one that its owner's account printed, since a participant of a shared
  /// VPC sees only part of it, else the first.
  private func settle<R: Resource>(_ old: R, _ oldItem: Item, _ new: R, _ newItem: Item) -> R {
    let owner = newItem.json.text("OwnerId")
    let isOwners = owner != nil && newItem.scope.account == owner && oldItem.scope.account != owner
    report(
      "PW_CONFLICTING_DUPLICATE", .warning, old.displayName,
      "this \(R.kindName) is in the input twice with different contents; the one at "
        + "\(isOwners ? newItem.json.origin : oldItem.json.origin) is used",
      at: isOwners ? oldItem.json : newItem.json)
    return isOwners ? new : old
  }

  private func fill(_ info: inout ResourceInfo, from other: ResourceInfo) {
    if info.name == nil { info.name = other.name }
    if info.tags.isEmpty { info.tags = other.tags }
    if info.account == nil { info.account = other.account }
    if info.region == nil { info.region = other.region }
  }
}
