import PacketWalkAddressing
import PacketWalkTopology

/// Gateway load balancers: which appliances an endpoint's packets may be handed to, and whether those take
/// them (GWLB-1, GWLB-3).
extension GraphBuilder {
  /// The port on which GENEVE is spoken.
  private static let genevePort: UInt16 = 6081

  /// The targets that a gateway load balancer's node in the zone may use, each with the way back to the exit.
  mutating func appliances(
    of balancers: [Int], from zone: ZoneIndex, _ endpoint: ElementRef, _ exit: PortID
  ) -> Choice {
    var choice = Choice(
      kind: .appliance, element: endpoint, alternatives: [], isPerDirection: false,
      emptyCode: .listenerWithoutTargets)
    // An endpoint speaks with one balancer of its zone (GWLB-3).
    let inZone = balancers.filter { balancer in
      nodeSubnets(balancer).contains { subnets[$0.value].zone == zone }
    }
    guard !inZone.isEmpty else {
      choice.emptyCode = .serviceNotInZone
      return choice
    }
    for balancer in inZone { add(balancer, zone, exit, to: &choice) }
    return choice
  }

  private func nodeSubnets(_ balancer: Int) -> [SubnetIndex] {
    topology.loadBalancers[balancer].subnets.compactMap { subnetIndex($0) }
      + topology.loadBalancers[balancer].nodes.compactMap {
        index.interfaces[$0].map { interfaces[$0].subnet }
      }
  }

  private mutating func add(_ balancer: Int, _ zone: ZoneIndex, _ exit: PortID, to choice: inout Choice) {
    let facts = topology.loadBalancers[balancer]
    let element = ElementRef(.loadBalancer, balancer)
    guard facts.isAvailable else {
      choice.emptyCode = .badState
      return
    }
    guard facts.areListenersKnown else {
      choice.unknown = missingInput(
        "the listeners of load balancer \(facts.displayName)", remedy: "aws elbv2 describe-listeners", element
      )
      return
    }
    for id in facts.listeners.flatMap(\.rules).flatMap(\.targetGroups) {
      guard let place = index.targetGroups[id], let targets = topology.targetGroups[place].targets else {
        let name = index.targetGroups[id].map { topology.targetGroups[$0].displayName } ?? id.rawValue
        choice.unknown = missingInput(
          "the targets of target group \(name)", remedy: "aws elbv2 describe-target-health", element)
        continue
      }
      let group = topology.targetGroups[place]
      let isCrossZone = group.isCrossZone ?? facts.isCrossZone
      for target in targets {
        guard let appliance = appliance(target, of: group, facts) else {
          choice.unknown = missingInput(
            "the network interface of target \(target.id)", remedy: remedy(for: .networkInterfaces), element)
          continue
        }
        let isNear = subnets[interfaces[appliance].subnet.value].zone == zone
        if isCrossZone == nil, !isNear {
          choice.unknown = missingInput(
            "whether load balancer \(facts.displayName) balances across zones",
            remedy: "aws elbv2 describe-load-balancer-attributes", element)
          continue
        }
        guard isCrossZone == true || isNear else {
          choice.emptyCode = .notCrossZone
          continue
        }
        let nodes = nodeAddresses(balancer, zone)
        choice.alternatives.append(
          Choice.Alternative(
            port: way(through: appliance, target, group, from: nodes, balancer, exit),
            element: ElementRef(.networkInterface, appliance),
            address: topology.networkInterfaces[appliance].primaryAddress, rule: 0))
      }
    }
  }

  private func appliance(
    _ target: TargetGroup.Target, of group: TargetGroup, _ balancer: LoadBalancer
  ) -> Int? {
    guard group.targetKind == .ip else {
      return index.primaryInterface[InstanceID(target.id)] ?? index.interfaces[NetworkInterfaceID(target.id)]
    }
    guard let address = IPAddress(target.id) else { return nil }
    return index.vpcs[group.vpc ?? balancer.vpc].flatMap { vpcs[$0].owner(of: address)?.interface?.value }
  }

