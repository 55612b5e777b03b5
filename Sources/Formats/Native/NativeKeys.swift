import PacketWalkDiagnostics

/// The keys of one kind of mapping in a native topology: what the reader accepts, the schema completes
/// and the documentation explains. A test holds the three together.
package struct NativeKeys: Sendable {
  /// What holds the keys, with its article: `a subnet`. Also names the schema's definition.
  package let owner: String
  package let keys: [String]
  /// Whether the common keys are among them.
  package let isResource: Bool

  init(_ owner: String, _ keys: [String], common: Bool = false) {
    self.owner = owner
    self.keys = common ? keys + Self.common : keys
    isResource = common
  }

  /// Without the common ones.
  var own: [String] { isResource ? Array(keys.dropLast(Self.common.count)) : keys }

  /// What every resource may have.
  package static let common = ["id", "name", "tags", "account", "region", "lint"]

  static let lint = NativeKeys("a lint mapping", ["ignore"])
  static let lintException = NativeKeys("a lint exception", ["check", "reason"])

  static let file = NativeKeys(
    "the file",
    [
      "packetwalk", "account", "region", "taken-at", "missing", "vpcs", "instances", "prefix-lists",
      "peerings", "block-public-access", "public-access-exclusions",
      "public-pools", "accelerators", "endpoint-services", "resource-configurations", "managed-services",
      "transit-gateways", "vpn-gateways", "vpn-connections", "direct-connect-gateways",
      "client-vpn-endpoints", "external",
      "unassociated-addresses", "internet-gateways", "egress-only-gateways",
      "carrier-gateways",
      "network-firewalls", "firewall-policies", "rule-groups", "target-groups", "interfaces", "unmodelled",
    ])
  /// A file for `--with`.
  package static let overlay = NativeKeys("a file for --with", ["packetwalk", "external"])
  static let missing = NativeKeys("the missing kinds", NativeMissing.words.map(\.word))
  static let vpc = NativeKeys(
    "a VPC",
    [
      "cidr", "dns", "internet-gateway", "egress-only-gateway", "carrier-gateway", "encryption", "subnets",
      "route-tables",
      "network-acls",
      "security-groups", "interfaces", "nat-gateways", "endpoints", "load-balancers", "target-groups",
      "resource-gateways", "connect-endpoints", "managed-services", "service-networks", "vpn-gateways",
      "client-vpn-endpoints", "unmodelled", "defaults", "described",
    ], common: true)
  static let gateway = NativeKeys("a gateway", [], common: true)
  static let looseGateway = NativeKeys("a gateway outside a VPC", ["vpc"], common: true)
  static let subnet = NativeKeys(
    "a subnet", ["cidr", "zone", "zone-id", "route-table", "network-acl", "block-public-access"], common: true
  )
  static let routeTable = NativeKeys(
    "a route table", ["main", "gateways", "public-pools", "subnets", "routes", "complete"], common: true)
  static let route = NativeKeys("a route", ["target", "kind", "id", "state", "source"])
  static let networkACL = NativeKeys(
    "a network ACL", ["default", "in", "out", "subnets", "unreadable"], common: true)
  static let securityGroup = NativeKeys(
    "a security group", ["in", "out", "default", "group-name", "vpcs", "unreadable"], common: true)
  static let rule = NativeKeys("a rule", ["rule", "description", "id"])
  static let node = NativeKeys(
    "a node",
    [
      "ip", "public", "carrier", "groups", "source-dest-check", "kind", "instance", "device-index",
      "attached",
      "delegated-prefixes",
      "ephemeral-ports", "description", "requester", "deny-internet-gateway", "middlebox",
      "tcp-idle-timeout", "udp-idle-timeout", "udp-stream-idle-timeout",
    ], common: true)
  static let interface = NativeKeys("an interface", ["subnet"] + node.own, common: true)
  static let address = NativeKeys("an address", ["address", "public", "carrier", "primary"])
  static let instance = NativeKeys("an instance", ["platform", "state"], common: true)
  static let natGateway = NativeKeys(
    "a NAT gateway",
    [
      "subnet", "ip", "public", "connectivity", "available", "regional", "route-table", "zones", "automatic",
      "proxies",
    ], common: true)
  static let natZone = NativeKeys("a zone of a NAT gateway", ["zone", "zone-id", "ip", "public"])
  static let endpoint = NativeKeys(
    "an endpoint",
    [
      "kind", "service", "available", "groups", "interfaces", "subnets", "service-region", "private-dns",
      "dns",
      "full-access", "resource", "service-network",
    ], common: true)
  static let endpointService = NativeKeys(
    "an endpoint service",
    ["service", "load-balancers", "zones", "acceptance", "available", "private-dns-name"], common: true)
  static let resourceGateway = NativeKeys(
    "a resource gateway", ["groups", "interfaces", "subnets", "available"], common: true)
  static let resourceConfiguration = NativeKeys(
    "a resource configuration", ["gateway", "ports", "address", "host", "arn", "available"], common: true)
  static let connectEndpoint = NativeKeys(
    "a connect endpoint", ["groups", "interfaces", "preserve-client-ip", "available", "dns"], common: true)
  static let managedService = NativeKeys(
    "a managed service", ["kind", "groups", "interfaces", "dns", "failover-subnets"], common: true)
  static let serviceNetwork = NativeKeys(
    "a service network association", ["network", "groups", "available"], common: true)
  static let networkFirewall = NativeKeys(
    "a network firewall", ["vpc", "policy", "endpoints", "attachment", "available"], common: true)
  static let firewallPolicy = NativeKeys(
    "a firewall policy",
    ["stateless", "stateless-default", "stateful", "order", "default", "midstream", "addresses"], common: true
  )
  static let groupReference = NativeKeys("a policy's rule group", ["group", "priority", "drop-to-alert"])
  static let ruleGroup = NativeKeys(
    "a rule group", ["rules", "stateless", "domains", "known", "addresses", "ports", "prefix-lists"],
    common: true)
  static let statelessRule = NativeKeys(
    "a stateless rule",
    ["priority", "action", "protocols", "from", "from-ports", "to", "ports", "flags"])
  static let domainList = NativeKeys("a list of domains", ["names", "action"])
  static let accelerator = NativeKeys(
    "an accelerator", ["ip", "dns", "enabled", "listeners"], common: true)
  static let acceleratorEndpoint = NativeKeys(
    "an accelerator endpoint",
    ["load-balancer", "instance", "other", "preserve-client-ip", "port-overrides", "used"])
  static let loadBalancer = NativeKeys(
    "a load balancer",
    [
      "kind", "internet-facing", "groups", "nodes", "subnets", "cross-zone", "dns", "available", "listeners",
      "judge-private-link",
    ],
    common: true)
  static let listener = NativeKeys("a listener", ["rules", "default"])
  static let listenerRule = NativeKeys("a listener's rule", ["when", "to"])
  static let targetGroup = NativeKeys(
    "a target group", ["kind", "protocol", "port", "targets", "preserve-client-ip", "cross-zone"],
    common: true)
  static let target = NativeKeys("a target", ["target", "port", "zone", "health"])
  static let prefixList = NativeKeys("a prefix list", ["entries", "list-name"], common: true)
  static let peering = NativeKeys("a peering connection", ["requester", "accepter", "active"], common: true)
  static let peeringEnd = NativeKeys("an end", ["vpc", "cidr", "account", "region", "dns"])
  static let transitGateway = NativeKeys(
    "a transit gateway", ["core-network", "group-references", "attachments", "route-tables", "described"],
    common: true)
  static let attachment = NativeKeys(
    "an attachment",
    [
      "vpc", "subnets", "appliance-mode", "ipv6", "group-references", "peer", "peer-attachment", "kind",
      "resource", "edge", "available", "created",
    ], common: true)
  static let transitRouteTable = NativeKeys(
    "a transit gateway route table", ["associations", "propagations", "routes", "complete"], common: true)
  static let transitRoute = NativeKeys("a transit gateway route", ["attachments", "blackhole", "source"])
  static let publicAccess = NativeKeys("a public access mode", ["mode", "account", "region"])
  static let publicAccessExclusion = NativeKeys(
    "a public access exclusion", ["vpc", "subnet", "allow", "in-force"], common: true)
  static let vpnConnection = NativeKeys(
    "a VPN connection",
    ["vpn-gateway", "transit-gateway", "customer-gateway", "available", "tunnels", "static-routes"],
    common: true)
  static let directConnectGateway = NativeKeys(
    "a Direct Connect gateway", ["associations", "interfaces"], common: true)
  static let directConnectAssociation = NativeKeys(
    "an association", ["vpn-gateway", "transit-gateway", "allowed"])
  static let clientVPNEndpoint = NativeKeys(
    "a Client VPN endpoint", ["groups", "interfaces", "subnets", "authorize", "routes", "available"],
    common: true)
  static let authorizationRule = NativeKeys("an authorization rule", ["to", "group"])
  static let externalNetwork = NativeKeys(
    "an external network", ["ranges", "via", "state", "routes"], common: true)
  static let publicPool = NativeKeys("a public pool", ["cidr", "advertised"], common: true)
  static let encryption = NativeKeys("encryption controls", ["mode", "exclusions"])
  static let unassociatedAddress = NativeKeys("an unassociated address", ["public"], common: true)
  static let unmodelled = NativeKeys("an unmodelled thing", ["kind"], common: true)

  /// Every table of a topology's grammar.
  package static let all: [NativeKeys] = [
    file, missing, lint, lintException, vpc, gateway, looseGateway, subnet, routeTable, route, networkACL,
    securityGroup, rule, interface, node, address, instance, natGateway, natZone, endpoint, endpointService,
    resourceGateway, resourceConfiguration, connectEndpoint, managedService, serviceNetwork, loadBalancer,
    networkFirewall, firewallPolicy, groupReference, ruleGroup, statelessRule, domainList, accelerator,
    acceleratorEndpoint, listener,
    listenerRule,
    targetGroup, target, prefixList, peering, peeringEnd, transitGateway, attachment, transitRouteTable,
    transitRoute, publicAccess, publicAccessExclusion, publicPool, encryption, vpnConnection,
    directConnectGateway,
    directConnectAssociation, clientVPNEndpoint, authorizationRule, externalNetwork,
    unassociatedAddress, unmodelled,
  ]
}

extension YAMLFields {
  /// - Throws: `malformed` for anything but a mapping and for a key that `owner` doesn't know.
  init(_ node: YAMLNode, of owner: NativeKeys) throws(InputError) {
    try self.init(node, of: owner.owner, keys: owner.keys)
  }
}
