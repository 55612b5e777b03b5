import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Which groups may stand for far ends.
struct GroupChoice: Sendable {
  private let network: Network
  /// By group the interfaces that hold it.
  let holders: [SecurityGroupID: [Int]]

  init(_ network: Network) {
    self.network = network
    var holders: [SecurityGroupID: [Int]] = [:]
    for (place, interface) in network.topology.networkInterfaces.enumerated() {
      for group in interface.securityGroups { holders[group, default: []].append(place) }
    }
    self.holders = holders
  }

  /// For interfaces a group each, few of them and such as have few other members.
  ///
  /// - Parameters:
  ///   - owner: the group whose rule is to refer to them.
  ///   - bounds: what the rule is about now: a group is chosen only if all that it stands for lies within.
  func groups(for ends: Set<Int>, of owner: SecurityGroup, within bounds: IPPrefix) -> [Int: SecurityGroupID]
  {
    let topology = network.topology
    var candidates: [SecurityGroupID: Set<Int>] = [:]
    for end in ends {
      for group in topology.networkInterfaces[end].securityGroups
      where candidates[group] == nil && isEligible(group, owner, bounds) {
        candidates[group] = Set(holders[group] ?? [])
      }
    }
    let names = candidates.keys.sorted()
    var chosen: [Int: SecurityGroupID] = [:]
    var left = ends
    while !left.isEmpty {
      // The fewest others for each that is covered, then the most covered.
      var best: (group: SecurityGroupID, covered: Set<Int>, others: Int)?
      for name in names {
        guard let members = candidates[name] else { continue }
        let covered = members.intersection(left)
        guard !covered.isEmpty else { continue }
        let others = members.subtracting(ends).count
        if let known = best {
          let (a, b) = (others * known.covered.count, known.others * covered.count)
          guard a < b || a == b && covered.count > known.covered.count else { continue }
        }
        best = (name, covered, others)
      }
      guard let best else { break }
      for end in best.covered { chosen[end] = best.group }
      left.subtract(best.covered)
    }
    return chosen
  }

  /// Whether a rule of a group may refer to another one, and is not about more then than it was.
  private func isEligible(_ id: SecurityGroupID, _ owner: SecurityGroup, _ bounds: IPPrefix) -> Bool {
    let topology = network.topology
    guard let place = network.index.groups[id] else { return false }
    guard isReferable(topology.securityGroups[place].vpc, from: owner.vpc) else { return false }
    let families = Set(
      (holders[owner.id] ?? []).flatMap { topology.networkInterfaces[$0].addresses.map(\.address.family) })
    return (holders[id] ?? []).allSatisfy { member in
      let interface = topology.networkInterfaces[member]
      // An address of a family that the rule's own members don't have can't reach them.
      return interface.addresses.allSatisfy {
        bounds.contains($0.address) || !families.contains($0.address.family)
      } && interface.delegatedPrefixes.allSatisfy { bounds.contains($0) || !families.contains($0.family) }
    }
  }

  private func isReferable(_ vpc: VPCID, from own: VPCID) -> Bool {
    guard vpc != own else { return true }
    guard let (a, b) = places(vpc, own) else { return false }
    return network.graph.referencingVPCs.contains {
      ($0.first.value, $0.second.value) == (a, b) || ($0.first.value, $0.second.value) == (b, a)
    }
  }

  private func places(_ first: VPCID, _ second: VPCID) -> (Int, Int)? {
    let vpcs = network.topology.vpcs
    guard let a = vpcs.firstIndex(where: { $0.id == first }),
      let b = vpcs.firstIndex(where: { $0.id == second })
    else { return nil }
    return (a, b)
  }
}
