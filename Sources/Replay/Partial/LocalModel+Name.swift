import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

extension LocalModel {
  /// A name for the content of all that verdicts on records depend on: the compiled filters, the interfaces with their
  /// addresses and filters, the prefixes and holders of subnets and VPCs, routes and what they lead to. Where its files lie
  /// plays no part.
  ///
  /// - Complexity: O(rules + routes + interfaces)
  var name: String {
    var hash = SHA256()
    func write(_ text: String) {
      hash.update(text.utf8)
      hash.update(CollectionOfOne(UInt8(ascii: "\n")))
    }
    let graph = network.graph
    for (number, filter) in graph.filters.enumerated() where filter.kind != .firewall {
      write(
        "filter \(number) \(filter.kind == .groups) \(filter.direction.rawValue) \(filter.resources) \(filter.unknown.map { "\($0)" } ?? "-") \(filter.hasUnknownRules)"
      )
      for rule in filter.rules {
        write(
          "\(rule.firstAtom) \(rule.lastAtom) \(rule.firstPort) \(rule.lastPort) \(rule.protocolNumber) \(rule.icmpType) \(rule.icmpCode) \(rule.isAllow) \(rule.group) \(rule.isUnknown) \(rule.resource) \(rule.rule)"
        )
      }
    }
    for prefix in graph.atoms.prefixes { write("atom \(prefix)") }
    for (number, vpc) in graph.vpcs.enumerated() {
      write("vpc \(number) \(vpc.prefixes)")
      for address in vpc.owners.keys.sorted() {
        write("\(address) \(vpc.owners[address]?.interface?.value ?? -1)")
      }
      for delegated in vpc.delegated {
        write("\(delegated.prefix) \(delegated.owner.interface?.value ?? -1)")
      }
    }
    for subnet in graph.subnets { write("subnet \(subnet.vpc.value) \(subnet.prefixes)") }
    write(
      graph.referencingVPCs.map { "\($0.first.value)-\($0.second.value)" }.sorted().joined(separator: " "))
    for (place, interface) in network.topology.networkInterfaces.enumerated() {
      let filters = graph.localFilters(at: InterfaceIndex(place)).map(\.value).sorted()
      write(
        "interface \(interface.id.rawValue) \(interface.shortName) \(vpcs[place]) \(graph.interfaces[place].subnet.value) \(graph.interfaces[place].groups) \(filters) \(own4[place]) \(own6[place]) \(interface.delegatedPrefixes) \(hasTaker[place]) \(hasSender[place]) \(balancers[place])"
      )
    }
    writeRoutes(write)
    return "sha256:" + hash.finish()
  }

  private func writeRoutes(_ write: (String) -> Void) {
    let (graph, topology) = (network.graph, network.topology)
    for table in graph.tables {
      write("table \(table.element.kind) \(table.element.index) \(table.unknown != nil)")
      for entry in table.entries { write("\(entry.prefix) \(entry.route ?? -1) \(entry.beaten)") }
    }
    for table in topology.routeTables {
      write("routes \(table.id) \(table.vpc) \(table.isMain) \(table.subnets)")
      for route in table.routes { write("\(route.destination) \(route.target) \(route.state)") }
    }
    for endpoint in topology.vpcEndpoints { write("endpoint \(endpoint.id) \(endpoint.kind)") }
    for peering in topology.vpcPeeringConnections {
      write("peering \(peering.id) \(peering.requester.region ?? "-") \(peering.accepter.region ?? "-")")
    }
    for table in topology.transitGatewayRouteTables {
      write("transit routes \(table.id) \(table.transitGateway) \(table.associations) \(table.isComplete)")
      for route in table.routes ?? [] {
        write("\(route.destination) \(route.isBlackhole) \(route.attachments)")
      }
    }
    for attachment in topology.transitGatewayAttachments {
      write(
        "attachment \(attachment.id) \(attachment.shortName) \(attachment.transitGateway) \(attachment.kind) \(attachment.isAvailable) \(attachment.edge ?? "-")"
      )
    }
    for gateway in topology.transitGateways { write("transit gateway \(gateway.id) \(gateway.shortName)") }
  }
}
