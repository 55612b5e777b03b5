import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

extension LocalModel {
  /// A name for the content of all that verdicts on records depend on: the compiled filters, the interfaces with their
  /// addresses and filters, the prefixes and holders of subnets and VPCs. Where its files lie plays no part.
  ///
  /// - Complexity: O(rules + interfaces)
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
    return "sha256:" + hash.finish()
  }
}
