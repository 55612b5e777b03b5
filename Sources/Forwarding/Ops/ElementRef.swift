/// A resource as the graph names it: its kind and its place in the topology's array of that kind. Eight
/// bytes; reports turn it into words.
package struct ElementRef: Hashable, Sendable {
  package enum Kind: UInt8, Hashable, Sendable {
    case internet
    case vpc
    case subnet
    case networkInterface
    case routeTable
    case networkACL
    case securityGroup
    case internetGateway
    case egressOnlyInternetGateway
    case carrierGateway
    case natGateway
    case vpcPeeringConnection
    case transitGateway
    case transitGatewayAttachment
    case transitGatewayRouteTable
    case vpnGateway
    case vpnConnection
    case directConnectGateway
    case clientVPNEndpoint
    case externalNetwork
    case vpcEndpoint
    case endpointService
    case resourceGateway
    case resourceConfiguration
    case serviceNetworkAssociation
    case networkFirewall
    case firewallPolicy
    case ruleGroup
    case loadBalancer
    case targetGroup
    case prefixList
    case unmodelled
    /// DNS resolver, instance metadata and the like: the index is the `ExemptService`'s.
    case exemptService
  }

  package var kind: Kind
  package var index: UInt32

  package init(_ kind: Kind, _ index: Int) {
    self.kind = kind
    self.index = UInt32(index)
  }

  package static let internet = ElementRef(.internet, 0)
}
