import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology

/// Topologies that no account would have, from a seed: names that collide or need quotes, references that
/// lead nowhere, VPCs that are only referred to, every kind and every field.
struct TopologyGenerator {
  var random: SplitMix64
  private var serial = 0
  private(set) var topology = Topology()

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func make() -> Topology {
    topology = Topology()
    topology.vpcs = many(1...3, "vpc") {
      VPC(
        id: .init($0), info: $1, prefixes: $2.prefixes(), isDNSSupported: $2.flip(),
        encryption: $2.pick([
          nil, EncryptionControls(mode: .monitor),
          EncryptionControls(mode: .enforce, exclusions: [.lambda, .internetGateway]),
        ]))
    }
    topology.prefixLists = many(0...2, "pl") {
      PrefixList(
        id: .init($0), info: $1, listName: $2.maybe("com.amazonaws.list"),
        entries: $2.random.oneIn(4) ? nil : $2.prefixes())
    }
    topology.instances = many(0...2, "i") {
      Instance(id: .init($0), info: $1, state: $2.maybe("running"), isWindows: $2.flip())
    }
    topology.subnets = many(0...4, "subnet") {
      Subnet(
        id: .init($0), info: $1, vpc: $2.vpc(), prefixes: $2.prefixes(),
        zone: AvailabilityZone(name: $2.pick(["", "eu-west-1a"]), zoneID: $2.maybe("euw1-az1")),
        blockPublicAccess: $2.pick([nil, .off, .ingress, .bidirectional]))
    }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      topology.blockPublicAccessOptions.append(
        BlockPublicAccessOptions(
          mode: pick([.off, .ingress, .bidirectional]), account: maybe("123456789012"),
          region: maybe("eu-west-1")))
    }
    topology.blockPublicAccessExclusions = many(0...2, "vpcbpa-exclude") {
      BlockPublicAccessExclusion(
        id: .init($0), info: $1, scope: $2.flip() ? .vpc($2.vpc()) : .subnet($2.subnet()),
        mode: $2.pick([.bidirectional, .egress]), isInForce: $2.flip())
    }
    topology.publicAddressPools = many(0...2, "ipv4pool") {
      PublicAddressPool(
        id: .init($0), info: $1, prefixes: $2.prefixes(), isAdvertised: $2.pick([nil, true, false]))
    }
    gateways()
    filters()
    hosts()
    services()
    transit()
    external()
    firewalls()
    routeTables()
    return topology
  }

  // MARK: Kinds

  private mutating func gateways() {
    topology.internetGateways = many(0...2, "igw") {
      .init(id: .init($0), info: $1, vpc: $2.flip() ? $2.vpc() : nil)
    }
    topology.egressOnlyInternetGateways = many(0...2, "eigw") {
      .init(id: .init($0), info: $1, vpc: $2.flip() ? $2.vpc() : nil)
    }
    topology.vpnGateways = many(0...2, "vgw") {
      VPNGateway(id: .init($0), info: $1, vpc: $2.flip() ? $2.vpc() : nil)
    }
    topology.carrierGateways = many(0...2, "cagw") {
      .init(id: .init($0), info: $1, vpc: $2.flip() ? $2.vpc() : nil)
    }
    topology.unmodelled = many(0...3, "core") {
      UnmodelledResource(
        kind: $2.pick(["core network", "carrier gateway"]), id: $0, info: $1,
        vpc: $2.flip() ? $2.vpc() : nil)
    }
    topology.vpcPeeringConnections = many(0...2, "pcx") {
      VPCPeeringConnection(
        id: .init($0), info: $1, requester: $2.end(), accepter: $2.end(), isActive: $2.flip())
    }
    topology.natGateways = many(0...2, "nat") {
      let isRegional = $2.random.oneIn(4)
      return NATGateway(
        id: .init($0), info: $1, vpc: $2.vpc(), subnet: isRegional ? nil : $2.subnet(),
        connectivity: $2.pick([.public, .private]), isAvailable: $2.flip(), addresses: $2.addresses(),
        isRegional: isRegional, routeTable: isRegional ? $2.pick([nil, "rtb-0", "rtb-gone"]) : nil,
        zones: isRegional
          ? [
            .init(
              zone: AvailabilityZone(name: "eu-west-1a", zoneID: $2.maybe("euw1-az1")),
              addresses: $2.addresses()),
            .init(zone: AvailabilityZone(name: "", zoneID: "euw1-az2"), addresses: $2.addresses()),
          ] : [],
        isAutomatic: isRegional ? $2.flip() : true,
        proxies: $2.pick([[], ["arn:proxy"], ["arn:a", "arn:b"]]))
    }
  }

  private mutating func end() -> VPCPeeringConnection.End {
    VPCPeeringConnection.End(
      vpc: vpc(), account: maybe("210987654321"), region: maybe("us-east-1"), prefixes: prefixes(),
      allowsDNSResolution: flip())
  }

  private mutating func filters() {
    topology.networkACLs = many(0...3, "acl") { id, info, me in
      var entries: [NetworkACLEntry] = []
      for number in 0..<Int.random(in: 0...3, using: &me.random) {
        entries.append(
          NetworkACLEntry(
            number: 100 + number, direction: me.direction(), isAllow: me.flip(), traffic: me.traffic(),
            prefix: me.prefix()))
      }
      return NetworkACL(
        id: .init(id), info: info, vpc: me.vpc(), isDefault: me.flip(), subnets: me.associations(),
        entries: entries,
        unreadableEntries: me.random.oneIn(4) ? [UnreadableRule(direction: .ingress, number: 7)] : [])
    }
    let ids = (0..<3).map { "sg-\($0)" }
    topology.securityGroups = ids.map { id in
      var rules: [SecurityGroupRule] = []
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let peer: SecurityGroupRule.Peer =
          switch Int.random(in: 0...2, using: &random) {
          case 0: .prefix(prefix())
          case 1: .group(.init(pick(ids + ["sg-gone", "groups not in the input"])))
          default: .prefixList(reference(topology.prefixLists))
          }
        rules.append(
          SecurityGroupRule(
            id: maybe("sgr-1"), direction: direction(), traffic: traffic(), peer: peer,
            description: pick([nil, "plain", "with \"quotes\" and \\", "", "é ☃ # : {"])))
      }
      return SecurityGroup(
        id: .init(id), info: info(), groupName: maybe("group name"), vpc: vpc(),
        associatedVPCs: random.oneIn(4) ? [vpc()] : [], isDefault: flip(), rules: rules,
        unreadableRules: random.oneIn(4) ? [UnreadableRule(direction: .egress)] : [])
    }
  }

  private mutating func hosts() {
    let kinds: [InterfaceKind] = NativeKindsForTests.all
    topology.networkInterfaces = many(0...5, "eni") { id, info, me in
      NetworkInterface(
        id: .init(id), info: info, subnet: me.subnet(), addresses: me.addresses(),
        delegatedPrefixes: me.flip() ? [] : me.prefixes(),
        securityGroups: me.flip() ? [] : [me.reference(me.topology.securityGroups)],
        isSourceDestChecked: me.flip(), kind: me.pick(kinds),
        instance: me.flip() ? nil : me.reference(me.topology.instances),
        deviceIndex: Int.random(in: 0...1, using: &me.random), isAttached: me.flip(),
        interfaceDescription: me.maybe("ELB app/front: x"), requester: me.maybe("amazon-elb"),
        deniesInternetGatewayTraffic: me.flip(),
        ephemeralPorts: me.pick([.linuxEphemeral, .windowsEphemeral, .anyEphemeral, PortRange(7)]),
        idleTimeouts: me.pick([IdleTimeouts(), IdleTimeouts(tcp: 60), IdleTimeouts(udp: 30, udpStream: 180)]),
        middlebox: me.pick([nil, .forward, .snat, .drop, .inspect]))
    }
    topology.unassociatedAddresses = many(0...2, "eipalloc") {
      UnassociatedAddress(allocation: $0, publicAddress: $2.address(), info: $1)
    }
  }

  private mutating func services() {
    topology.vpcEndpoints = many(0...2, "vpce") {
      VPCEndpoint(
        id: .init($0), info: $1, vpc: $2.vpc(),
        kind: $2.pick([.interface, .gateway, .gatewayLoadBalancer, .resource, .serviceNetwork, .other("New")]
        ),
        serviceName: $2.pick(["com.amazonaws.eu-west-1.s3", "s3", "com.amazonaws.vpce.eu-west-1.vpce-svc-0a"]
        ),
        isAvailable: $2.flip(), interfaces: $2.nodes(), subnets: $2.flip() ? [] : [$2.subnet()],
        serviceRegion: $2.maybe("us-east-1"), isPrivateDNS: $2.flip(),
        dnsNames: $2.flip() ? [] : ["a.example.com", "b.example.com"],
        resourceConfiguration: $2.flip() ? nil : .init($2.pick(["rcfg-0", "rcfg-gone"])),
        serviceNetwork: $2.maybe("arn:aws:vpc-lattice:net"), allowsFullAccess: $2.flip())
    }
    topology.resourceGateways = many(0...2, "rgw") {
      ResourceGateway(
        id: .init($0), info: $1, vpc: $2.vpc(), subnets: $2.flip() ? [] : [$2.subnet()],
        interfaces: $2.nodes(), isAvailable: $2.flip())
    }
    topology.resourceConfigurations = many(0...2, "rcfg") {
      ResourceConfiguration(
        id: .init($0), info: $1, gateway: $2.flip() ? nil : .init($2.pick(["rgw-0", "rgw-gone"])),
        ports: $2.pick([[], [PortRange(5432)], [PortRange(80), .anyEphemeral]]),
        definition: $2.pick([nil, .address($2.address()), .domainName("db.example.com"), .resource("arn:x")]),
        isAvailable: $2.flip())
    }
    topology.instanceConnectEndpoints = many(0...2, "eice") {
      InstanceConnectEndpoint(
        id: .init($0), info: $1, vpc: $2.vpc(), interfaces: $2.nodes(), preservesClientIP: $2.flip(),
        isAvailable: $2.flip(), dnsName: $2.maybe("eice.example.com"))
    }
    topology.managedServices = many(0...2, "db") {
      ManagedService(
        id: .init($0), info: $1, kind: $2.pick(["DB instance", "cache cluster"]),
        vpc: $2.flip() ? $2.vpc() : nil, interfaces: $2.nodes(),
        hosts: $2.pick([[], ["db.example.com"], ["a.example.com", "b.example.com"]]),
        failoverSubnets: $2.flip() ? [] : [$2.subnet()])
    }
    topology.serviceNetworkAssociations = many(0...2, "snva") {
      ServiceNetworkAssociation(
        id: .init($0), info: $1, serviceNetwork: $2.pick([$0, "arn:aws:vpc-lattice:net"]), vpc: $2.vpc(),
        securityGroups: $2.flip() ? [] : [$2.reference($2.topology.securityGroups)], isAvailable: $2.flip())
    }
    topology.accelerators = many(0...2, "accelerator") { id, info, me in
      Accelerator(
        id: .init(id), info: info, addresses: me.flip() ? [] : [me.address()],
        dnsName: me.maybe("a.awsglobalaccelerator.com"), isEnabled: me.flip(),
        listeners: me.flip()
          ? []
          : [
            Accelerator.Listener(
              protocol: me.pick([.tcp, .udp]), ports: me.pick([PortRange(443), .anyEphemeral]),
              endpoints: [
                Accelerator.Endpoint(
                  target: me.pick([
                    .loadBalancer("arn:aws:lb-0"), .instance("i-0"), .other("eipalloc-1"),
                  ]), preservesClientIP: me.flip(), portOverrides: me.flip() ? [:] : [443: 8443, 80: 8080],
                  isUsed: me.flip())
              ])
          ])
    }
    topology.endpointServices = many(0...2, "vpce-svc") {
      EndpointService(
        id: .init($0), info: $1,
        serviceName: $2.pick(["s3", $0, "com.amazonaws.vpce.eu-west-1.vpce-svc-0a"]),
        loadBalancers: $2.flip() ? [] : [.init($2.pick(["arn:aws:lb-0", "arn:aws:lb-gone"]))],
        zones: $2.flip() ? [] : ["eu-west-1a", "eu-west-1b"], requiresAcceptance: $2.flip(),
        isAvailable: $2.flip(), privateDNSName: $2.maybe("api.example.com"))
    }
    topology.targetGroups = many(0...3, "arn:aws:tg") { id, info, me in
      let kind = me.pick([TargetGroup.TargetKind.ip, .instance, .lambda, .alb])
      var targets: [TargetGroup.Target] = []
      for _ in 0..<Int.random(in: 0...2, using: &me.random) {
        let target: String =
          switch kind {
          case .ip: me.address().description
          case .instance: me.reference(me.topology.instances).rawValue
          case .lambda: "arn:aws:lambda:eu-west-1:123456789012:function:resize"
          case .alb: "arn:aws:lb/gone"
          }
        targets.append(
          TargetGroup.Target(
            id: target, port: me.pick([0, 8080]), zone: me.maybe("all"), health: me.maybe("healthy")))
      }
      return TargetGroup(
        id: .init(id), info: info, targetKind: kind,
        protocolName: kind == .lambda ? "" : me.pick(["HTTP", "TCP_UDP"]),
        vpc: me.flip() ? me.vpc() : nil, preservesClientIP: me.pick([nil, true, false]),
        isCrossZone: me.pick([nil, true, false]), targets: me.random.oneIn(4) ? nil : targets)
    }
    topology.loadBalancers = many(0...2, "arn:aws:lb") { id, info, me in
      let isKnown = !me.random.oneIn(4)
      var rules: [Listener.Rule] = []
      for _ in 0..<Int.random(in: 0...2, using: &me.random) {
        rules.append(
          Listener.Rule(
            condition: me.pick(["/api/*", "host: a, b", "*"]),
            targetGroups: [me.reference(me.topology.targetGroups)]))
      }
      rules.append(Listener.Rule(targetGroups: me.flip() ? [] : [me.reference(me.topology.targetGroups)]))
      return LoadBalancer(
        id: .init(id), info: info, kind: me.pick([.application, .network, .gateway, .classic]),
        isInternetFacing: me.flip(), vpc: me.vpc(), subnets: me.flip() ? [] : [me.subnet()],
        nodes: me.nodes(),
        securityGroups: me.flip() ? [] : [me.reference(me.topology.securityGroups)], isCrossZone: me.flip(),
        dnsName: me.maybe("front.example.com"), isAvailable: me.flip(),
        listeners: isKnown
          ? [Listener(port: 443, protocolName: me.pick(["HTTPS", "TCP"]), rules: rules)] : [],
        areListenersKnown: isKnown, judgesPrivateLink: me.flip())
    }
  }

  private mutating func transit() {
    topology.transitGateways = many(0...2, "tgw") {
      TransitGateway(
        id: .init($0), info: $1, referencesSecurityGroups: $2.flip(), isCoreNetwork: $2.flip())
    }
    topology.transitGatewayAttachments = many(0...4, "tgw-attach") {
      let kind: TransitGatewayAttachment.Kind =
        switch Int.random(in: 0...2, using: &$2.random) {
        case 0: .vpc($2.vpc(), subnets: [$2.subnet()])
        case 1: .peering($2.transitGateway(), attachment: .init($2.pick(["tgw-attach-0", "tgw-attach-far"])))
        default: .other("vpn", resource: "vpn-1")
        }
      return TransitGatewayAttachment(
        id: .init($0), info: $1, transitGateway: $2.transitGateway(), kind: kind, isAvailable: $2.flip(),
        isApplianceMode: $2.flip(), supportsIPv6: $2.flip(), referencesSecurityGroups: $2.flip(),
        edge: $2.maybe("eu-west-1"), createdAt: $2.maybe("2026-01-01T00:00:00.000Z"))
    }
    topology.transitGatewayRouteTables = many(0...2, "tgw-rtb") { id, info, me in
      var routes: [TransitGatewayRoute] = []
      for _ in 0..<Int.random(in: 0...3, using: &me.random) {
        let isBlackhole = me.random.oneIn(3)
        var next: [TransitGatewayAttachmentID] = []
        if !isBlackhole {
          for _ in 0..<2 where me.flip() { next.append(me.reference(me.topology.transitGatewayAttachments)) }
        }
        routes.append(
          TransitGatewayRoute(
            destination: me.destination(), source: me.pick([.static, .prefixListReference, .propagated]),
            isBlackhole: isBlackhole, attachments: next))
      }
      return TransitGatewayRouteTable(
        id: .init(id), info: info, transitGateway: me.transitGateway(),
        associations: me.flip() ? [] : [me.reference(me.topology.transitGatewayAttachments)],
        routes: me.random.oneIn(4) ? nil : routes, isComplete: me.flip())
    }
  }

  private mutating func external() {
    topology.vpnConnections = many(0...2, "vpn") {
      let isOnTransitGateway = $2.flip()
      return VPNConnection(
        id: .init($0), info: $1, vpnGateway: isOnTransitGateway ? nil : $2.reference($2.topology.vpnGateways),
        transitGateway: isOnTransitGateway ? $2.transitGateway() : nil, customerGateway: $2.maybe("cgw-1"),
        isAvailable: $2.flip(), tunnels: $2.pick([nil, [], [true], [true, false]]),
        staticRoutes: $2.flip() ? nil : $2.prefixes())
    }
    topology.directConnectGateways = many(0...2, "dx") { id, info, me in
      let gateways: [DirectConnectGateway.Association.Gateway] = [
        .vpnGateway(me.reference(me.topology.vpnGateways)), .transitGateway(me.transitGateway()),
      ]
      let kept = gateways.filter { _ in me.flip() }
      return DirectConnectGateway(
        id: .init(id), info: info,
        associations: kept.map { .init(gateway: $0, allowed: me.flip() ? nil : me.prefixes()) },
        interfaces: me.pick([nil, [], [true], [true, false]]))
    }
    topology.clientVPNEndpoints = many(0...2, "cvpn") { id, info, me in
      let vpc = me.flip() ? me.vpc() : nil
      let interfaces = vpc == nil ? [] : me.nodes()
      var rules: [ClientVPNEndpoint.AuthorizationRule] = []
      for prefix in me.prefixes() { rules.append(.init(prefix, group: me.maybe("S-1-5-21"))) }
      var routes: [ClientVPNEndpoint.Route] = []
      for prefix in me.prefixes() { routes.append(.init(prefix, subnet: me.subnet())) }
      return ClientVPNEndpoint(
        id: .init(id), info: info, vpc: vpc, subnets: me.flip() ? [] : [me.subnet()], interfaces: interfaces,
        authorizationRules: me.random.oneIn(4) ? nil : rules, routes: me.random.oneIn(4) ? nil : routes,
        isAvailable: me.flip())
    }
    topology.externalNetworks = many(0...2, "office") {
      ExternalNetwork(
        id: .init($0), info: $1, ranges: $2.prefixes(), ways: $2.ways(), isUp: $2.flip(),
        routes: $2.pick([nil, [], [.all(.ipv4)]]))
    }
  }

  private mutating func ways() -> [ExternalNetwork.Way] {
    let all: [ExternalNetwork.Way] = [
      .vpnConnection(reference(topology.vpnConnections)), .vpnGateway(reference(topology.vpnGateways)),
      .clientVPNEndpoint(reference(topology.clientVPNEndpoints)),
      .directConnectGateway(reference(topology.directConnectGateways)),
      .transitGatewayAttachment(reference(topology.transitGatewayAttachments)),
      .unmodelled(pick(topology.unmodelled.map(\.id) + ["lgw-1"])),
    ]
    let kept = all.filter { _ in flip() }
    return kept.isEmpty ? [all[0]] : kept
  }

  private mutating func firewalls() {
    topology.ruleGroups = many(0...4, "arn:aws:rg") { id, info, me in
      let rules: RuleGroup.Rules =
        switch Int.random(in: 0...3, using: &me.random) {
        case 0:
          .stateful([
            .init("pass tcp $HOME_NET any -> [10.0.0.0/8,!10.1.0.0/16] 443 (msg:\"a; b: #c\"; sid:1;)"),
            .init("drop tls any any <> any any (tls.sni; content:\".example.com\"; sid:2;)"),
          ])
        case 1:
          .stateless(
            me.random.oneIn(3)
              ? []
              : [
                StatelessRule(
                  priority: 10, action: me.pick([.pass, .drop, .forward]),
                  protocols: me.pick([[], [.tcp, IPProtocol(rawValue: 47)]]),
                  sources: me.flip() ? [] : me.prefixes(), destinations: me.flip() ? [] : me.prefixes(),
                  sourcePorts: me.pick([[], [PortRange(7)]]),
                  destinationPorts: me.pick([[], [.anyEphemeral]]),
                  hasFlags: me.flip())
              ])
        case 2: .domains(.init(names: [".example.com", "a.example.org"], action: me.pick([.allow, .alert])))
        default: .unknown
        }
      return RuleGroup(
        id: .init(id), info: info, rules: rules,
        addressSets: me.pick([[:], ["HOME_NET": ["10.0.0.0/8", "!10.1.0.0/16"], "ONE": ["10.0.0.1"]]]),
        portSets: me.pick([[:], ["WEB": ["80", "8000:8080"]]]),
        references: me.flip() ? [:] : ["LIST": me.reference(me.topology.prefixLists)])
    }
    topology.firewallPolicies = many(0...2, "arn:aws:fp") { id, info, me in
      var groups: [FirewallPolicy.GroupReference] = []
      for place in 0..<Int.random(in: 0...2, using: &me.random) {
        groups.append(
          .init(
            group: me.reference(me.topology.ruleGroups), priority: me.flip() ? nil : place,
            dropsToAlert: me.flip()))
      }
      return FirewallPolicy(
        id: .init(id), info: info, statelessGroups: groups, statelessDefault: me.pick([.pass, .forward]),
        statefulGroups: groups, isStrict: me.flip(), statefulDefaults: me.pick([[], ["drop_strict"]]),
        streamException: me.pick([.drop, .continue, .reject]),
        addressSets: me.pick([[:], ["HOME_NET": ["10.0.0.0/8"]]]))
    }
    topology.networkFirewalls = many(0...2, "arn:aws:fw") {
      NetworkFirewall(
        id: .init($0), info: $1, vpc: $2.flip() ? $2.vpc() : nil,
        policy: $2.reference($2.topology.firewallPolicies),
        endpoints: $2.flip() ? [] : [$2.reference($2.topology.vpcEndpoints)],
        attachment: $2.flip() ? nil : $2.reference($2.topology.transitGatewayAttachments),
        isAvailable: $2.flip())
    }
  }

  private mutating func routeTables() {
    topology.routeTables = many(0...3, "rtb") { id, info, me in
      var routes: [Route] = []
      for _ in 0..<Int.random(in: 0...5, using: &me.random) {
        routes.append(
          Route(
            destination: me.destination(), target: me.target(),
            state: me.pick([.active, .blackhole, .filtered]),
            source: me.pick([.static, .static, .propagated, .advertised])))
      }
      var gateways: [String] = []
      if me.flip() { gateways.append(me.reference(me.topology.internetGateways).rawValue) }
      return RouteTable(
        id: .init(id), info: info, vpc: me.vpc(), isMain: me.flip(), subnets: me.associations(),
        gateways: gateways,
        publicPools: me.random.oneIn(3) ? [me.reference(me.topology.publicAddressPools)] : [],
        routes: routes, isComplete: me.flip())
    }
  }

  private mutating func target() -> RouteTarget {
    switch Int.random(in: 0...10, using: &random) {
    case 10: .carrierGateway(reference(topology.carrierGateways))
    case 0: .local
    case 1: .internetGateway(reference(topology.internetGateways))
    case 2: .egressOnlyInternetGateway(reference(topology.egressOnlyInternetGateways))
    case 3: .natGateway(reference(topology.natGateways))
    case 4: .networkInterface(reference(topology.networkInterfaces))
    case 5: .vpcPeeringConnection(reference(topology.vpcPeeringConnections))
    case 6: .transitGateway(reference(topology.transitGateways))
    case 7: .vpcEndpoint(reference(topology.vpcEndpoints))
    case 8: .address(address())
    case 9: .vpnGateway(reference(topology.vpnGateways))
    default:
      .unmodelled(
        kind: pick(["core network", "carrier gateway", "unknown target"]),
        id: pick(["cagw-0", "cagw-1", ""]))
    }
  }
}

/// Every kind of interface.
enum NativeKindsForTests {
  static let all: [InterfaceKind] = [
    .interface, .natGateway, .networkLoadBalancer, .applicationLoadBalancer, .classicLoadBalancer,
    .gatewayLoadBalancer, .gatewayLoadBalancerEndpoint, .vpcEndpoint, .transitGateway, .lambda, .other("efs"),
  ]
}
