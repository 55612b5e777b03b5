import PacketWalkAddressing
import PacketWalkTopology

/// Access lists and group sets become `Filter`s, each distinct one once.
extension GraphBuilder {
  /// The filters of the subnet's access list; both are unknown throughout when the list is not in the input.
  mutating func accessFilters(of subnet: SubnetIndex) -> (ingress: FilterID, egress: FilterID) {
    let isStray = subnet == straySubnet
    guard !isStray, let list = accessListOfSubnet[subnet.value] else {
      if let known = unknownAccessFilters[subnet.value] { return known }
      let input =
        isStray
        ? strayInput()
        : missingInput(
          "the network ACL of subnet \(topology.subnets[subnet.value].displayName)",
          remedy: remedy(for: .networkACLs), ElementRef(.subnet, subnet.value))
      let made = (
        ingress: append(
          Filter(
            kind: .accessList, direction: .ingress, rules: [], resources: [], unknown: input,
            hasUnknownRules: true)),
        egress: append(
          Filter(
            kind: .accessList, direction: .egress, rules: [], resources: [], unknown: input,
            hasUnknownRules: true))
      )
      unknownAccessFilters[subnet.value] = made
      return made
    }
    if let known = accessFilters[list] { return known }
    let made = (
      ingress: append(accessFilter(list, .ingress)), egress: append(accessFilter(list, .egress))
    )
    accessFilters[list] = made
    return made
  }

  /// The filters of a set of groups; nil when the interface has none by its nature.
  mutating func groupFilters(ofInterface place: Int) -> (ingress: FilterID, egress: FilterID)? {
    let numbers = interfaces[place].groups
    if numbers.isEmpty {
      switch topology.networkInterfaces[place].kind {
      case .networkLoadBalancer, .gatewayLoadBalancer, .gatewayLoadBalancerEndpoint, .natGateway,
        .transitGateway:
        return nil  // SG-18
      default:
        break
      }
      let input = missingInput(
        "the security groups of network interface \(topology.networkInterfaces[place].displayName)",
        remedy: remedy(for: .securityGroups), ElementRef(.networkInterface, place))
      return (
        ingress: append(
          Filter(
            kind: .groups, direction: .ingress, rules: [], resources: [], unknown: input,
            hasUnknownRules: true)),
        egress: append(
          Filter(
            kind: .groups, direction: .egress, rules: [], resources: [], unknown: input, hasUnknownRules: true
          ))
      )
    }
    if let known = groupFilters[numbers] { return known }
    let made = (
      ingress: append(groupFilter(numbers, .ingress)), egress: append(groupFilter(numbers, .egress))
    )
    groupFilters[numbers] = made
    return made
  }

  /// The ingress rules of groups that no interface holds.
  mutating func ingressFilter(of groups: [SecurityGroupID]) -> FilterID {
    let numbers = Set(groups.map { groupNumber($0) }).sorted()
    if let known = groupFilters[numbers] { return known.ingress }
    let made = (
      ingress: append(groupFilter(numbers, .ingress)), egress: append(groupFilter(numbers, .egress))
    )
    groupFilters[numbers] = made
    return made.ingress
  }

  /// A group's number: its place in the topology, or one past the end for a group that is only named.
  mutating func groupNumber(_ id: SecurityGroupID) -> UInt32 {
    if let known = groupNumbers[id] { return known }
    let number = UInt32(index.groups[id] ?? topology.securityGroups.count + groupNumbers.count)
    groupNumbers[id] = number
    return number
  }

  private mutating func append(_ filter: Filter) -> FilterID {
    filters.append(filter)
    return FilterID(filters.count - 1)
  }

