import PacketWalkAddressing
import PacketWalkDiagnostics

/// What `Fn::GetAtt` says of a resource: its identifier under its many names, what its own properties say, and for the
/// rest that only AWS knows it.
struct CloudFormationAttributes {
  let stack: CloudFormationStack
  let logical: String
  let resource: TemplateValue
  let origin: Origin

  private var id: String { stack.id(logical) }
  private var type: String { resource["Type"]?.text ?? "" }

  func value(_ attribute: String) -> DeclaredField {
    let value =
      switch type {
      case "AWS::EC2::VPC": vpc(attribute)
      case "AWS::EC2::Subnet": subnet(attribute)
      case "AWS::EC2::Instance": host(attribute, address: "PrivateIpAddress")
      case "AWS::EC2::NetworkInterface": host(attribute, address: "PrivateIpAddress")
      case "AWS::EC2::EIP": attribute == "PublicIp" ? .text(id) : nil as DeclaredValue?
      case "AWS::EC2::SecurityGroup": attribute == "VpcId" ? property("VpcId") : nil
      case "AWS::EC2::VPCEndpoint": endpoint(attribute)
      case "AWS::NetworkFirewall::Firewall", "AWS::NetworkFirewall::VpcEndpointAssociation":
        firewall(attribute)
      case "AWS::EKS::Cluster":
        attribute == "ClusterSecurityGroupId" ? .text("\(id)#cluster-group") : nil as DeclaredValue?
      case "AWS::EC2::VPCEndpointService":
        attribute == "ServiceId" ? .text(id) : nil as DeclaredValue?
      case "AWS::CloudFormation::Stack": nested(attribute)
      default: nil as DeclaredValue?
      }
    return DeclaredField(value ?? common(attribute), at: origin)
  }

  /// AWS calls a resource's identifier `Id`, `Arn`, `GroupId`, `NatGatewayId`, …
  private func common(_ attribute: String) -> DeclaredValue {
    let word = type.split(separator: ":").last.map(String.init) ?? ""
    let own: Set<String> = [
      "Id", "Arn", "ARN", "Ref", "\(word)Id", "\(word)Arn", "GroupId", "AllocationId", "AttachmentId",
      "TransitGatewayAttachmentId", "VpnConnectionId", "VpnGatewayId",
    ]
    if own.contains(attribute) { return .text(id) }
    return .unknown("only AWS knows \(attribute) of \(logical)")
  }

  private func property(_ key: String) -> DeclaredValue? {
    let field = stack.property(logical, key, at: origin)
    if case .null = field.value { return nil }
    return field.value
  }

  private func vpc(_ attribute: String) -> DeclaredValue? {
    switch attribute {
    case "CidrBlock": property("CidrBlock")
    case "VpcId": .text(id)
    case "DefaultSecurityGroup": .text("\(id)#default-group")
    case "DefaultNetworkAcl": .text("\(id)#default-acl")
    case "Ipv6CidrBlocks":
      stack.ipv6Range(of: logical, at: origin).map {
        .list([DeclaredField(.text($0.description), at: origin)])
      } ?? .unknown("\(logical) has no IPv6 range")
    default: nil
    }
  }

  private func subnet(_ attribute: String) -> DeclaredValue? {
    switch attribute {
    case "CidrBlock", "VpcId", "AvailabilityZone", "AvailabilityZoneId": property(attribute)
    case "Ipv6CidrBlocks":
      property("Ipv6CidrBlock").map { .list([DeclaredField($0, at: origin)]) }
        ?? .unknown("\(logical) has no IPv6 range")
    default: nil
    }
  }

  private func host(_ attribute: String, address key: String) -> DeclaredValue? {
    switch attribute {
    case "PrivateIp", "PrimaryPrivateIpAddress":
      property(key) ?? .unknown("AWS chooses the address of \(logical)")
    case "AvailabilityZone", "SubnetId": property(attribute)
    default: nil
    }
  }

  private func endpoint(_ attribute: String) -> DeclaredValue? {
    guard attribute == "NetworkInterfaceIds" else { return nil }
    let subnets = stack.property(logical, "SubnetIds", at: origin)
    guard case .list(let elements) = subnets.value else { return subnets.value }
    return .list(
      elements.map { element in
        guard case .text(let subnet) = element.value else { return element }
        return DeclaredField(.text(CloudFormationReader.nodeID(id, subnet)), at: element.origin)
      })
  }

  /// `EndpointIds` of a firewall, each `zone:endpoint`, and `EndpointId` of a further endpoint.
  private func firewall(_ attribute: String) -> DeclaredValue? {
    switch attribute {
    case "EndpointId":
      guard case .text(let subnet) = stack.property(logical, "SubnetMapping", at: origin)["SubnetId"].value
      else { return nil }
      return .text(CloudFormationReader.firewallEndpoint(of: id, in: subnet))
    case "EndpointIds":
      let mappings = stack.property(logical, "SubnetMappings", at: origin)
      guard case .list(let elements) = mappings.value else { return mappings.value }
      if elements.count > 1 {
        stack.set.report(
          "PW_ORDER_TAKEN_FOR_GRANTED", .note, logical,
          "AWS lists EndpointIds in no particular order; they are taken in the order of SubnetMappings",
          at: origin)
      }
      return .list(
        elements.map { element in
          guard case .text(let subnet) = element["SubnetId"].value else { return element["SubnetId"] }
          let endpoint = CloudFormationReader.firewallEndpoint(of: id, in: subnet)
          return DeclaredField(.text("\(zone(of: subnet)):\(endpoint)"), at: element.origin)
        })
    default: return nil
    }
  }

  /// The zone of a subnet of this stack, as far as it says one.
  private func zone(of subnet: String) -> String {
    guard let word = subnet.split(separator: "/").last.map(String.init), stack.id(word) == subnet,
      case .text(let zone) = stack.property(word, "AvailabilityZone", at: origin).value
    else { return "zone" }
    return zone
  }

  /// `Outputs.Name` of a nested stack.
  private func nested(_ attribute: String) -> DeclaredValue? {
    guard attribute.hasPrefix("Outputs.") else { return nil }
    guard let child = stack.set.nested(logical, resource, in: stack) else {
      return .unknown("the template of the nested stack \(logical) is not in the input")
    }
    return child.output(String(attribute.dropFirst("Outputs.".count))).value
  }
}

extension CloudFormationStack {
  /// The IPv6 range of a VPC: the one that its `VPCCidrBlock` names, or else one that stands for what AWS gives.
  ///
  /// The /56 is of the documentation range (RFC 3849), a different one for each VPC of the input.
  func ipv6Range(of vpc: String, at origin: Origin) -> IPPrefix? {
    for member in resources where member.value["Type"]?.text == "AWS::EC2::VPCCidrBlock" {
      let properties = member.value["Properties"]
      guard case .text(id(vpc)) = property(member.key, "VpcId", at: origin).value else { continue }
      if properties?["Ipv6CidrBlock"] != nil,
        case .text(let text) = property(member.key, "Ipv6CidrBlock", at: origin).value,
        let prefix = IPPrefix(text)
      {
        return prefix
      }
      if properties?["AmazonProvidedIpv6CidrBlock"]?.text?.lowercased() == "true"
        || properties?["Ipv6IpamPoolId"] != nil || properties?["Ipv6Pool"] != nil
      {
        return set.assumedIPv6Range(of: id(vpc), at: member.origin)
      }
    }
    return nil
  }
}
