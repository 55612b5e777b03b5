import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// What several checks ask about a network, looked up once.
struct LintFacts {
  /// Interfaces that something holds, by the subnet's place.
  private(set) var interfacesOfSubnet: [[Int]]
  /// The route table of each subnet; nil where the input doesn't say for sure.
  private(set) var tableOfSubnet: [Int?]
  /// The access list of each subnet; nil where the input doesn't say for sure.
  private(set) var listOfSubnet: [Int?]
  /// Subnets that surely use a table, by its place.
  private(set) var subnetsOfTable: [[Int]]
  private(set) var membersOfGroup: [SecurityGroupID: [Int]] = [:]
  /// Groups that anything has. What names groups of its own counts, since its interfaces need not be in the
  /// input.
  private(set) var groupsInUse: Set<SecurityGroupID>
  /// A table's compiled form, by its place.
  private(set) var compiledTables: [Int: ForwardingTable] = [:]

  /// - Complexity: O(*n*) for *n* resources.
  init(_ network: Network) {
    let topology = network.topology
    let index = network.index
    interfacesOfSubnet = Array(repeating: [], count: topology.subnets.count)
    for place in topology.networkInterfaces.indices {
      for group in topology.networkInterfaces[place].securityGroups {
        membersOfGroup[group, default: []].append(place)
      }
      guard topology.networkInterfaces[place].isAttached,
        let subnet = index.subnets[topology.networkInterfaces[place].subnet]
      else { continue }
      interfacesOfSubnet[subnet].append(place)
    }
    groupsInUse = Set(membersOfGroup.keys)
    groupsInUse.formUnion(topology.loadBalancers.lazy.flatMap(\.securityGroups))
    groupsInUse.formUnion(topology.serviceNetworkAssociations.lazy.flatMap(\.securityGroups))
    let associations = SubnetAssociations(topology)
    tableOfSubnet = associations.routeTables
    listOfSubnet = associations.networkACLs
    subnetsOfTable = Array(repeating: [], count: topology.routeTables.count)
    for (subnet, table) in tableOfSubnet.enumerated() {
      if let table { subnetsOfTable[table].append(subnet) }
    }
    for table in network.graph.tables where table.element.kind == .routeTable {
      compiledTables[Int(table.element.index)] = table
    }
  }

  /// Interfaces in the subnets of a table.
  func interfaces(ofTable place: Int) -> [Int] { subnetsOfTable[place].flatMap { interfacesOfSubnet[$0] } }
}