  /// The balancer's own addresses in the zone; where its interfaces are not in the input, the ranges that
  /// they are from.
  private func nodeAddresses(_ balancer: Int, _ zone: ZoneIndex) -> [IPPrefix] {
    let own = topology.loadBalancers[balancer].nodes.compactMap { index.interfaces[$0] }
      .filter { subnets[interfaces[$0].subnet.value].zone == zone }
      .compactMap { topology.networkInterfaces[$0].primaryAddress.map { IPPrefix(host: $0) } }
    if !own.isEmpty { return own }
    return topology.loadBalancers[balancer].subnets.compactMap { subnetIndex($0) }
      .filter { subnets[$0.value].zone == zone }
      .flatMap { subnets[$0.value].prefixes.filter { $0.family == .ipv4 } }
  }

  private mutating func way(
    through appliance: Int, _ target: TargetGroup.Target, _ group: TargetGroup, from nodes: [IPPrefix],
    _ balancer: Int, _ exit: PortID
  ) -> PortID {
    let element = ElementRef(.loadBalancer, balancer)
    guard group.protocolName.uppercased() == "GENEVE" else {
      return port(element, .drop(.gatewayBalancerProtocol))
    }
    guard target.port == Self.genevePort else { return port(element, .drop(.gatewayBalancerPort)) }
    switch admitsGeneve(appliance, from: nodes) {
    case .no: return port(element, .drop(.gatewayBalancerPort))
    case .unknown:
      let name = topology.networkInterfaces[appliance].displayName
      let input = missingInput(
        "whether \(name) admits udp/6081 from load balancer \(topology.loadBalancers[balancer].displayName)",
        remedy: remedy(for: .securityGroups), ElementRef(.networkInterface, appliance))
      return port(element, .missing(input))
    case .yes: break
    }
    let way = makePort(ElementRef(.networkInterface, appliance))
    let here = InterfaceIndex(appliance)
    switch topology.networkInterfaces[appliance].middlebox {
    case nil: define(way, [.assume(.gatewayBalancerReflects, unless: nil), .go(exit)])
    case .forward: define(way, [.go(exit)])
    case .drop: define(way, [.drop(.middleboxDrops)])
    case .inspect: define(way, [.inspect(inspector(of: here)), .go(exit)])
    case .snat:
      // It would send by an interface of its own, not back to the balancer.
      let input = missingInput(
        "by which interface \(topology.networkInterfaces[appliance].displayName) sends what it translates",
        ElementRef(.networkInterface, appliance))
      define(way, [.missing(input)])
    }
    return way
  }

  private enum Answer {
    case yes
    case no
    case unknown
  }

  /// Whether an appliance's groups admit what the balancer sends it, which is about no packet of the question.
  private mutating func admitsGeneve(_ appliance: Int, from nodes: [IPPrefix]) -> Answer {
    guard let groups = groupFilters(ofInterface: appliance) else { return .yes }
    let filter = filters[groups.ingress.value]
    var isPerhaps = filter.unknown != nil
    for rule in filter.rules where rule.group == Filter.noGroup && rule.protocolNumber != 6 {
      guard rule.protocolNumber < 0 || rule.protocolNumber == Int16(IPProtocol.udp.rawValue),
        rule.protocolNumber < 0 || rule.firstPort <= Self.genevePort && Self.genevePort <= rule.lastPort
      else { continue }
      let range = atoms.prefixes[Int(rule.firstAtom)]
      let isAll = rule.firstAtom == 0 && Int(rule.lastAtom) == atoms.count - 1
      if rule.isUnknown {
        isPerhaps = true
      } else if isAll || nodes.allSatisfy({ range.contains($0) }) && !nodes.isEmpty {
        return .yes
      } else if nodes.isEmpty || nodes.contains(where: { range.contains($0) || $0.contains(range) }) {
        isPerhaps = true
      }
    }
    return isPerhaps ? .unknown : .no
  }
}
