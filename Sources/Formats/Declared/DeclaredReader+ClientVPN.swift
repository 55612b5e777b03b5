import PacketWalkAddressing
import PacketWalkTopology

/// Client VPN endpoints, with what makes them one: associations, authorisation rules and routes (CVPN-1).
extension DeclaredReader {
  func mapClientVPNEndpoint(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      let properties = resource.properties
      let id = ClientVPNEndpointID(resource.id)
      let own = info(resource, name: nil)
      network.clientVPNGroups[id] = try properties.ids(key("SecurityGroupIds"))
      let vpc: VPCID? = try properties.id(key("VpcId"))
      network.topology.clientVPNEndpoints.append(
        ClientVPNEndpoint(id: id, info: own, vpc: vpc, authorizationRules: [], routes: []))
      guard let range = try properties.prefix(key("ClientCidrBlock")) else { return }
      var clients = own
      clients.tags = [:]
      clients.address = nil
      clients.name = own.name.map { "\($0)/clients" }
      network.topology.externalNetworks.append(
        ExternalNetwork(
          id: ExternalNetworkID("\(id)/clients"), info: clients, ranges: [range],
          ways: [.clientVPNEndpoint(id)]))
    }
  }

  private func place(_ resource: DeclaredResource) throws(DeclaredError) -> Int {
    let id: ClientVPNEndpointID = try resource.properties.requiredID(key("ClientVpnEndpointId"))
    guard let place = network.place(of: id, in: \.clientVPNEndpoints) else {
      throw DeclaredError("its endpoint \(id) is not in the input", at: resource.origin)
    }
    return place
  }

  /// The endpoint's interface in a subnet. AWS adds the route to the subnet's VPC by itself.
  func mapClientVPNAssociation(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      let place = try place(resource)
      let endpoint = network.topology.clientVPNEndpoints[place]
      let subnet: SubnetID = try resource.properties.requiredID(key("SubnetId"))
      let vpc = try requiredVPC(of: [subnet], resource)
      var groups: [SecurityGroupID] = try resource.properties.ids(key("SecurityGroups"))
      if groups.isEmpty { groups = network.clientVPNGroups[endpoint.id] ?? [] }
      var owner = resource
      owner.id = endpoint.id.rawValue
      owner.address = endpoint.shortName
      let nodes = try addNodes(of: owner, in: [subnet], groups: groups, kind: .interface, isPublic: false)
      let ranges = network.place(of: vpc, in: \.vpcs).map { network.topology.vpcs[$0].prefixes } ?? []
      network.topology.clientVPNEndpoints[place].vpc = vpc
      network.topology.clientVPNEndpoints[place].subnets.append(subnet)
      network.topology.clientVPNEndpoints[place].interfaces += nodes
      network.topology.clientVPNEndpoints[place].routes? += ranges.filter { $0.family == .ipv4 }.map {
        ClientVPNEndpoint.Route($0, subnet: subnet)
      }
    }
  }

  func mapClientVPNAuthorization(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      let place = try place(resource)
      do throws(DeclaredError) {
        try requireCertain(resource)
        let properties = resource.properties
        guard let destination = try properties.prefix(key("TargetNetworkCidr")) else {
          throw DeclaredError("it has no target network", at: resource.origin)
        }
        let isForAll = try properties.declaredFlag(key("AuthorizeAllGroups")) ?? false
        network.topology.clientVPNEndpoints[place].authorizationRules?.append(
          .init(destination, group: isForAll ? nil : try properties.declaredText(key("AccessGroupId"))))
      } catch {
        network.topology.clientVPNEndpoints[place].authorizationRules = nil
        throw error
      }
    }
  }

  func mapClientVPNRoute(_ resource: DeclaredResource) {
    network.map(resource) { () throws(DeclaredError) in
      let place = try place(resource)
      do throws(DeclaredError) {
        try requireCertain(resource)
        guard let destination = try resource.properties.prefix(key("DestinationCidrBlock")) else {
          throw DeclaredError("it has no destination", at: resource.origin)
        }
        network.topology.clientVPNEndpoints[place].routes?.append(
          .init(destination, subnet: try resource.properties.requiredID(key("TargetVpcSubnetId"))))
      } catch {
        network.topology.clientVPNEndpoints[place].routes = nil
        throw error
      }
    }
  }
}
