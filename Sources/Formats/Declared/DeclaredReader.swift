import PacketWalkAddressing
import PacketWalkTopology

/// What maps resources of a format of declarations. Resources that formats spell alike are mapped here for all.
protocol DeclaredReader: AnyObject {
  var network: DeclaredNetwork { get }
  var spelling: DeclaredSpelling { get }

  func info(_ resource: DeclaredResource, name: String?) -> ResourceInfo
  /// Throws where nobody knows whether a resource exists.
  func requireCertain(_ resource: DeclaredResource) throws(DeclaredError)
  /// Adds an interface without given addresses in each subnet.
  ///
  /// - Returns: the interfaces, in the subnets' order.
  func addNodes(
    of resource: DeclaredResource, in subnets: [SubnetID], groups: [SecurityGroupID], kind: InterfaceKind,
    isPublic: Bool
  ) throws(DeclaredError) -> [NetworkInterfaceID]
  /// What AWS calls a firewall's endpoint in a subnet, where the input has it.
  func knownEndpoints(of firewall: DeclaredResource) throws(DeclaredError) -> [SubnetID: VPCEndpointID]
  /// What a firewall's endpoint in a subnet is called until AWS names it.
  func endpoint(of owner: String, in subnet: SubnetID) -> VPCEndpointID
}

extension DeclaredReader {
  func key(_ own: String, _ provider: String? = nil) -> String { spelling.key(own, provider) }

  /// The name that a resource has besides its tags, if it is known.
  func name(_ resource: DeclaredResource, _ keys: String...) -> String? {
    for key in keys {
      if case .text(let name) = resource.properties[key].value, !name.isEmpty { return name }
    }
    return nil
  }

  /// The VPC of the first subnet that is in the input.
  func requiredVPC(
    of subnets: [SubnetID], _ resource: DeclaredResource
  ) throws(DeclaredError) -> VPCID {
    for subnet in subnets { if let vpc = network.subnet(subnet)?.vpc { return vpc } }
    throw DeclaredError(
      subnets.isEmpty
        ? "it names no subnet, so that it is in the default VPC, which is not in the input"
        : "none of its subnets is in the input", at: resource.origin)
  }
}

extension DeclaredField {
  /// What stands in a block: an object, or the first of a list of them, as Terraform writes it.
  func block(_ key: String) throws(DeclaredError) -> DeclaredField {
    let field = self[key]
    switch field.value {
    case .list(let elements): return elements.first ?? .absent
    case .unknown: return field.isComputed ? .absent : try unknownBlock(key)
    default: return field
    }
  }

  private func unknownBlock(_ key: String) throws(DeclaredError) -> DeclaredField {
    _ = try text(key)
    return .absent
  }

  /// A text if it is known.
  func knownText(_ key: String) -> String? {
    if case .text(let text) = self[key].value, !text.isEmpty { return text }
    return nil
  }

  /// A flag; nil for one that AWS will set.
  func declaredFlag(_ key: String) throws(DeclaredError) -> Bool? {
    self[key].isComputed ? nil : try flag(key)
  }

  /// A text; nil for one that AWS will set.
  func declaredText(_ key: String) throws(DeclaredError) -> String? {
    self[key].isComputed ? nil : try text(key)
  }
}
