import PacketWalkAddressing
import PacketWalkTopology

/// What happens to the rules of security groups.
extension MutationCatalogue {
  /// Each rule for the whole VPC, and for the internet, besides whom it is for.
  func ruleSources() -> [Mutant] {
    topology.securityGroups.flatMap { group in
      group.rules.flatMap { rule -> [Mutant] in
        let whole = rule.family.map { [$0] } ?? families(of: group.vpc)
        let own = (vpcs[group.vpc]?.prefixes ?? []).filter { whole.contains($0.family) }
        return [own, whole.map { IPPrefix.all($0) }].compactMap { prefixes in
          let wider = prefixes.filter { !isCovered($0, by: rule.peer) }
          guard !wider.isEmpty else { return nil }
          return Mutant(
            .ruleSource,
            wider.map { prefix in
              .addSecurityGroupRule(
                group.id,
                SecurityGroupRule(
                  direction: rule.direction, traffic: rule.traffic, peer: .prefix(prefix), origin: rule.origin
                ))
            }, at: rule.origin)
        }
      }
    }
  }

  private func isCovered(_ prefix: IPPrefix, by peer: SecurityGroupRule.Peer) -> Bool {
    guard case .prefix(let held) = peer else { return false }
    return held.contains(prefix)
  }

  /// Each rule about some ports for all of its protocol.
  func rulePorts() -> [Mutant] {
    topology.securityGroups.flatMap { group in
      group.rules.filter { $0.traffic.ports != nil }.map { rule in
        var wider = rule
        wider.id = nil
        wider.description = nil
        wider.traffic = TrafficSelector(protocol: rule.traffic.protocol)
        return Mutant(.rulePorts, [.addSecurityGroupRule(group.id, wider)], at: rule.origin)
      }
    }
  }

  func ruleDrops() -> [Mutant] {
    topology.securityGroups.flatMap { group in
      group.rules.map { Mutant(.ruleDrop, [.removeSecurityGroupRule(group.id, $0)], at: $0.origin) }
    }
  }

  /// SSH from everywhere, and everything to everywhere where that was not so.
  func ruleAdditions() -> [Mutant] {
    topology.securityGroups.flatMap { group -> [Mutant] in
      func rules(_ direction: RuleDirection, _ traffic: TrafficSelector) -> [Edit] {
        families(of: group.vpc).map { family in
          SecurityGroupRule(
            direction: direction, traffic: traffic, peer: .prefix(.all(family)), origin: group.info.origin)
        }.filter { rule in !group.rules.contains { $0.admitsSame(as: rule) } }
          .map { .addSecurityGroupRule(group.id, $0) }
      }
      return [
        rules(.ingress, TrafficSelector(protocol: .tcp, ports: PortRange(22))), rules(.egress, .all),
      ].filter { !$0.isEmpty }.map { Mutant(.ruleAdd, $0, at: group.info.origin) }
    }
  }
}

extension SecurityGroupRule {
  /// Of addresses; nil for groups and lists, which may hold both.
  fileprivate var family: AddressFamily? {
    guard case .prefix(let prefix) = peer else { return nil }
    return prefix.family
  }
}
