import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Maps the resources of stacks: what is referred to first, so that rules and routes find their group and table.
final class CloudFormationReader: DeclaredReader {
  let stacks: CloudFormationStacks
  let network = DeclaredNetwork()
  let spelling = DeclaredSpelling.aws
  /// The type of each resource that exists, by its symbolic identifier.
  private(set) var types: [String: String] = [:]
  private var resources: [String: [DeclaredResource]] = [:]
  /// Resources of which it is not known whether they exist, and why.
  private var doubts: [String: String] = [:]

  // Places in the topology, by identifier.
  var vpcPlaces: [VPCID: Int] = [:]
  var subnetPlaces: [SubnetID: Int] = [:]
  var tablePlaces: [RouteTableID: Int] = [:]
  var aclPlaces: [NetworkACLID: Int] = [:]
  var groupPlaces: [SecurityGroupID: Int] = [:]
  var balancerPlaces: [LoadBalancerID: Int] = [:]
  var transitTablePlaces: [TransitGatewayRouteTableID: Int] = [:]

  /// Attachments with an association of their own.
  lazy var associatedAttachments = referred(
    by: "AWS::EC2::TransitGatewayRouteTableAssociation", "TransitGatewayAttachmentId")
  /// Listeners by identifier, and the priorities of the rules that they have so far.
  var listenerPlaces: [String: (balancer: Int, listener: Int)] = [:]
  var rulePriorities: [String: [Int]] = [:]

  /// Subnets that give public addresses, and those that give IPv6 ones.
  var publicSubnets: Set<SubnetID> = []
  var ipv6Subnets: Set<SubnetID> = []
  /// Templates of instances by identifier.
  var launchData: [String: DeclaredField] = [:]
  /// Interfaces of clusters, for their members.
  var clusterInterfaces: [String: [NetworkInterfaceID]] = [:]

  /// Groups that a `SecurityGroupEgress` names.
  lazy var groupsWithEgress = referred(by: "AWS::EC2::SecurityGroupEgress", "GroupId")

  /// Whether it was said what such a rule is taken to do.
  var hasToldReplacedEgress = false

  init(_ stacks: CloudFormationStacks) { self.stacks = stacks }

  /// What the resources of a type that are still to be read name.
  private func referred(by type: String, _ key: String) -> Set<String> {
    Set(
      (resources[type] ?? []).compactMap {
        if case .text(let id) = $0.properties[key].value { id } else { nil }
      })
  }

  func read(documents: Int) -> (topology: Topology, findings: [Finding]) {
    gather()
    for (type, map) in mappings { each(type, map) }
    for (type, shape) in Self.services { each(type) { mapService($0, shape) } }
    countOthers()
    network.finish(documents: documents)
    stacks.reportStrayParameters()
    return (network.topology, stacks.findings + network.findings)
  }

