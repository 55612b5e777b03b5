package import PacketWalkAddressing
package import PacketWalkDiagnostics

/// A load balancer of any kind (`elbv2` and `elb describe-load-balancers`).
package struct LoadBalancer: Resource, Hashable {
  package static let kindName = "load balancer"

  package enum Kind: String, Hashable, Sendable {
    case application
    case network
    case gateway
    case classic
  }

  /// The ARN, or the name of a classic one.
  package var id: LoadBalancerID
  package var info: ResourceInfo
  package var kind: Kind
  package var isInternetFacing: Bool
  package var vpc: VPCID
  /// One node a subnet (LB-1).
  package var subnets: [SubnetID]
  /// The nodes' interfaces.
  package var nodes: [NetworkInterfaceID]
  package var securityGroups: [SecurityGroupID]
  /// `load_balancing.cross_zone.enabled`.
  package var isCrossZone: Bool?
  package var dnsName: String?
  /// Whether `State.Code` is `active` or `active_impaired`.
  package var isAvailable: Bool
  package var listeners: [Listener]
  /// Whether `listeners` is all of them: false when the input doesn't hold any, so that nothing is known
  /// of what the load balancer accepts.
  package var areListenersKnown: Bool
  /// `EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic`: whether the groups judge what comes from
  /// endpoints too (NLB-6).
  package var judgesPrivateLink: Bool

  package init(
    id: LoadBalancerID, info: ResourceInfo = ResourceInfo(), kind: Kind, isInternetFacing: Bool,
    vpc: VPCID, subnets: [SubnetID] = [], nodes: [NetworkInterfaceID] = [],
    securityGroups: [SecurityGroupID] = [], isCrossZone: Bool?, dnsName: String? = nil,
    isAvailable: Bool = true,
    listeners: [Listener] = [], areListenersKnown: Bool = true, judgesPrivateLink: Bool = true
  ) {
    self.id = id
    self.info = info
    self.kind = kind
    self.isInternetFacing = isInternetFacing
    self.vpc = vpc
    self.subnets = subnets
    self.nodes = nodes
    self.securityGroups = securityGroups
    self.isCrossZone = isCrossZone
    self.dnsName = dnsName
    self.isAvailable = isAvailable
    self.listeners = listeners
    self.areListenersKnown = areListenersKnown
    self.judgesPrivateLink = judgesPrivateLink
  }
}

/// A listener and where it forwards.
package struct Listener: Hashable, Sendable {
  /// One rule: conditions in words (`/auth/*`), never evaluated, and the groups it forwards to.
  package struct Rule: Hashable, Sendable {
    /// Empty for the default action.
    package var condition: String
    /// Empty when the action answers by itself (redirect, fixed response).
    package var targetGroups: [TargetGroupID]
    package var origin: Origin

    package init(condition: String = "", targetGroups: [TargetGroupID], origin: Origin = .implied) {
      self.condition = condition
      self.targetGroups = targetGroups
      self.origin = origin
    }
  }

  /// Zero for a gateway load balancer's listener, which has none and takes every port.
  package var port: UInt16
  /// `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP`, `TCP_UDP`, `QUIC`, `TCP_QUIC`, `GENEVE`, `SSL`.
  package var protocolName: String
  /// Rules in priority order, the default action last.
  package var rules: [Rule]
  package var origin: Origin

  package init(port: UInt16, protocolName: String, rules: [Rule], origin: Origin = .implied) {
    self.port = port
    self.protocolName = protocolName
    self.rules = rules
    self.origin = origin
  }

  /// The protocols of listeners and target groups, in small letters.
  package static let protocolNames = [
    "http", "https", "tcp", "tls", "udp", "tcp_udp", "quic", "tcp_quic", "geneve", "ssl",
  ]

  /// The IP protocols that the listener accepts (NLB-9).
  package var protocols: [IPProtocol] {
    switch protocolName.uppercased() {
    case "UDP", "QUIC": [.udp]
    case "TCP_UDP", "TCP_QUIC": [.tcp, .udp]
    default: [.tcp]
    }
  }
}

/// A target group (`describe-target-groups`), with what `describe-target-health` says is registered. A
/// classic load balancer has one a listener: its instances on the instance port.
package struct TargetGroup: Resource, Hashable {
  package static let kindName = "target group"

  /// `TargetType`.
  package enum TargetKind: String, Hashable, Sendable {
    case instance
    case ip
    case lambda
    case alb
  }

  package struct Target: Hashable, Sendable {
    /// An instance, an address, a function or a load balancer's ARN.
    package var id: String
    package var port: UInt16
    /// `AvailabilityZone`; `all` for an address outside the VPC.
    package var zone: String?
    /// `TargetHealth.State` when the input was taken; not configuration (LB-2).
    package var health: String?
    package var origin: Origin

    package init(
      id: String, port: UInt16, zone: String? = nil, health: String? = nil, origin: Origin = .implied
    ) {
      self.id = id
      self.port = port
      self.zone = zone
      self.health = health
      self.origin = origin
    }

    /// Whether its state lets the load balancer use it; one that nobody tells does.
    package var isHealthy: Bool {
      guard let health else { return true }
      return !["unhealthy", "unhealthy.draining", "initial", "draining", "OutOfService"].contains(health)
    }
  }

  package var id: TargetGroupID
  package var info: ResourceInfo
  package var targetKind: TargetKind
  package var protocolName: String
  package var vpc: VPCID?
  /// `preserve_client_ip.enabled`; nil for AWS's default (NLB-2).
  package var preservesClientIP: Bool?
  /// `load_balancing.cross_zone.enabled`; nil for `use_load_balancer_configuration`.
  package var isCrossZone: Bool?
  /// Nil when the input doesn't hold what is registered.
  package var targets: [Target]?

  package init(
    id: TargetGroupID, info: ResourceInfo = ResourceInfo(), targetKind: TargetKind, protocolName: String,
    vpc: VPCID?, preservesClientIP: Bool? = nil, isCrossZone: Bool? = nil, targets: [Target]?
  ) {
    self.id = id
    self.info = info
    self.targetKind = targetKind
    self.protocolName = protocolName
    self.vpc = vpc
    self.preservesClientIP = preservesClientIP
    self.isCrossZone = isCrossZone
    self.targets = targets
  }
}
