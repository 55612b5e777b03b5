import PacketWalkForwarding

/// Why no change of rules, routes or addresses helps against a code, and what AWS offers instead.
struct Redesign {
  var sentence: String
  /// The page that says so.
  var source: String

  /// What is said of the code, where it asks for another design rather than for a change elsewhere.
  static func of(_ code: Code) -> Redesign? {
    switch code {
    case .noPublicAddressForIngress, .noInternetGateway:
      return Redesign(
        sentence: "the internet can begin connections to public addresses only; an internet-facing load "
          + "balancer in public subnets takes them for hosts that have none, and a Session Manager or "
          + "EC2 Instance Connect Endpoint session lets administrators in without",
        source: "VPC guide, internet gateways; EC2 guide, Instance Connect Endpoint")
    case .natUnsolicited, .natWithoutSession:
      return Redesign(
        sentence:
          "nothing can begin a connection through a NAT gateway from outside, and replies to what came in "
          + "another way do not pass it; put an internet-facing load balancer in front, or the host in a "
          + "subnet of its own whose route leads to the internet gateway",
        source: "VPC guide, NAT gateways")
    case .noPublicAddressForEgress:
      return Redesign(
        sentence: "an internet gateway carries only what has a public address; a NAT gateway in a public "
          + "subnet gives its own to hosts of subnets that route to it",
        source: "VPC guide, internet gateways; NAT gateways")
    case .peeringAddress:
      return Redesign(
        sentence: "peering is not transitive and leads to no gateway or endpoint of the other VPC; a transit "
          + "gateway connects many VPCs and shared gateways, PrivateLink or VPC Lattice one service",
        source: "VPC peering guide, limitations")
    case .replyMisdelivered:
      return Redesign(
        sentence:
          "networks whose ranges overlap cannot be told apart by wider routes; PrivateLink and VPC Lattice need "
          + "none, and a private NAT gateway on one side with a load balancer on the other translates to ranges "
          + "that do not overlap",
        source:
          "VPC peering guide, limitations; Multi-VPC network infrastructure whitepaper, private NAT gateway")
    case .vpnGatewayEgress, .vpnGatewayIngress:
      return Redesign(
        sentence: "a virtual private gateway serves its own VPC only; attached to a transit gateway, the VPN "
          + "or Direct Connect serves all VPCs attached there",
        source: "VPC peering guide, limitations; Transit gateway guide, VPN attachments")
    case .privateDestinationAtInternetGateway, .sharedDestinationAtInternetGateway:
      return Redesign(
        sentence: "no gateway of the VPC leads to that range; connect the networks by peering, a transit "
          + "gateway or a VPN, or one service by PrivateLink or VPC Lattice",
        source: "VPC guide, connect your VPC")
    case .noRoute:
      return Redesign(
        sentence: "no gateway of the VPC leads there; an internet or NAT gateway leads to the internet, a "
          + "peering connection, transit gateway or VPN to other networks, an endpoint to a service of AWS's",
        source: "VPC guide, connect your VPC")
    case .gatewayEndpointSource:
      return Redesign(
        sentence: "a gateway endpoint serves its own VPC only; an interface endpoint takes what comes by "
          + "peering, transit gateway, VPN or Direct Connect",
        source: "PrivateLink guide, gateway endpoints")
    case .egressOnlyUnsolicited:
      return Redesign(
        sentence: "an egress-only internet gateway admits only replies; what the internet may begin comes "
          + "by an internet gateway, best to a dual-stack load balancer",
        source: "VPC guide, egress-only internet gateways")
    case .endpointInitiates:
      return Redesign(
        sentence: "an endpoint answers and begins nothing; for connections the other way make an endpoint "
          + "there, or connect the networks by peering, a transit gateway or VPC Lattice",
        source: "PrivateLink guide, concepts")
    default: return nil
    }
  }
}

extension CodeEntry {
  /// What to do against the code where no edit of the topology helps, and the page that says so.
  var advice: (sentence: String, source: String) {
    if let redesign = Redesign.of(code) { return (redesign.sentence, redesign.source) }
    return (remedy, source)
  }
}
