import PacketWalkAddressing
import PacketWalkTopology

/// A carrier gateway: maps private to carrier addresses one to one, as an internet gateway does, IPv4 only. The
/// internet gets TCP and ping that begin inside, devices on the carrier's network everything (OUT-1).
extension GraphBuilder {
  mutating func allocateCarrierGateways() {
    for place in topology.carrierGateways.indices {
      carrierOut.append(makePort(ElementRef(.carrierGateway, place)))
    }
  }

  mutating func lowerCarrierGateway(_ place: Int) {
    guard let id = topology.carrierGateways[place].vpc, let vpc = vpcIndex(id) else {
      define(carrierOut[place], [.drop(.badStateRoute)])
      return
    }
    let access = publicAccess(.out(vpc))
    define(
      carrierOut[place],
      [.require(.family4, .carrierFamily, isFatal: true), .identity(.lose(.groupReferenceNotPreserved))]
        + access + [
          rewrite(Rewrite(source: .carrierAddress(vpc, .noCarrierAddress))),
          .assume(.carrierDevice, unless: .carrierCarriesOut), .go(internetPort),
        ])
  }

  /// Where traffic for a VPC's carrier addresses enters it.
  mutating func carrierIngress(of vpc: VPCIndex) -> PortID {
    let id = topology.vpcs[vpc.value].id
    guard let place = topology.carrierGateways.firstIndex(where: { $0.vpc == id }) else {
      return port(ElementRef(.vpc, vpc.value), .drop(.noCarrierAddress))
    }
    let access = publicAccess(.in(vpc, via: nil))
    let start = makePort(ElementRef(.carrierGateway, place))
    define(
      start,
      [
        .sent(from: nil), .identity(.lose(.groupReferenceNotPreserved)),
        rewrite(Rewrite(destination: .carrierPrivateAddress(vpc, .noCarrierAddress))),
        .assume(.carrierDevice, unless: .carrierCarriesIn),
      ] + access + [.local(vpc)])
    return start
  }
}
