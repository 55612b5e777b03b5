import PacketWalkAddressing
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// Whether a list of routes is that of `describe-client-vpn-routes`, which has the same key as a transit
  /// gateway's.
  static func isOfClientVPN(_ section: Section) -> Bool {
    for route in section.value.elements { return route.text("ClientVpnEndpointId") != nil }
    return section.scope.parameters?.text("ClientVpnEndpointId") != nil
      || section.scope.identifier(startingWith: "cvpn-endpoint") != nil
  }

  /// `describe-client-vpn-endpoints`, `describe-client-vpn-target-networks`,
  /// `describe-client-vpn-authorization-rules` and `describe-client-vpn-routes`.
  func readClientVPN() {
    let targets = details("ClientVpnTargetNetworks", sections["ClientVpnTargetNetworks", default: []])
    let rules = details("AuthorizationRules", sections["AuthorizationRules", default: []])
    let routes = details("Routes", sections["Routes", default: []].filter(Self.isOfClientVPN))
    let networks = items("ClientVpnEndpoints").compactMap(clients)
    collect("ClientVpnEndpoints", into: \.clientVPNEndpoints) { item throws(Unreadable) in
      let id = try item.json.required("ClientVpnEndpointId")
      var endpoint = ClientVPNEndpoint(
        id: ClientVPNEndpointID(id), info: info(item), vpc: item.json.id("VpcId"),
        authorizationRules: try Self.parts(rules.of(id), Self.authorizationRule),
        routes: try Self.parts(routes.of(id), Self.clientRoute),
        isAvailable: item.json["Status"]?.text("Code").map { $0 == "available" } ?? true)
      for target in targets.of(id) ?? [] where target["Status"]?.text("Code") ?? "associated" == "associated"
      {
        if let subnet: SubnetID = target.id("TargetNetworkId"), !endpoint.subnets.contains(subnet) {
          endpoint.subnets.append(subnet)
        }
        if endpoint.vpc == nil { endpoint.vpc = target.id("VpcId") }
      }
      for target in try item.json.list("AssociatedTargetNetworks") {
        if let subnet: SubnetID = target.id("NetworkId"), !endpoint.subnets.contains(subnet) {
          endpoint.subnets.append(subnet)
        }
      }
      endpoint.interfaces = interfaces(of: endpoint, groups: try item.json.ids("SecurityGroupIds"))
      return endpoint
    }
    topology.externalNetworks += networks
  }

  // MARK: Parts

  /// The elements of calls for one endpoint each.
  private struct Details {
    var byEndpoint: [String: [JSONValue]] = [:]
    /// Whether the call was made for every endpoint that there is.
    var isComplete = false

    func of(_ id: String) -> [JSONValue]? { byEndpoint[id] ?? (isComplete ? [] : nil) }
  }

  private func details(_ key: String, _ sections: [Section]) -> Details {
    var details = Details(isComplete: !sections.isEmpty && items("ClientVpnEndpoints").count == 1)
    for section in sections {
      if let id = identifier(section, parameter: "ClientVpnEndpointId", prefix: "cvpn-endpoint") {
        details.byEndpoint[id, default: []] += []
      }
      for element in section.value.elements {
        guard let id = element.text("ClientVpnEndpointId") else {
          count(key, read: 1)
          reportLost(
            "part of a Client VPN endpoint", "", Unreadable("it has no ClientVpnEndpointId", at: element))
          continue
        }
        count(key, read: 1, modelled: 1)
        details.byEndpoint[id, default: []].append(element)
      }
    }
    return details
  }

  private static func parts<Part>(
    _ elements: [JSONValue]?, _ part: (JSONValue) throws(Unreadable) -> Part?
  ) throws(Unreadable) -> [Part]? {
    guard let elements else { return nil }
    var parts: [Part] = []
    for element in elements { if let part = try part(element) { parts.append(part) } }
    return parts
  }

  private static func isActive(_ json: JSONValue) -> Bool {
    json["Status"]?.text("Code") ?? "active" == "active"
  }

  private static func authorizationRule(
    _ json: JSONValue
  ) throws(Unreadable) -> ClientVPNEndpoint.AuthorizationRule? {
    guard isActive(json) else { return nil }
    guard let destination = try json.prefix("DestinationCidr") else {
      throw Unreadable("an authorization rule has no DestinationCidr", at: json)
    }
    return .init(destination, group: try json.flag("AccessAll") == true ? nil : json.text("GroupId"))
  }

  private static func clientRoute(_ json: JSONValue) throws(Unreadable) -> ClientVPNEndpoint.Route? {
    guard isActive(json) else { return nil }
    guard let destination = try json.prefix("DestinationCidr") else {
      throw Unreadable("a route has no DestinationCidr", at: json)
    }
    return .init(destination, subnet: try json.requiredID("TargetSubnet"))
  }

  /// AWS marks the endpoint's interfaces by their description alone.
  private func interfaces(of endpoint: ClientVPNEndpoint, groups: [SecurityGroupID]) -> [NetworkInterfaceID] {
    topology.networkInterfaces.filter { interface in
      guard let description = interface.interfaceDescription, description.hasPrefix("ClientVPN Endpoint"),
        endpoint.subnets.contains(interface.subnet)
      else { return false }
      if description.utf8.count > "ClientVPN Endpoint resource".utf8.count,
        description.contains("cvpn-endpoint-")
      {
        return description.contains(endpoint.id.rawValue)
      }
      return groups.isEmpty || Set(groups) == Set(interface.securityGroups)
    }
    .map(\.id)
  }

  /// The users' own addresses are known: the range that the endpoint gives them.
  private func clients(_ item: Item) -> ExternalNetwork? {
    guard let id = item.json.text("ClientVpnEndpointId"),
      let range = item.json.text("ClientCidrBlock").flatMap(IPPrefix.init)
    else { return nil }
    var info = info(item)
    info.tags = [:]
    info.name = info.name.map { "\($0)/clients" }
    return ExternalNetwork(
      id: ExternalNetworkID("\(id)/clients"), info: info, ranges: [range],
      ways: [.clientVPNEndpoint(.init(id))])
  }
}