  /// What is read, in the order in which it is needed.
  private var mappings: [(String, (DeclaredResource) -> Void)] {
    [
      ("AWS::EC2::VPC", readVPC), ("AWS::EC2::VPCCidrBlock", readVPCRange),
      ("AWS::EC2::Subnet", readSubnet), ("AWS::EC2::SubnetCidrBlock", readSubnetRange),
      ("AWS::EC2::PrefixList", readPrefixList),
      ("AWS::EC2::InternetGateway", readInternetGateway),
      ("AWS::EC2::EgressOnlyInternetGateway", readEgressOnlyInternetGateway),
      ("AWS::EC2::CarrierGateway", readCarrierGateway),
      ("AWS::EC2::VPNGateway", readVPNGateway), ("AWS::EC2::VPCGatewayAttachment", readGatewayAttachment),
      ("AWS::EC2::SecurityGroup", readSecurityGroup),
      ("AWS::EC2::SecurityGroupVpcAssociation", readGroupAssociation),
      ("AWS::EKS::Cluster", mapCluster),
      ("AWS::EC2::SecurityGroupIngress", { [self] in readGroupRule($0, .ingress) }),
      ("AWS::EC2::SecurityGroupEgress", { [self] in readGroupRule($0, .egress) }),
      ("AWS::EC2::NetworkAcl", readNetworkACL), ("AWS::EC2::NetworkAclEntry", readNetworkACLEntry),
      ("AWS::EC2::SubnetNetworkAclAssociation", readNetworkACLAssociation),
      ("AWS::EC2::LaunchTemplate", readLaunchTemplate),
      ("AWS::AutoScaling::LaunchConfiguration", readLaunchTemplate),
      ("AWS::EC2::NetworkInterface", readNetworkInterface), ("AWS::EC2::Instance", readInstance),
      ("AWS::EC2::NetworkInterfaceAttachment", readInterfaceAttachment),
      ("AWS::ElasticLoadBalancingV2::TargetGroup", readTargetGroup),
      ("AWS::ElasticLoadBalancing::LoadBalancer", mapClassicBalancer),
      ("AWS::AutoScaling::AutoScalingGroup", readScalingGroup),
      ("AWS::EC2::EIP", readElasticIP), ("AWS::EC2::EIPAssociation", readElasticIPAssociation),
      ("AWS::EC2::NatGateway", readNATGateway),
      ("AWS::EC2::VPCPeeringConnection", readPeering),
      ("AWS::EC2::TransitGateway", readTransitGateway),
      ("AWS::EC2::TransitGatewayRouteTable", readTransitGatewayTable),
      ("AWS::EC2::TransitGatewayAttachment", readTransitGatewayAttachment),
      ("AWS::EC2::TransitGatewayVpcAttachment", readTransitGatewayAttachment),
      ("AWS::EC2::TransitGatewayPeeringAttachment", readTransitGatewayPeering),
      ("AWS::EC2::CustomerGateway", mapCustomerGateway), ("AWS::EC2::VPNConnection", mapVPNConnection),
      ("AWS::EC2::VPNConnectionRoute", mapVPNConnectionRoute),
      ("AWS::EC2::TransitGatewayConnect", mapTransitConnect),
      ("AWS::NetworkFirewall::RuleGroup", mapRuleGroup),
      ("AWS::NetworkFirewall::FirewallPolicy", mapFirewallPolicy),
      ("AWS::NetworkFirewall::Firewall", mapNetworkFirewall),
      ("AWS::NetworkFirewall::VpcEndpointAssociation", mapFirewallAssociation),
      ("AWS::EC2::TransitGatewayRouteTableAssociation", readTransitGatewayAssociation),
      ("AWS::EC2::TransitGatewayRouteTablePropagation", readTransitGatewayPropagation),
      ("AWS::EC2::TransitGatewayRoute", readTransitGatewayRoute),
      ("AWS::EC2::RouteTable", readRouteTable), ("AWS::EC2::Route", readRoute),
      ("AWS::EC2::SubnetRouteTableAssociation", readRouteTableAssociation),
      ("AWS::EC2::GatewayRouteTableAssociation", readGatewayAssociation),
      ("AWS::EC2::VPNGatewayRoutePropagation", readRoutePropagation),
      ("AWS::EC2::VPCEndpointService", readEndpointService), ("AWS::EC2::VPCEndpoint", readEndpoint),
      ("AWS::EC2::InstanceConnectEndpoint", mapConnectEndpoint),
      ("AWS::EC2::VPCBlockPublicAccessOptions", mapPublicAccessOptions),
      ("AWS::EC2::VPCBlockPublicAccessExclusion", mapPublicAccessExclusion),
      ("AWS::EC2::ClientVpnEndpoint", mapClientVPNEndpoint),
      ("AWS::EC2::ClientVpnTargetNetworkAssociation", mapClientVPNAssociation),
      ("AWS::EC2::ClientVpnAuthorizationRule", mapClientVPNAuthorization),
      ("AWS::EC2::ClientVpnRoute", mapClientVPNRoute),
      ("AWS::ElasticLoadBalancingV2::LoadBalancer", readLoadBalancer),
      ("AWS::ElasticLoadBalancingV2::Listener", readListener),
      ("AWS::ElasticLoadBalancingV2::ListenerRule", readListenerRule),
      ("AWS::RDS::DBSubnetGroup", mapSubnetGroup), ("AWS::ElastiCache::SubnetGroup", mapSubnetGroup),
      ("AWS::Redshift::ClusterSubnetGroup", mapSubnetGroup), ("AWS::DocDB::DBSubnetGroup", mapSubnetGroup),
      ("AWS::Neptune::DBSubnetGroup", mapSubnetGroup), ("AWS::MemoryDB::SubnetGroup", mapSubnetGroup),
      ("AWS::RDS::DBCluster", readDatabase), ("AWS::RDS::DBInstance", readDatabase),
      ("AWS::DocDB::DBCluster", readDatabase), ("AWS::DocDB::DBInstance", readDatabase),
      ("AWS::Neptune::DBCluster", readDatabase), ("AWS::Neptune::DBInstance", readDatabase),
      ("AWS::Lambda::Function", readFunction), ("AWS::Serverless::Function", readFunction),
      ("AWS::ECS::Service", readService), ("AWS::EKS::Nodegroup", readClusterNodes),
      ("AWS::EKS::FargateProfile", readClusterNodes),
    ]
  }

