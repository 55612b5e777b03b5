import PacketWalkTopology

extension GraphBuilder {
  /// Block Public Access at a gateway to the internet: blocked, let pass, or not known (BPA-2).
  mutating func publicAccess(_ side: PublicAccessSide) -> [Op] {
    let blocks = Op.require(.publicAccess(side), .publicAccessBlocked, isFatal: false)
    let vpc: VPCIndex =
      switch side {
      case .out(let vpc), .outbound(let vpc), .in(let vpc, _): vpc
      }
    let isUnknown =
      vpcs[vpc.value].publicAccess == .unknown
      || subnets.contains { $0.vpc == vpc && $0.publicAccess == .unknown }
    guard isUnknown else { return [blocks] }
    let info = topology.vpcs[vpc.value].info
    let element = ElementRef(.vpc, vpc.value)
    let input = missingInput(
      "the VPC Block Public Access mode and exclusions of account \(info.account ?? "unknown") in"
        + " \(info.region ?? "an unknown Region")",
      remedy: "aws ec2 describe-vpc-block-public-access-options, describe-vpc-block-public-access-exclusions",
      element)
    return [.goIf(.publicAccessUnknown(side), port(element, .missing(input))), blocks]
  }
}
