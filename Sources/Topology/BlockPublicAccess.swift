package import PacketWalkDiagnostics

/// A mode of VPC Block Public Access (`InternetGatewayBlockMode`, BPA-1).
package enum BlockPublicAccess: String, Hashable, Sendable {
  case off
  case bidirectional = "block-bidirectional"
  case ingress = "block-ingress"
}

/// The mode of an account in a Region (`describe-vpc-block-public-access-options`).
package struct BlockPublicAccessOptions: Hashable, Sendable {
  package var mode: BlockPublicAccess
  /// Nil for any, where the input doesn't say.
  package var account: String?
  package var region: String?
  package var origin: Origin

  package init(
    mode: BlockPublicAccess, account: String? = nil, region: String? = nil, origin: Origin = .implied
  ) {
    self.mode = mode
    self.account = account
    self.region = region
    self.origin = origin
  }

  /// Whether they are about what an account owns in a Region, as far as both say.
  package func govern(_ info: ResourceInfo) -> Bool {
    (account == nil || info.account == nil || account == info.account)
      && (region == nil || info.region == nil || region == info.region)
  }
}

/// A VPC or subnet to which the mode does not apply (`describe-vpc-block-public-access-exclusions`).
package struct BlockPublicAccessExclusion: Resource, Hashable {
  package static let kindName = "block public access exclusion"

  package enum Scope: Hashable, Sendable {
    /// The VPC and all of its subnets.
    case vpc(VPCID)
    case subnet(SubnetID)
  }

  /// `InternetGatewayExclusionMode`.
  package enum Mode: String, Hashable, Sendable {
    case bidirectional = "allow-bidirectional"
    /// Sessions that begin inside; only where the mode blocks both directions.
    case egress = "allow-egress"
  }

  package var id: ResourceID<BlockPublicAccessExclusion>
  package var info: ResourceInfo
  package var scope: Scope
  package var mode: Mode
  /// Whether `State` is `create-complete` or `update-complete`.
  package var isInForce: Bool

  package init(
    id: ResourceID<BlockPublicAccessExclusion>, info: ResourceInfo = ResourceInfo(), scope: Scope, mode: Mode,
    isInForce: Bool = true
  ) {
    self.id = id
    self.info = info
    self.scope = scope
    self.mode = mode
    self.isInForce = isInForce
  }
}
