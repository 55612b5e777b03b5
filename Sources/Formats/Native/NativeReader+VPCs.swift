import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  /// The VPCs themselves, and the scopes in which their sections are read.
  mutating func readVPCs() throws(InputError) {
    for pair in try file.pairs("vpcs") {
      let fields = try YAMLFields(pair.value, of: .vpc)
      let isDescribed = try fields.bool("described") ?? true
      let prefixes = try fields.prefixes("cidr")
      if isDescribed { _ = try fields.required("cidr") }
      let id: VPCID = scope.ownID(.vpc, pair.key)
      let info = try scope.info(fields, key: pair.key, origin: pair.origin)
      if isDescribed {
        topology.vpcs.append(
          VPC(
            id: id, info: info, prefixes: prefixes ?? [], isDNSSupported: try fields.bool("dns") ?? true,
            encryption: try Self.encryption(fields)))
      }
      var inner = scope
      inner.key = pair.key
      inner.vpc = id
      inner.account = info.account
      inner.region = info.region
      inner.families = AWSDefaults.families(of: prefixes ?? [])
      inner.defaultGroup = try defaultGroup(fields, key: pair.key)
      vpcs.append(VPCSection(fields: fields, scope: inner, id: id))
    }
  }

  /// The group of interfaces that name none: the VPC's default one, written or implied. Where the file
  /// cannot say what groups there are, it still has an identifier, which then leads nowhere.
  private func defaultGroup(_ vpc: YAMLFields, key: String) throws(InputError) -> SecurityGroupID? {
    if missing.contains("security-groups") { return SecurityGroupID("\(key)/default") }
    for pair in try vpc.pairs("security-groups") {
      let group = try YAMLFields(pair.value, of: .securityGroup)
      guard try group.bool("default") ?? (pair.key == "default") else { continue }
      return SecurityGroupID(names.entry(.securityGroup, key: pair.key, scope: key)?.id ?? pair.key)
    }
    return names.entry(.securityGroup, key: "default", scope: key).map { SecurityGroupID($0.id) }
  }

  /// Internet, egress-only and carrier gateways, the attached ones first.
  mutating func readGateways() throws(InputError) {
    for vpc in vpcs {
      if let (key, info) = try gateway("internet-gateway", .internetGateway, vpc) {
        let id: InternetGatewayID = vpc.scope.ownID(.internetGateway, key)
        topology.internetGateways.append(InternetGateway(id: id, info: info, vpc: vpc.id))
      }
      if let (key, info) = try gateway("egress-only-gateway", .egressOnlyGateway, vpc) {
        let id: EgressOnlyInternetGatewayID = vpc.scope.ownID(.egressOnlyGateway, key)
        topology.egressOnlyInternetGateways.append(
          EgressOnlyInternetGateway(id: id, info: info, vpc: vpc.id))
      }
      if let (key, info) = try gateway("carrier-gateway", .carrierGateway, vpc) {
        let id: CarrierGatewayID = vpc.scope.ownID(.carrierGateway, key)
        topology.carrierGateways.append(CarrierGateway(id: id, info: info, vpc: vpc.id))
      }
    }
    for (pair, fields) in try fileMembers("internet-gateways", of: .looseGateway) {
      topology.internetGateways.append(
        InternetGateway(
          id: scope.ownID(.internetGateway, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), vpc: try looseVPC(fields)))
    }
    for (pair, fields) in try fileMembers("egress-only-gateways", of: .looseGateway) {
      topology.egressOnlyInternetGateways.append(
        EgressOnlyInternetGateway(
          id: scope.ownID(.egressOnlyGateway, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), vpc: try looseVPC(fields)))
    }
  }

  /// Those that stand in the file's own section.
  mutating func readLooseCarrierGateways() throws(InputError) {
    for (pair, fields) in try fileMembers("carrier-gateways", of: .looseGateway) {
      topology.carrierGateways.append(
        CarrierGateway(
          id: scope.ownID(.carrierGateway, pair.key),
          info: try scope.info(fields, key: pair.key, origin: pair.origin), vpc: try looseVPC(fields)))
    }
  }

  private func looseVPC(_ fields: YAMLFields) throws(InputError) -> VPCID? {
    guard let node = fields["vpc"] else { return nil }
    return try scope.id(node, .vpc)
  }

  /// The name and the common fields of a VPC's own gateway: `true`, a name, or a mapping.
  private func gateway(
    _ word: String, _ kind: NativeKind, _ vpc: VPCSection
  ) throws(InputError) -> (key: String, info: ResourceInfo)? {
    guard let node = vpc.fields[word] else { return nil }
    let origin = vpc.fields.origin(of: word)
    if let text = node.scalar {
      if text == "false" { return nil }
      let key = text == "true" ? word : text
      let nothing = try YAMLFields(YAMLNode(.mapping([]), origin: node.origin), of: .gateway)
      return (key, try vpc.scope.info(nothing, key: key, origin: origin))
    }
    let fields = try YAMLFields(node, of: .gateway)
    let key = try NativeDeclarations.gatewayKey(fields, word)
    return (key, try vpc.scope.info(fields, key: key, origin: origin))
  }
}
