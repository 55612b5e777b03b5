package import PacketWalkDiagnostics

/// A transit gateway (`describe-transit-gateways`), or a Cloud WAN core network, whose segments are its route
/// tables (CWAN-1).
package struct TransitGateway: Resource, Hashable {
  package static let kindName = "transit gateway"
  package var id: TransitGatewayID
  package var info: ResourceInfo
  /// `Options.SecurityGroupReferencingSupport`; off by default (SG-9).
  package var referencesSecurityGroups: Bool
  /// Whether it is a core network.
  package var isCoreNetwork: Bool

  package init(
    id: TransitGatewayID, info: ResourceInfo = ResourceInfo(), referencesSecurityGroups: Bool = false,
    isCoreNetwork: Bool = false
  ) {
    self.id = id
    self.info = info
    self.referencesSecurityGroups = referencesSecurityGroups
    self.isCoreNetwork = isCoreNetwork
  }
}

/// An attachment of a transit gateway (`describe-transit-gateway-…-attachments`, merged by identifier).
///
/// The two ends of a peering are two attachments, one at each gateway. They may carry the same
/// identifier, so that an attachment is named by its gateway and its identifier together.
package struct TransitGatewayAttachment: Resource, Hashable {
  package static let kindName = "transit gateway attachment"
  /// `ResourceType` of a network firewall's attachment (NFW-3).
  package static let networkFunction = "network-function"

  package enum Kind: Hashable, Sendable {
    /// A VPC by way of one subnet a zone (TGW-1).
    case vpc(VPCID, subnets: [SubnetID])
    /// Another transit gateway, and the attachment at that end; the identifiers may be equal.
    case peering(TransitGatewayID, attachment: TransitGatewayAttachmentID)
    /// `ResourceType` of what is not modelled, and its `ResourceId` (TGW-12).
    case other(String, resource: String)
  }

  package var id: TransitGatewayAttachmentID
  package var info: ResourceInfo
  package var transitGateway: TransitGatewayID
  package var kind: Kind
  /// Whether `State` is `available`.
  package var isAvailable: Bool
  /// `Options.ApplianceModeSupport` (TGW-8).
  package var isApplianceMode: Bool
  /// `Options.Ipv6Support` (TGW-10).
  package var supportsIPv6: Bool
  /// `Options.SecurityGroupReferencingSupport`; on by default (SG-9).
  package var referencesSecurityGroups: Bool
  /// The core network's edge that it is attached to: `EdgeLocation`, a Region.
  package var edge: String?
  /// `CreationTime`, as the input has it: which of two overlapping VPCs came first (TGW-5).
  package var createdAt: String?

  package init(
    id: TransitGatewayAttachmentID, info: ResourceInfo = ResourceInfo(), transitGateway: TransitGatewayID,
    kind: Kind, isAvailable: Bool = true, isApplianceMode: Bool = false, supportsIPv6: Bool = false,
    referencesSecurityGroups: Bool = true, edge: String? = nil, createdAt: String? = nil
  ) {
    self.id = id
    self.info = info
    self.transitGateway = transitGateway
    self.kind = kind
    self.isAvailable = isAvailable
    self.isApplianceMode = isApplianceMode
    self.supportsIPv6 = supportsIPv6
    self.referencesSecurityGroups = referencesSecurityGroups
    self.edge = edge
    self.createdAt = createdAt
  }
}

/// A route table of a transit gateway. `routes` holds static and propagated routes alike; a format that
/// knows only propagations resolves them to the attached VPC's ranges (TGW-3).
package struct TransitGatewayRouteTable: Resource, Hashable {
  package static let kindName = "transit gateway route table"
  package var id: TransitGatewayRouteTableID
  package var info: ResourceInfo
  package var transitGateway: TransitGatewayID
  /// Attachments whose incoming traffic it routes (TGW-2).
  package var associations: [TransitGatewayAttachmentID]
  /// Nil when the input doesn't hold the table's routes.
  package var routes: [TransitGatewayRoute]?
  /// Whether `routes` is all of them: false when the input holds only what is propagated, or a route could
  /// not be read, so that a longer match may be missing.
  package var isComplete: Bool

  package init(
    id: TransitGatewayRouteTableID, info: ResourceInfo = ResourceInfo(), transitGateway: TransitGatewayID,
    associations: [TransitGatewayAttachmentID] = [], routes: [TransitGatewayRoute]?,
    isComplete: Bool = true
  ) {
    self.id = id
    self.info = info
    self.transitGateway = transitGateway
    self.associations = associations
    self.routes = routes
    self.isComplete = isComplete
  }
}

/// One route of a transit gateway's table.
package struct TransitGatewayRoute: Hashable, Sendable {
  /// In the order in which equal prefixes are chosen (TGW-4).
  package enum Source: Int, Hashable, Sendable, Comparable {
    case `static` = 0
    case prefixListReference
    case propagated

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  package var destination: RouteDestination
  package var source: Source
  package var isBlackhole: Bool
  /// The next attachments; several for equal-cost paths, none for a blackhole. None on any other route:
  /// the input doesn't say where it leads.
  package var attachments: [TransitGatewayAttachmentID]
  package var origin: Origin

  package init(
    destination: RouteDestination, source: Source = .static, isBlackhole: Bool = false,
    attachments: [TransitGatewayAttachmentID], origin: Origin = .implied
  ) {
    self.destination = destination
    self.source = source
    self.isBlackhole = isBlackhole
    self.attachments = attachments
    self.origin = origin
  }
}