  /// The types that something is made of.
  var mappedTypes: Set<String> { Set(mappings.map(\.0) + Self.services.map(\.type)) }

  private func each(_ type: String, _ body: (DeclaredResource) -> Void) {
    for resource in resources.removeValue(forKey: type) ?? [] {
      if let doubt = doubts[resource.id], !Self.ofOthers.contains(type) {
        network.map(resource, CloudFormationTypes.kind(type)) { () throws(DeclaredError) in
          throw DeclaredError(doubt, at: resource.origin)
        }
      } else {
        body(resource)
      }
    }
  }

  /// Parts of a table, a group or a list: one in doubt leaves that one open, and nothing else.
  private static let ofOthers: Set<String> = [
    "AWS::EC2::Route", "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::NetworkAclEntry", "AWS::EC2::TransitGatewayRoute", "AWS::EC2::VPNConnectionRoute",
    "AWS::EC2::ClientVpnAuthorizationRule", "AWS::EC2::ClientVpnRoute",
  ]

  /// Throws where nobody knows whether a resource exists.
  func requireCertain(_ resource: DeclaredResource) throws(DeclaredError) {
    if let doubt = doubts[resource.id] { throw DeclaredError(doubt, at: resource.origin) }
  }

  /// Types without a mapping, in order.
  func leftOver() -> [DeclaredResource] { resources.sorted { $0.key < $1.key }.flatMap(\.value) }

  // MARK: Gathering

  /// The stacks' resources; nested stacks join while their parents are read.
  private func gather() {
    let mapped = mappedTypes
    var next = 0
    while next < stacks.stacks.count {
      let stack = stacks.stacks[next]
      next += 1
      for macro in stack.template.transforms where !macro.hasPrefix("AWS::") {
        network.report(
          "PW_MACRO_NOT_RUN", .warning, stack.name,
          "the macro \(macro) is not run; what it would change is not seen", at: stack.template.root.origin)
      }
      for member in stack.resources { gather(member, in: stack, mapped) }
    }
  }

  private func gather(_ member: TemplateMember, in stack: CloudFormationStack, _ mapped: Set<String>) {
    guard let type = member.value["Type"]?.text else {
      network.report(
        "PW_UNREADABLE_RESOURCE", .error, member.key, "this resource is left out: it has no Type",
        at: member.origin)
      return
    }
    if let condition = member.value["Condition"]?.text {
      switch stack.holds(condition, at: member.origin) {
      case .some(true): break
      case .some(false): return
      case nil:
        doubts[stack.id(member.key)] = "whether the condition \(condition) holds is not known"
      }
    }
    let id = stack.id(member.key)
    types[id] = type
    if CloudFormationStacks.isStack(member.value) {
      let child = stacks.nested(member.key, member.value, in: stack)
      network.count(type, modelled: child != nil, reason: "their templates are not in the input")
      if child == nil {
        network.report(
          "PW_NESTED_STACK_NOT_IN_INPUT", .warning, member.key,
          "the template of this nested stack is not in the input; give its file together with this one",
          at: member.origin)
      }
      return
    }
    // What is not mapped may hold anything, and nothing that is looked at.
    let members = mapped.contains(type) ? member.value["Properties"]?.members ?? [] : []
    let properties = DeclaredField(
      .object(stack.object(members, without: Self.ignoredProperties)), at: member.origin)
    resources[type, default: []].append(
      DeclaredResource(
        id: id, address: member.key, type: type, account: stacks.account, region: stacks.region,
        properties: properties))
  }

  /// What no packet meets: their parameters need no values.
  private static let ignoredProperties: Set<String> = [
    "KeyName", "ImageId", "UserData", "IamInstanceProfile", "BlockDeviceMappings", "MasterUserPassword",
    "MasterUsername", "MasterUserSecret", "Code", "CodeUri", "InlineCode", "Environment", "Role", "Policies",
    "Certificates", "HealthCheckPath", "KmsKeyId", "SnapshotIdentifier", "DBSnapshotIdentifier", "Metadata",
    "Events", "TaskDefinition", "Cluster", "NotificationConfigurations", "MetadataOptions", "DBName",
    "DatabaseName", "EngineVersion", "AllocatedStorage", "BackupRetentionPeriod", "NotificationConfiguration",
    "PolicyDocument", "InstanceType", "CacheNodeType", "DBInstanceClass", "NodeType", "AuthToken",
  ]
}
