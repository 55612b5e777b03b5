import PacketWalkAddressing
package import PacketWalkDiagnostics
import PacketWalkTopology

/// A resource that two inputs hold under different identifiers: replaced, made anew, or only called otherwise.
package struct ResourceMatch: Hashable, Sendable {
  /// What shows that they are one.
  package enum Evidence: String, Hashable, Sendable {
    /// Both are declared at one address of a plan or state.
    case address
    /// No others have their name.
    case name
    /// They say the same, but for identifiers.
    case content
    /// They say the same, but for identifiers and addresses, and have one name.
    case role
  }

  package var kind: String
  package var name: String
  package var before: String
  package var after: String
  package var evidence: Evidence
  package var origin: Origin
}

/// Finds the resources that two topologies hold under different identifiers.
///
/// Each kind is looked at in four rounds, from the surest evidence to the weakest; what one round matched the next
/// leaves alone, and resources that refer to matched ones are compared as if they did so by the same identifier. Of
/// several that are alike as many are matched as both sides have, in the order of their identifiers.
struct ResourceMatcher {
  private let before: Topology
  private let after: Topology
  /// Those before, and where those after stand.
  private let instances: (before: Set<InstanceID>, after: [InstanceID: Int])
  /// From the identifiers before to those after.
  private(set) var renaming = ResourceRenaming()
  private(set) var matches: [ResourceMatch] = []

  /// - Complexity: O(resources), and O(facts) of those that only one side has.
  init(_ before: Topology, _ after: Topology) {
    (self.before, self.after) = (before, after)
    instances = (Set(before.instances.map(\.id)), Self.places(after.instances))
    Topology.visitResources(&self)
    matches.sort { ($0.kind, $0.before) < ($1.kind, $1.before) }
  }

  private static func places(_ instances: [Instance]) -> [InstanceID: Int] {
    Dictionary(zip(instances.map(\.id), instances.indices), uniquingKeysWith: { first, _ in first })
  }
}

extension ResourceMatcher: ResourceVisitor {
  mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>) {
    let (old, new) = (before[keyPath: path], after[keyPath: path])
    let (oldIDs, newIDs) = (Set(old.map(\.id)), Set(new.map(\.id)))
    var gone = old.filter { !newIDs.contains($0.id) && renaming.name(of: $0.id) == $0.id }
      .sorted { $0.id < $1.id }
    guard !gone.isEmpty else { return }
    var come = new.filter { !oldIDs.contains($0.id) }.sorted { $0.id < $1.id }
    match(&gone, &come, .address, isUnique: true) { $0.info.address }
    // Instances say nothing; which is which follows from their interfaces.
    guard R.self != Instance.self else {
      match(&gone, &come, .name, isUnique: true) { $0.shortName }
      return
    }
    match(&gone, &come, .content) { [renaming] in Self.content($0, renaming) }
    match(&gone, &come, .name, isUnique: true) { $0.shortName }
    match(&gone, &come, .content) { [renaming] in Self.content($0, renaming, named: false) }
    match(&gone, &come, .role) { [renaming] in Self.role($0, renaming) }
  }

  /// Pairs those of one key, where there is one.
  private mutating func match<R: Resource>(
    _ gone: inout [R], _ come: inout [R], _ evidence: ResourceMatch.Evidence, isUnique: Bool = false,
    key: (R) -> String?
  ) {
    guard !gone.isEmpty, !come.isEmpty else { return }
    let (old, new) = (Dictionary(grouping: gone, by: key), Dictionary(grouping: come, by: key))
    var (oldIDs, newIDs): (Set<ResourceID<R>>, Set<ResourceID<R>>) = ([], [])
    for key in old.keys.compactMap(\.self).sorted() {
      guard let before = old[key], let after = new[key], !isUnique || (before.count == 1 && after.count == 1)
      else { continue }
      for (left, right) in zip(before, after) {
        add(left, right, evidence)
        oldIDs.insert(left.id)
        newIDs.insert(right.id)
      }
    }
    gone.removeAll { oldIDs.contains($0.id) }
    come.removeAll { newIDs.contains($0.id) }
  }

  private mutating func add<R: Resource>(_ old: R, _ new: R, _ evidence: ResourceMatch.Evidence) {
    renaming.add(old.id, as: new.id)
    matches.append(
      ResourceMatch(
        kind: R.kindName, name: new.shortName, before: old.id.rawValue, after: new.id.rawValue,
        evidence: evidence, origin: new.info.origin))
    // An instance is its interfaces: what becomes of them decides what becomes of it.
    if let old = (old as? NetworkInterface)?.instance, let new = (new as? NetworkInterface)?.instance,
      old != new, renaming.name(of: old) == old, let place = instances.after[new],
      instances.before.contains(old), instances.after[old] == nil
    {
      let instance = after.instances[place]
      renaming.add(old, as: new)
      matches.append(
        ResourceMatch(
          kind: Instance.kindName, name: instance.shortName, before: old.rawValue, after: new.rawValue,
          evidence: evidence, origin: instance.info.origin))
    }
  }

  // MARK: Keys

  /// All that the resource says but who it is.
  private static func content<R: Resource>(
    _ resource: R, _ renaming: ResourceRenaming, named isNamed: Bool = true
  ) -> String {
    var resource = resource
    resource.renameReferences(renaming)
    let name = resource.info.name == resource.id.rawValue ? nil : resource.info.name
    resource.info = ResourceInfo(name: isNamed ? name : nil, tags: resource.info.tags)
    resource.id = ""
    switch resource {
    case var group as SecurityGroup:
      for place in group.rules.indices { group.rules[place].id = nil }
      if !isNamed { group.groupName = nil }
      return FactText.of(group)
    case var interface as NetworkInterface:
      // Whether the instance is the same follows from the interface.
      interface.instance = nil
      return FactText.of(interface)
    case var balancer as LoadBalancer:
      balancer.dnsName = nil
      return FactText.of(balancer)
    default: return FactText.of(resource)
    }
  }

  /// What a host is there for: its name, where it stands and whose rules it has.
  private static func role<R: Resource>(_ resource: R, _ renaming: ResourceRenaming) -> String? {
    guard var interface = resource as? NetworkInterface, let name = interface.info.name,
      name != interface.id.rawValue
    else { return nil }
    interface.addresses = interface.addresses.map {
      InterfaceAddress(
        .v4(IPv4Address(bits: 0)), publicAddress: $0.publicAddress.map { _ in .v4(IPv4Address(bits: 0)) },
        isPrimary: $0.isPrimary)
    }
    interface.interfaceDescription = nil
    return content(interface, renaming)
  }
}
