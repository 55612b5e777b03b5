import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTopology

/// A question that judge and engine answer differently, in as small a topology as can be found.
struct Disagreement: CustomStringConvertible {
  var topology: Topology
  var question: JudgedQuestion
  var judged: String
  var answered: String

  /// Nil where they agree, or where the judge has no opinion.
  /// - Parameter judged: the judge's finding, where it is known.
  init?(
    _ topology: Topology, _ network: Network? = nil, _ question: JudgedQuestion, judged: Judge.Finding? = nil
  ) {
    guard let judged = judged ?? Judge(topology).judge(question.asked), judged != .undecided else {
      return nil
    }
    let network = network ?? Network(topology)
    let quick = Self.answer(network, question, isExplaining: false)
    let explained = Self.answer(network, question, isExplaining: true)
    guard quick != "\(judged)" || explained != quick else { return nil }
    self.topology = topology
    self.question = question
    self.judged = "\(judged)"
    answered = quick == explained ? quick : "\(quick); explaining: \(explained)"
  }

  static func answer(_ network: Network, _ question: JudgedQuestion, isExplaining: Bool) -> String {
    do {
      return try network.answers(to: question.question, isExplaining: isExplaining)
        .map { "delivered \($0.delivered), replied \($0.replied)" }.joined(separator: "; ")
    } catch {
      return "error: \(error.message)"
    }
  }

  /// Leaves out whatever the disagreement doesn't need.
  func shrunk() -> Disagreement {
    var smallest = self
    var isSmaller = true
    var attempts = 0
    while isSmaller {
      isSmaller = false
      var candidates = smallest.topology.smaller()
      var place = 0
      while place < candidates.count, attempts < 600 {
        attempts += 1
        // Other answers are another disagreement.
        guard candidates[place].isSound, let found = Disagreement(candidates[place], nil, question),
          found.judged == judged, found.answered == answered
        else {
          place += 1
          continue
        }
        smallest = found
        isSmaller = true
        candidates = smallest.topology.smaller()
      }
    }
    return smallest
  }

  var description: String {
    var text = "\(question)\njudge:  \(judged)\nengine: \(answered)\n"
    if let answers = try? Network(topology).answers(to: question.question, isExplaining: true) {
      for answer in answers {
        for blocker in answer.blockers {
          text += "  \(blocker.direction) \(blocker.code) \(blocker.component.name) \(blocker.rule ?? "")\n"
        }
        for missing in answer.missing { text += "  missing \(missing.what)\n" }
        for hop in answer.explanation?.hops ?? [] {
          text +=
            "    \(hop.direction) \(hop.leg) \(hop.kind) \(hop.component.name) \(hop.side ?? "") \(hop.outcome) \(hop.rule ?? "") \(hop.code ?? "")\n"
        }
      }
    }
    return text + Judge(topology).trace(question.asked) + NativeTopologyWriter.write(topology)
  }
}

