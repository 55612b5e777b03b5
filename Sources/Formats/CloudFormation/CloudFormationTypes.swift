import PacketWalkTopology

/// Types of resources: what they are parts of.
enum CloudFormationTypes {
  /// The kind of which one is missing where a resource can't be read.
  static func kind(_ type: String) -> ResourceKind? {
    switch type {
    case "AWS::EC2::Subnet": .subnets
    case "AWS::EC2::RouteTable", "AWS::EC2::SubnetRouteTableAssociation",
      "AWS::EC2::GatewayRouteTableAssociation":
      .routeTables
    case "AWS::EC2::NetworkAcl", "AWS::EC2::SubnetNetworkAclAssociation": .networkACLs
    case "AWS::EC2::SecurityGroup": .securityGroups
    case "AWS::EC2::InternetGateway", "AWS::EC2::VPCGatewayAttachment": .internetGateways
    case "AWS::EC2::EgressOnlyInternetGateway": .egressOnlyInternetGateways
    case "AWS::EC2::CarrierGateway": .carrierGateways
    case "AWS::EC2::VPNGateway": .vpnGateways
    case "AWS::EC2::NatGateway": .natGateways
    case "AWS::EC2::VPCPeeringConnection": .vpcPeeringConnections
    case "AWS::EC2::TransitGateway": .transitGateways
    case "AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment",
      "AWS::EC2::TransitGatewayPeeringAttachment", "AWS::EC2::TransitGatewayConnect":
      .transitGatewayAttachments
    case "AWS::EC2::TransitGatewayRouteTable", "AWS::EC2::TransitGatewayRouteTableAssociation",
      "AWS::EC2::TransitGatewayRouteTablePropagation":
      .transitGatewayRouteTables
    case "AWS::EC2::VPCEndpoint", "AWS::NetworkFirewall::Firewall", "AWS::NetworkFirewall::FirewallPolicy",
      "AWS::NetworkFirewall::RuleGroup", "AWS::NetworkFirewall::VpcEndpointAssociation":
      .vpcEndpoints
    case "AWS::EC2::VPNConnection", "AWS::EC2::VPNConnectionRoute": .vpnConnections
    case "AWS::EC2::VPNGatewayRoutePropagation": .routeTables
    case "AWS::EC2::SecurityGroupVpcAssociation": .securityGroups
    case "AWS::EC2::VPCBlockPublicAccessOptions", "AWS::EC2::VPCBlockPublicAccessExclusion":
      .publicAccessExclusions
    case "AWS::EC2::PrefixList": .prefixLists
    case "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener",
      "AWS::ElasticLoadBalancingV2::ListenerRule", "AWS::ElasticLoadBalancing::LoadBalancer":
      .loadBalancers
    case "AWS::ElasticLoadBalancingV2::TargetGroup": .targetGroups
    case "AWS::EC2::Instance", "AWS::EC2::NetworkInterface", "AWS::RDS::DBInstance", "AWS::RDS::DBCluster",
      "AWS::Lambda::Function", "AWS::Serverless::Function", "AWS::ECS::Service",
      "AWS::AutoScaling::AutoScalingGroup", "AWS::EC2::NetworkInterfaceAttachment",
      "AWS::EKS::Cluster", "AWS::EKS::Nodegroup", "AWS::EKS::FargateProfile":
      .networkInterfaces
    default: CloudFormationReader.services.contains { $0.type == type } ? .networkInterfaces : nil
    }
  }

  /// Services whose resources all are, or hold, parts of the network.
  private static let networkServices = [
    "AWS::EC2::", "AWS::ElasticLoadBalancing::", "AWS::ElasticLoadBalancingV2::", "AWS::NetworkFirewall::",
    "AWS::NetworkManager::", "AWS::GlobalAccelerator::", "AWS::VpcLattice::", "AWS::DirectConnect::",
  ]

  /// Of other services, what may have interfaces in a VPC and has no model.
  private static let networkTypes: Set<String> = [
    "AWS::RedshiftServerless::Workgroup", "AWS::DMS::ReplicationInstance", "AWS::MWAA::Environment",
    "AWS::WorkSpaces::Workspace", "AWS::DirectoryService::MicrosoftAD", "AWS::DAX::Cluster",
    "AWS::EMR::Cluster", "AWS::Batch::ComputeEnvironment",
    "AWS::Transfer::Server", "AWS::AppRunner::VpcConnector", "AWS::CloudFront::VpcOrigin",
  ]

  /// Of those services, what no packet meets.
  private static let others: Set<String> = [
    "AWS::EC2::DHCPOptions", "AWS::EC2::VPCDHCPOptionsAssociation", "AWS::EC2::FlowLog", "AWS::EC2::KeyPair",
    "AWS::EC2::Volume", "AWS::EC2::VolumeAttachment", "AWS::EC2::PlacementGroup",
    "AWS::EC2::VPCEndpointServicePermissions",
    "AWS::EC2::VPCEndpointConnectionNotification", "AWS::EC2::CapacityReservation", "AWS::EC2::Host",
    "AWS::EC2::NetworkInterfacePermission", "AWS::EC2::IPAM", "AWS::EC2::IPAMPool", "AWS::EC2::IPAMScope",
    "AWS::ElasticLoadBalancingV2::ListenerCertificate", "AWS::NetworkFirewall::LoggingConfiguration",
    "AWS::NetworkManager::GlobalNetwork", "AWS::NetworkManager::Site",
  ]

  static func isNetwork(_ type: String) -> Bool {
    if others.contains(type) { return false }
    return networkTypes.contains(type) || networkServices.contains { type.hasPrefix($0) }
  }

  /// `AWS::EC2::ClientVpnEndpoint` as `client vpn endpoint`.
  static func words(_ type: String) -> String {
    var words = ""
    var wasCapital = true
    for character in type.split(separator: ":").last ?? "" {
      if character.isUppercase, !wasCapital { words += " " }
      wasCapital = character.isUppercase
      words += character.lowercased()
    }
    return words
  }
}