  mutating func accessFilter(_ place: Int, _ direction: RuleDirection) -> Filter {
    let list = topology.networkACLs[place]
    var numbered: [(number: Int, rule: Filter.Rule)] = []
    for (position, entry) in list.entries.enumerated() where entry.direction == direction {
      guard let range = atoms.atoms(in: entry.prefix) else { continue }
      numbered.append(
        (
          entry.number,
          rule(
            entry.traffic, range, isAllow: entry.isAllow, resource: UInt32(place), position: UInt32(position))
        ))
    }
    var unknown: InputID?
    for entry in list.unreadableEntries where entry.direction == direction {
      unknown = missingInput(
        "an entry of network ACL \(list.displayName) that could not be read", ElementRef(.networkACL, place))
      var all = rule(.all, everything, isAllow: false, resource: UInt32(place), position: .max)
      all.isUnknown = true
      numbered.append((entry.number ?? 0, all))
    }
    // Equal numbers keep the order of the input; AWS has no two of them.
    let rules = numbered.enumerated().sorted {
      ($0.element.number, $0.offset) < ($1.element.number, $1.offset)
    }
    return Filter(
      kind: .accessList, direction: direction, rules: rules.map(\.element.rule), resources: [UInt32(place)],
      unknown: unknown)
  }

  mutating func groupFilter(_ numbers: [UInt32], _ direction: RuleDirection) -> Filter {
    var rules: [Filter.Rule] = []
    var unknown: InputID?
    var hasUnknownRules = false
    for number in numbers {
      guard Int(number) < topology.securityGroups.count else {
        let id = groupNumbers.first { $0.value == number }?.key.rawValue ?? ""
        unknown = missingInput(
          "the rules of security group \(id)", remedy: remedy(for: .securityGroups),
          ElementRef(.securityGroup, Int(number)))
        hasUnknownRules = true
        continue
      }
      let group = topology.securityGroups[Int(number)]
      if group.unreadableRules.contains(where: { $0.direction == direction }) {
        unknown = missingInput(
          "a rule of security group \(group.displayName) that could not be read",
          ElementRef(.securityGroup, Int(number)))
        hasUnknownRules = true
      }
      for (position, entry) in group.rules.enumerated() where entry.direction == direction {
        append(entry, of: number, at: UInt32(position), to: &rules)
        if rules.last?.isUnknown == true, case .prefixList(let list) = entry.peer {
          unknown = missingInput(
            "the entries of prefix list \(list)", remedy: remedy(for: .prefixLists),
            ElementRef(.securityGroup, Int(number)))
        }
      }
    }
    return Filter(
      kind: .groups, direction: direction, rules: rules, resources: numbers, unknown: unknown,
      hasUnknownRules: hasUnknownRules)
  }

  private mutating func append(
    _ entry: SecurityGroupRule, of group: UInt32, at position: UInt32, to rules: inout [Filter.Rule]
  ) {
    func add(_ range: ClosedRange<UInt32>, group reference: UInt32 = Filter.noGroup, isUnknown: Bool = false)
    {
      var compiled = rule(entry.traffic, range, isAllow: true, resource: group, position: position)
      compiled.group = reference
      compiled.isUnknown = isUnknown
      rules.append(compiled)
    }
    switch entry.peer {
    case .prefix(let prefix):
      if let range = atoms.atoms(in: prefix) { add(range) }
    case .prefixList(let id):
      guard let place = index.prefixLists[id], let entries = topology.prefixLists[place].entries else {
        add(everything, isUnknown: true)
        return
      }
      for prefix in entries { if let range = atoms.atoms(in: prefix) { add(range) } }
    case .group(let id):
      add(everything, group: groupNumber(id))
    }
  }

  private func rule(
    _ traffic: TrafficSelector, _ range: ClosedRange<UInt32>, isAllow: Bool, resource: UInt32,
    position: UInt32
  ) -> Filter.Rule {
    Filter.Rule(
      firstAtom: range.lowerBound, lastAtom: range.upperBound, firstPort: traffic.ports?.first ?? 0,
      lastPort: traffic.ports?.last ?? .max,
      protocolNumber: traffic.protocol.map { Int16($0.rawValue) } ?? -1,
      icmpType: traffic.icmpType.map(Int16.init) ?? -1, icmpCode: traffic.icmpCode.map(Int16.init) ?? -1,
      isAllow: isAllow, group: Filter.noGroup, isUnknown: false, resource: resource, rule: position)
  }

  private var everything: ClosedRange<UInt32> { 0...UInt32(atoms.count - 1) }
}