extension Topology {
  /// Every topology that has one thing less.
  func smaller() -> [Topology] {
    var candidates: [Topology] = []
    func drop<Element>(_ path: WritableKeyPath<Topology, [Element]>) {
      for place in self[keyPath: path].indices {
        var copy = self
        copy[keyPath: path].remove(at: place)
        candidates.append(copy)
      }
    }
    func dropInside<Element, Part>(
      _ path: WritableKeyPath<Topology, [Element]>, _ inner: WritableKeyPath<Element, [Part]>, least: Int = 0
    ) {
      for place in self[keyPath: path].indices where self[keyPath: path][place][keyPath: inner].count > least
      {
        for part in self[keyPath: path][place][keyPath: inner].indices {
          var copy = self
          copy[keyPath: path][place][keyPath: inner].remove(at: part)
          candidates.append(copy)
        }
      }
    }
    drop(\.loadBalancers)
    drop(\.vpcEndpoints)
    drop(\.transitGatewayRouteTables)
    drop(\.natGateways)
    drop(\.instances)
    drop(\.networkInterfaces)
    drop(\.routeTables)
    drop(\.networkACLs)
    drop(\.securityGroups)
    drop(\.subnets)
    drop(\.vpcs)
    drop(\.transitGatewayAttachments)
    drop(\.transitGateways)
    drop(\.vpcPeeringConnections)
    drop(\.internetGateways)
    drop(\.egressOnlyInternetGateways)
    drop(\.targetGroups)
    drop(\.prefixLists)
    drop(\.endpointServices)
    drop(\.networkFirewalls)
    drop(\.firewallPolicies)
    drop(\.ruleGroups)
    dropInside(\.firewallPolicies, \.statelessGroups)
    dropInside(\.firewallPolicies, \.statefulGroups)
    drop(\.externalNetworks)
    drop(\.directConnectGateways)
    drop(\.vpnConnections)
    drop(\.vpnGateways)
    dropInside(\.externalNetworks, \.ways, least: 1)
    drop(\.blockPublicAccessOptions)
    drop(\.blockPublicAccessExclusions)
    dropInside(\.natGateways, \.zones)
    dropInside(\.routeTables, \.routes)
    dropInside(\.securityGroups, \.rules)
    dropInside(\.networkACLs, \.entries)
    dropInside(\.networkInterfaces, \.addresses, least: 1)
    dropInside(\.networkInterfaces, \.securityGroups, least: 1)
    dropInside(\.networkInterfaces, \.delegatedPrefixes)
    dropInside(\.natGateways, \.addresses, least: 1)
    dropInside(\.loadBalancers, \.nodes, least: 1)
    dropInside(\.routeTables, \.subnets)
    dropInside(\.networkACLs, \.subnets)
    dropInside(\.vpcs, \.prefixes, least: 1)
    dropInside(\.subnets, \.prefixes, least: 1)
    for place in targetGroups.indices {
      for target in (targetGroups[place].targets ?? []).indices {
        var copy = self
        copy.targetGroups[place].targets?.remove(at: target)
        candidates.append(copy)
      }
    }
    for place in transitGatewayRouteTables.indices {
      for route in (transitGatewayRouteTables[place].routes ?? []).indices {
        var copy = self
        copy.transitGatewayRouteTables[place].routes?.remove(at: route)
        candidates.append(copy)
      }
    }
    // Simpler values: an open group or access list instead of a filter, a checked interface, an active thing.
    for place in securityGroups.indices where !securityGroups[place].rules.allSatisfy(Self.openRules.contains)
    {
      var copy = self
      copy.securityGroups[place].rules = Self.openRules
      candidates.append(copy)
    }
    for place in networkACLs.indices where !networkACLs[place].entries.allSatisfy(Self.openEntries.contains) {
      var copy = self
      copy.networkACLs[place].entries = Self.openEntries
      candidates.append(copy)
    }
    for place in networkInterfaces.indices where !networkInterfaces[place].isSourceDestChecked {
      var copy = self
      copy.networkInterfaces[place].isSourceDestChecked = true
      candidates.append(copy)
    }
    for place in ruleGroups.indices {
      switch ruleGroups[place].rules {
      case .stateless(let rules):
        for rule in rules.indices {
          var copy = self
          copy.ruleGroups[place].rules = .stateless(
            rules.enumerated().filter { $0.offset != rule }.map(\.element))
          candidates.append(copy)
        }
      case .stateful(let rules):
        for rule in rules.indices {
          var copy = self
          copy.ruleGroups[place].rules = .stateful(
            rules.enumerated().filter { $0.offset != rule }.map(\.element))
          candidates.append(copy)
        }
      default: break
      }
    }
    for place in networkInterfaces.indices where networkInterfaces[place].middlebox != nil {
      var copy = self
      copy.networkInterfaces[place].middlebox = nil
      candidates.append(copy)
    }
    return candidates
  }

  private static var openRules: [SecurityGroupRule] {
    RuleDirection.allCases.flatMap { direction in
      [.ipv4, .ipv6].map { SecurityGroupRule(direction: direction, traffic: .all, peer: .prefix(.all($0))) }
    }
  }

  private static var openEntries: [NetworkACLEntry] {
    RuleDirection.allCases.flatMap { direction in
      [.ipv4, .ipv6].map {
        NetworkACLEntry(
          number: $0 == .ipv4 ? 100 : 101, direction: direction, isAllow: true, traffic: .all,
          prefix: .all($0))
      }
    }
  }

  /// Whether nothing is referred to that isn't there: the judge knows only whole networks.
  var isSound: Bool {
    let interfaceIDs = Set(networkInterfaces.map(\.id))
    let instanceIDs = Set(instances.map(\.id))
    return validate().isEmpty
      && networkInterfaces.allSatisfy { host in
        subnets.contains { $0.id == host.subnet } && host.instance.map(instanceIDs.contains) ?? true
      }
      && loadBalancers.allSatisfy { interfaceIDs.isSuperset(of: $0.nodes) && !$0.nodes.isEmpty }
      && vpcEndpoints.allSatisfy { interfaceIDs.isSuperset(of: $0.interfaces) }
      && networkFirewalls.allSatisfy { firewall in firewallPolicies.contains { $0.id == firewall.policy } }
      && firewallPolicies.allSatisfy { policy in
        (policy.statelessGroups + policy.statefulGroups).allSatisfy { reference in
          ruleGroups.contains { $0.id == reference.group }
        }
      }
      && subnets.allSatisfy { subnet in
        (routeTables.contains { $0.subnets.contains(subnet.id) || ($0.vpc == subnet.vpc && $0.isMain) })
          && networkACLs.contains { $0.subnets.contains(subnet.id) || ($0.vpc == subnet.vpc && $0.isDefault) }
      }
  }
}
