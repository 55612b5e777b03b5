/// VPCs, and what lies between them.
extension Estate {
  mutating func printVPC(_ vpc: EstatePlan) {
    write("\(vpc.name):", 1)
    write("cidr: \(both(vpc.cidr, vpc.cidr6))", 2)
    write("internet-gateway: true", 2)
    if shape.isDualStack { write("egress-only-gateway: true", 2) }
    write("subnets:", 2)
    for subnet in vpc.subnets {
      let letter = ["a", "b", "c"][subnet.zone]
      let table = subnet.tier == .web ? "open" : "private-\(letter)"
      let list = shape.isHostile ? "acl-\(subnet.name)" : subnet.tier == .app ? "default" : subnet.tier.name
      write(
        "\(subnet.name): {cidr: \(both(subnet.cidr, subnet.cidr6)), zone: eu-west-1\(letter), "
          + "route-table: \(table), network-acl: \(list)}", 3)
    }
    printTables(vpc)
    printAccessLists(vpc)
    printGroups(vpc)
    write("interfaces:", 2)
    for host in vpc.hosts {
      let groups = vpc.groups[host.group].name + (host.isAdministered ? ", ops" : "")
      let outside = host.publicAddress.map { ", public: \($0)" } ?? ""
      write(
        "\(host.name): {subnet: \(vpc.subnets[host.subnet].name), ip: \(both(host.v4, host.v6))\(outside), "
          + "groups: [\(groups)]}", 3)
    }
    printGateways(vpc)
    if !shape.isHostile { printBalancers(vpc) }
  }

  func both(_ v4: String, _ v6: String) -> String { shape.isDualStack ? "[\(v4), \(v6)]" : v4 }

  private mutating func printTables(_ vpc: EstatePlan) {
    write("route-tables:", 2)
    var others: [String] = []
    for (other, target) in neighbours(of: vpc.number) {
      others.append("\(vpcs[other].cidr): \(target)")
      if shape.isDualStack { others.append("\(vpcs[other].cidr6): \(target)") }
    }
    for (name, v4, v6) in [("open", "internet-gateway", "internet-gateway")]
      + ["a", "b", "c"].map({ ("private-\($0)", "nat:nat-\($0)", "egress-only-gateway") })
    {
      // A NAT gateway in each zone that has a subnet.
      let isThere = name == "open" || natZones(vpc).contains { name.hasSuffix($0.letter) }
      write("\(name):", 3)
      write("routes:", 4)
      for route in others { write(route, 5) }
      write("0.0.0.0/0: \(isThere ? v4 : "nat:nat-a")", 5)
      if shape.isDualStack { write("\"::/0\": \(v6)", 5) }
    }
  }

  /// The other VPCs that a VPC has routes to, and by what.
  private func neighbours(of number: Int) -> [(Int, String)] {
    guard shape.isHostile else {
      return vpcs.indices.filter { $0 != number }.map {
        ($0, max($0, number) == 1 ? "peering:ring-0" : "transit-gateway:hub")
      }
    }
    let before = (number + vpcs.count - 1) % vpcs.count
    return [(before, "peering:ring-\(before)"), ((number + 1) % vpcs.count, "peering:ring-\(number)")]
  }

  /// Public subnets, the first of each zone.
  private func natZones(_ vpc: EstatePlan) -> [(letter: String, subnet: Int)] {
    ["a", "b", "c"].enumerated().compactMap { zone, letter in
      vpc.subnets.firstIndex { $0.tier == .web && $0.zone == zone }.map { (letter, $0) }
    }
  }

  private mutating func printGateways(_ vpc: EstatePlan) {
    write("nat-gateways:", 2)
    for (letter, subnet) in natZones(vpc) {
      let address = vpcs[vpc.number].subnets[subnet].take().v4
      write(
        "nat-\(letter): {subnet: \(vpc.subnets[subnet].name), ip: \(address), public: \(nextPublicAddress())}",
        3)
    }
  }

  private mutating func printBalancers(_ vpc: EstatePlan) {
    write("target-groups:", 2)
    for (name, tier, service) in [
      ("pages", EstatePlan.Tier.web, "protocol: https, port: 443"),
      ("records", .data, "protocol: tcp, port: 5432"),
    ] {
      let targets = vpc.hosts.filter {
        vpc.groups[$0.group].tier == tier && vpc.groups[$0.group].service == 0
      }
      write("\(name): {\(service), targets: [\(targets.prefix(6).map(\.name).joined(separator: ", "))]}", 3)
    }
    write("load-balancers:", 2)
    for (name, tier, kind, listener) in [
      (
        "front", EstatePlan.Tier.web, "application, internet-facing: true, groups: [edge]", "https/443: pages"
      ),
      ("inner", .app, "network", "tcp/5432: records"),
    ] {
      let nodes = vpc.subnets(of: tier).prefix(3).map { place in
        let address = vpcs[vpc.number].subnets[place].take().v4
        let outside = name == "front" ? ", public: \(nextPublicAddress())" : ""
        return "\(vpc.subnets[place].name): {ip: \(address)\(outside)}"
      }
      write(
        "\(name): {kind: \(kind), nodes: {\(nodes.joined(separator: ", "))}, listeners: {\(listener)}}", 3)
    }
  }

  mutating func printBetween() {
    let pairs =
      shape.isHostile ? vpcs.indices.map { ($0, ($0 + 1) % vpcs.count) } : vpcs.count > 1 ? [(0, 1)] : []
    if !pairs.isEmpty { write("peerings:", 0) }
    for (one, other) in pairs {
      write("ring-\(one): {requester: vpc-\(one), accepter: vpc-\(other)}", 1)
    }
    guard !shape.isHostile, vpcs.count > 2 else { return }
    write("transit-gateways:", 0)
    write("hub:", 1)
    write("group-references: true", 2)
    write("attachments:", 2)
    for vpc in vpcs {
      let zones = (0..<3).compactMap { zone in vpc.subnets.first { $0.zone == zone && $0.tier != .web } }
      let subnets = zones.map(\.name).joined(separator: ", ")
      write("\(vpc.name): {vpc: \(vpc.name), subnets: [\(subnets)], ipv6: \(shape.isDualStack)}", 3)
    }
  }
}
