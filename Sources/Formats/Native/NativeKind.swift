/// The kinds of things that a native topology names and refers to.
enum NativeKind: String, Hashable, CaseIterable {
  case vpc = "VPC"
  case subnet
  case routeTable = "route table"
  case networkACL = "network ACL"
  case securityGroup = "security group"
  case interface = "network interface"
  case natGateway = "NAT gateway"
  case endpoint
  case endpointService = "endpoint service"
  case resourceGateway = "resource gateway"
  case resourceConfiguration = "resource configuration"
  case connectEndpoint = "instance connect endpoint"
  case managedService = "managed service"
  case serviceNetwork = "service network association"
  case networkFirewall = "network firewall"
  case firewallPolicy = "firewall policy"
  case ruleGroup = "rule group"
  case loadBalancer = "load balancer"
  case targetGroup = "target group"
  case internetGateway = "internet gateway"
  case egressOnlyGateway = "egress-only gateway"
  case carrierGateway = "carrier gateway"
  case vpnGateway = "VPN gateway"
  case publicAccessExclusion = "public access exclusion"
  case vpnConnection = "VPN connection"
  case directConnectGateway = "Direct Connect gateway"
  case clientVPNEndpoint = "Client VPN endpoint"
  case externalNetwork = "external network"
  case unmodelled = "unmodelled thing"
  case instance
  case prefixList = "prefix list"
  case peering = "peering connection"
  case transitGateway = "transit gateway"
  case attachment = "transit gateway attachment"
  case transitRouteTable = "transit gateway route table"

  /// With its article, as messages need it.
  var withArticle: String {
    switch self {
    case .interface, .endpoint, .endpointService, .connectEndpoint, .internetGateway, .egressOnlyGateway,
      .unmodelled,
      .instance, .externalNetwork:
      self == .interface ? "a \(rawValue)" : "an \(rawValue)"
    default: "a \(rawValue)"
    }
  }
}
