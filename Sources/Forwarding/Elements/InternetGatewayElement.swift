import PacketWalkAddressing
import PacketWalkTopology

/// An internet gateway: maps private to public IPv4 addresses one to one, passes IPv6 of the VPC's
/// interfaces, refuses private ranges, forgets group identity, keeps no state (A5).
extension GraphBuilder {
  mutating func allocateInternetGateways() {
    for place in topology.internetGateways.indices {
      internetGatewayOut.append(makePort(ElementRef(.internetGateway, place)))
      internetGatewayIn.append(makePort(ElementRef(.internetGateway, place)))
    }
  }

  mutating func lowerInternetGateway(_ place: Int) {
    let gateway = topology.internetGateways[place]
    guard let id = gateway.vpc, let vpc = vpcIndex(id) else {
      define(internetGatewayOut[place], [.drop(.badStateRoute)])
      define(internetGatewayIn[place], [.drop(.badState)])
      return
    }
    // An edge table steers what comes in (RT-11); without one the VPC delivers.
    let edge = topology.routeTables.firstIndex {
      $0.vpc == id && $0.gateways.contains(gateway.id.rawValue)
    }
    .map { table(compiling: $0) }
    // A subnet whose traffic it steers to a middlebox cannot go round the middlebox (RT-12).
    let redirection: [Op] =
      edge.map { [.assume(.asymmetricEdgeRoutingFails, unless: .notRedirected(by: $0))] } ?? []
    define(
      internetGatewayOut[place],
      redirection + [
        .identity(.lose(.groupReferenceNotPreserved))
      ] + publicAccess(.out(vpc)) + [
        rewrite(Rewrite(source: .publicAddress(vpc, .noPublicAddressForEgress))),
        .require(.destinationNotPrivate, .privateDestinationAtInternetGateway, isFatal: true),
        .require(.destinationNotShared, .sharedDestinationAtInternetGateway, isFatal: true),
        .go(internetPort),
      ])
    // A regional NAT gateway's addresses are in no range of the VPC that the table could name (NAT-9).
    let regional: [Op] =
      edge == nil
      ? []
      : topology.natGateways.filter { $0.isRegional && $0.vpc == id }.flatMap(\.allAddresses).map {
        .goIf(.destinationIn(IPPrefix(host: $0.address)), vpcLocal[vpc.value])
      }
    let onward: [Op] = regional + [edge.map { .lookup($0) } ?? .local(vpc)]
    define(
      internetGatewayIn[place],
      [
        .sent(from: nil),
        .identity(.lose(.groupReferenceNotPreserved)),
        .require(.sourceNotPrivate, .privateSourceAtInternetGateway, isFatal: true),
        .require(.sourceNotShared, .sharedSourceAtInternetGateway, isFatal: true),
        rewrite(Rewrite(destination: .privateAddress(vpc, .noPublicAddressForIngress))),
        .require(.destinationAcceptsInternetGateway(vpc), .deniesInternetGatewayTraffic, isFatal: true),
      ] + publicAccess(.in(vpc, via: edge)) + onward)
  }
}
