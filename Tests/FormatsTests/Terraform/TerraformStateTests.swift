import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@Suite("Terraform states") struct TerraformStateTests {
  typealias Text = TerraformText

  @Test func aVPCWithWhatAWSMakes() throws {
    let topology = try Text.based([]).topology
    #expect(topology.vpcs.map(\.id) == ["vpc-1"])
    #expect(topology.subnets.map(\.zone.name) == ["eu-west-1a", "eu-west-1b"])
    #expect(topology.routeTables.map(\.id) == ["rtb-main"] && topology.routeTables[0].isMain)
    #expect(topology.networkACLs.map(\.id) == ["acl-main"] && topology.networkACLs[0].entries.count == 2)
    #expect(topology.securityGroups.map(\.id) == ["sg-main"])
    #expect(topology.securityGroups[0].rules.count == 2)
  }

  @Test func furtherRangesOfAVPC() throws {
    let topology = try Text.based([
      (
        "aws_vpc_ipv4_cidr_block_association.x",
        #"{"id": "a", "vpc_id": "vpc-1", "cidr_block": "10.1.0.0/16"}"#
      ),
      (
        "aws_vpc_ipv6_cidr_block_association.x",
        #"{"id": "b", "vpc_id": "vpc-1", "ipv6_cidr_block": "2001:db8:1::/56"}"#
      ),
    ]).topology
    #expect(
      topology.vpcs[0].prefixes.map(\.description) == ["10.0.0.0/16", "10.1.0.0/16", "2001:db8:1::/56"])
  }

  // MARK: Filters

  @Test(arguments: [
    (#""protocol": "-1", "from_port": 0, "to_port": 0"#, "all"),
    (#""protocol": "all", "from_port": 0, "to_port": 0"#, "all"),
    (#""protocol": "tcp", "from_port": 443, "to_port": 443"#, "tcp/443"),
    (#""protocol": "6", "from_port": 0, "to_port": 65535"#, "tcp all"),
    (#""protocol": "udp", "from_port": 1024, "to_port": 2048"#, "udp/1024-2048"),
    (#""protocol": "icmp", "from_port": -1, "to_port": -1"#, "icmp all"),
    (#""protocol": "icmp", "from_port": 8, "to_port": 0"#, "icmp/8/0"),
    (#""protocol": "50", "from_port": 0, "to_port": 0"#, "proto/50"),
  ])
  func rulesOfGroups(_ fields: String, _ traffic: String) throws {
    let inline = try Text.based([
      (
        "aws_security_group.g",
        #"{"id": "sg-1", "vpc_id": "vpc-1", "name": "g", "ingress": [{\#(fields), "cidr_blocks": ["192.0.2.0/24"]}]}"#
      )
    ])
    #expect(inline.topology.securityGroups[0].rules.map(\.traffic.description) == [traffic])
    let own = try Text.based([
      ("aws_security_group.g", #"{"id": "sg-1", "vpc_id": "vpc-1", "name": "g"}"#),
      (
        "aws_security_group_rule.r",
        #"{"id": "sgrule-1", "type": "ingress", "security_group_id": "sg-1", \#(fields), "cidr_blocks": ["192.0.2.0/24"]}"#
      ),
    ])
    #expect(own.topology.securityGroups[0].rules.map(\.traffic.description) == [traffic])
  }

  /// A refresh shows rules of their own inline, too.
  @Test func peersOfRulesWithoutDoubles() throws {
    let read = try Text.based([
      (
        "aws_security_group.g",
        #"""
        {"id": "sg-1", "vpc_id": "vpc-1", "name": "g", "egress": [],
         "ingress": [{"protocol": "tcp", "from_port": 1, "to_port": 1, "self": true,
           "cidr_blocks": ["192.0.2.0/24"], "ipv6_cidr_blocks": ["2001:db8::/32"], "prefix_list_ids": ["pl-1"],
           "security_groups": ["sg-2", "210987654321/sg-3"]}]}
        """#
      ),
      (
        "aws_vpc_security_group_ingress_rule.r",
        #"{"id": "sgr-1", "security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 1, "to_port": 1, "cidr_ipv4": "192.0.2.0/24"}"#
      ),
      (
        "aws_vpc_security_group_egress_rule.r",
        #"{"id": "sgr-2", "security_group_id": "sg-1", "ip_protocol": "-1", "referenced_security_group_id": "sg-2"}"#
      ),
    ])
    let group = try #require(read.topology.securityGroups.first)
    #expect(
      group.rules.map { "\($0.direction) \($0.traffic) \($0.peer)" } == [
        "ingress tcp/1 prefix(192.0.2.0/24)", "ingress tcp/1 prefix(2001:db8::/32)",
        "ingress tcp/1 prefixList(pl-1)", "ingress tcp/1 group(sg-2)", "ingress tcp/1 group(sg-3)",
        "ingress tcp/1 group(sg-1)", "egress all group(sg-2)",
      ])
  }

  @Test func aRuleThatCannotBeRead() throws {
    let read = try Text.based([
      (
        "aws_security_group.g",
        #"{"id": "sg-1", "vpc_id": "vpc-1", "name": "g", "ingress": [{"protocol": "tcp", "from_port": 9, "to_port": 2, "cidr_blocks": ["192.0.2.0/24"]}]}"#
      )
    ])
    #expect(read.topology.securityGroups[0].unreadableRules.map(\.direction) == [.ingress])
    #expect(read.findings.map(\.code) == ["PW_UNREADABLE_RULE"])
  }

  @Test func networkACLs() throws {
    let topology = try Text.based([
      (
        "aws_network_acl.l",
        #"""
        {"id": "acl-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-a"],
         "ingress": [{"rule_no": 100, "action": "allow", "protocol": "6", "from_port": 80, "to_port": 80, "cidr_block": "0.0.0.0/0", "ipv6_cidr_block": "", "icmp_type": 0, "icmp_code": 0}],
         "egress": []}
        """#
      ),
      (
        "aws_network_acl_rule.r",
        #"{"id": "nacl-1", "network_acl_id": "acl-1", "rule_number": 90, "egress": true, "protocol": "icmp", "icmp_type": 8, "icmp_code": -1, "rule_action": "deny", "cidr_block": "10.0.0.0/8"}"#
      ),
      ("aws_network_acl_association.b", #"{"id": "x", "network_acl_id": "acl-1", "subnet_id": "subnet-b"}"#),
      (
        "aws_default_network_acl.d",
        #"{"id": "acl-main", "default_network_acl_id": "acl-main", "vpc_id": "vpc-1", "ingress": [], "egress": []}"#
      ),
    ]).topology
    #expect(topology.networkACLs.map(\.id) == ["acl-1", "acl-main"])
    let list = topology.networkACLs[0]
    #expect(list.subnets == ["subnet-a", "subnet-b"])
    #expect(
      list.entries.map { "\($0.number) \($0.direction) \($0.isAllow) \($0.traffic) \($0.prefix)" } == [
        "100 ingress true tcp/80 0.0.0.0/0", "90 egress false icmp/8 10.0.0.0/8",
      ])
    // Adopted, it loses all that AWS put there.
    #expect(topology.networkACLs[1].isDefault && topology.networkACLs[1].entries.isEmpty)
  }

  // MARK: Routes

  @Test(arguments: [
    (#""gateway_id": "igw-1""#, RouteTarget.internetGateway("igw-1")), (#""gateway_id": "local""#, .local),
    (#""gateway_id": "vgw-1""#, .vpnGateway("vgw-1")), (#""nat_gateway_id": "nat-1""#, .natGateway("nat-1")),
    (#""transit_gateway_id": "tgw-1""#, .transitGateway("tgw-1")),
    (#""network_interface_id": "eni-1""#, .networkInterface("eni-1")),
    (#""vpc_peering_connection_id": "pcx-1""#, .vpcPeeringConnection("pcx-1")),
    (#""egress_only_gateway_id": "eigw-1""#, .egressOnlyInternetGateway("eigw-1")),
    (#""vpc_endpoint_id": "vpce-1""#, .vpcEndpoint("vpce-1")),
    (#""carrier_gateway_id": "cagw-1""#, .carrierGateway("cagw-1")),
    (
      #""core_network_arn": "arn:aws:networkmanager::1:core-network/c""#,
      .unmodelled(kind: "core network", id: "arn:aws:networkmanager::1:core-network/c")
    ),
    (#""gateway_id": """#, .unmodelled(kind: "unknown target", id: "")),
  ])
  func targetsOfRoutes(_ field: String, _ target: RouteTarget) throws {
    let inline = try Text.based([
      (
        "aws_route_table.t",
        #"{"id": "rtb-1", "vpc_id": "vpc-1", "route": [{"cidr_block": "192.0.2.0/24", \#(field)}]}"#
      )
    ]).topology.routeTables[0]
    #expect(inline.routes.map(\.target) == [target])
    let own = try Text.based([
      ("aws_route_table.t", #"{"id": "rtb-1", "vpc_id": "vpc-1"}"#),
      (
        "aws_route.r",
        #"{"id": "r-1", "route_table_id": "rtb-1", "destination_cidr_block": "192.0.2.0/24", \#(field)}"#
      ),
    ]).topology.routeTables[0]
    #expect(own.routes.map(\.target) == [target])
  }

  @Test func whoUsesATable() throws {
    let topology = try Text.based([
      ("aws_route_table.t", #"{"id": "rtb-1", "vpc_id": "vpc-1"}"#),
      (
        "aws_route_table_association.a",
        #"{"id": "x", "route_table_id": "rtb-1", "subnet_id": "subnet-a", "gateway_id": ""}"#
      ),
      (
        "aws_route_table_association.g",
        #"{"id": "y", "route_table_id": "rtb-1", "subnet_id": "", "gateway_id": "igw-1"}"#
      ),
      ("aws_main_route_table_association.m", #"{"id": "z", "route_table_id": "rtb-1", "vpc_id": "vpc-1"}"#),
      (
        "aws_route.main",
        #"{"id": "w", "route_table_id": "rtb-main", "destination_cidr_block": "0.0.0.0/0", "nat_gateway_id": "nat-1"}"#
      ),
    ]).topology
    #expect(topology.routeTables.map(\.id) == ["rtb-1", "rtb-main"])
    #expect(topology.routeTables[0].subnets == ["subnet-a"] && topology.routeTables[0].gateways == ["igw-1"])
    #expect(topology.routeTables.map(\.isMain) == [true, false])
    #expect(topology.routeTables[1].routes.count == 1)
  }

  @Test func routesThatAreNotDeclared() throws {
    let read = try Text.based([
      ("aws_route_table.t", #"{"id": "rtb-1", "vpc_id": "vpc-1", "propagating_vgws": ["vgw-1"]}"#)
    ])
    #expect(!read.topology.routeTables[0].isComplete)
    #expect(read.findings.map(\.code) == ["PW_ROUTES_NOT_DECLARED"])
  }

  // MARK: Hosts

  @Test func instancesAndTheirInterfaces() throws {
    let topology = try Text.based([
      (
        "aws_instance.web",
        #"{"id": "i-1", "primary_network_interface_id": "eni-1", "subnet_id": "subnet-a", "private_ip": "10.0.1.10", "secondary_private_ips": ["10.0.1.11"], "ipv6_addresses": ["2001:db8::1"], "public_ip": "203.0.113.5", "vpc_security_group_ids": ["sg-1"], "source_dest_check": false, "tags": {"Name": "web", "tier": "front"}}"#
      ),
      (
        "aws_network_interface.second",
        #"{"id": "eni-2", "subnet_id": "subnet-b", "private_ip": "10.0.2.10", "private_ips": ["10.0.2.10", "10.0.2.12"], "security_groups": [], "attachment": [{"instance": "i-1", "device_index": 1}]}"#
      ),
      (
        "aws_network_interface_sg_attachment.x",
        #"{"id": "x", "network_interface_id": "eni-2", "security_group_id": "sg-9"}"#
      ),
    ]).topology
    #expect(topology.instances.map(\.shortName) == ["web"])
    let hosts = Dictionary(uniqueKeysWithValues: topology.networkInterfaces.map { ($0.id, $0) })
    let first = try #require(hosts["eni-1"])
    #expect(first.addresses.map(\.address.description) == ["10.0.1.10", "10.0.1.11", "2001:db8::1"])
    #expect(first.addresses[0].publicAddress == IPAddress("203.0.113.5") && first.addresses[0].isPrimary)
    #expect(
      !first.isSourceDestChecked && first.info.tags == ["tier": "front"] && first.securityGroups == ["sg-1"])
    let second = try #require(hosts["eni-2"])
    #expect(second.addresses.map(\.address.description) == ["10.0.2.10", "10.0.2.12"])
    #expect(second.instance == "i-1" && second.deviceIndex == 1 && second.securityGroups == ["sg-9"])
  }

  /// Nobody knows on which side of such a rule the host will be.
  @Test func rulesThatCutASubnetOfUnknownAddresses() throws {
    let read = try Text.based([
      ("aws_instance.i", #"{"id": "i-1", "subnet_id": "subnet-a", "vpc_security_group_ids": ["sg-1"]}"#),
      (
        "aws_security_group.g",
        #"{"id": "sg-1", "vpc_id": "vpc-1", "name": "g", "ingress": [{"protocol": "tcp", "from_port": 1, "to_port": 1, "cidr_blocks": ["10.0.1.0/28", "10.0.2.0/28", "10.0.1.0/24"]}]}"#
      ),
      (
        "aws_network_acl.l",
        #"{"id": "acl-1", "vpc_id": "vpc-1", "ingress": [{"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "10.0.1.128/25"}]}"#
      ),
    ])
    let group = try #require(read.topology.securityGroups.first { $0.id == "sg-1" })
    #expect(
      group.rules.map(\.peer) == ["10.0.2.0/28", "10.0.1.0/24"].compactMap(IPPrefix.init).map { .prefix($0) })
    #expect(group.unreadableRules.map(\.direction) == [.ingress])
    let list = try #require(read.topology.networkACLs.first { $0.id == "acl-1" })
    #expect(list.entries.isEmpty && list.unreadableEntries.map(\.number) == [100])
    #expect(read.findings.map(\.severity) == [.note, .warning, .warning])
  }

  @Test func elasticAddresses() throws {
    let topology = try Text.based([
      (
        "aws_instance.i",
        #"{"id": "i-1", "subnet_id": "subnet-a", "private_ip": "10.0.1.10", "vpc_security_group_ids": []}"#
      ),
      ("aws_eip.i", #"{"id": "eipalloc-1", "public_ip": "203.0.113.1", "instance": "i-1"}"#),
      ("aws_network_interface.n", #"{"id": "eni-2", "subnet_id": "subnet-a", "private_ip": "10.0.1.20"}"#),
      ("aws_eip.n", #"{"id": "eipalloc-2", "public_ip": "203.0.113.2"}"#),
      (
        "aws_eip_association.n",
        #"{"id": "a", "allocation_id": "eipalloc-2", "network_interface_id": "eni-2"}"#
      ),
      ("aws_eip.free", #"{"id": "eipalloc-3", "public_ip": "203.0.113.3"}"#),
      ("aws_eip.nat", #"{"id": "eipalloc-4", "public_ip": "203.0.113.4"}"#),
      (
        "aws_nat_gateway.n",
        #"{"id": "nat-1", "subnet_id": "subnet-a", "allocation_id": "eipalloc-4", "private_ip": "10.0.1.30"}"#
      ),
    ]).topology
    let outside = topology.networkInterfaces.map {
      "\($0.id) \($0.addresses[0].publicAddress?.description ?? "-")"
    }
    #expect(
      outside.sorted() == ["eni-2 203.0.113.2", "i-1#interface 203.0.113.1", "nat-1#interface 203.0.113.4"])
    #expect(topology.unassociatedAddresses.map(\.allocation) == ["eipalloc-3"])
    #expect(topology.natGateways[0].addresses.map(\.address.description) == ["10.0.1.30"])
    // Without groups of its own it has the VPC's default one.
    #expect(topology.networkInterfaces.first { $0.id == "i-1#interface" }?.securityGroups == ["sg-main"])
  }

  // MARK: Between VPCs

  @Test(arguments: [
    (#""accept_status": "active""#, "", true), (#""accept_status": "pending-acceptance""#, "", false),
    (#""auto_accept": true"#, "", true), (#""auto_accept": false"#, "", false),
    (
      #""auto_accept": false"#,
      #"{"id": "pcx-1", "vpc_peering_connection_id": "pcx-1", "auto_accept": true}"#, true
    ),
  ])
  func peerings(_ status: String, _ accepter: String, _ isActive: Bool) throws {
    var resources = [
      (
        "aws_vpc_peering_connection.p",
        #"{"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-2", "peer_region": "eu-west-2", \#(status)}"#
      )
    ]
    if !accepter.isEmpty { resources.append(("aws_vpc_peering_connection_accepter.a", accepter)) }
    let peering = try #require(try Text.based(resources).topology.vpcPeeringConnections.first)
    #expect(peering.isActive == isActive)
    #expect(
      peering.requester.prefixes.map(\.description) == ["10.0.0.0/16"]
        && peering.accepter.region == "eu-west-2")
  }

  @Test func transitGateways() throws {
    let topology = try Text.based([
      ("aws_ec2_transit_gateway.t", #"{"id": "tgw-1", "association_default_route_table_id": "tgw-rtb-d"}"#),
      (
        "aws_ec2_transit_gateway_vpc_attachment.a",
        #"{"id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-a"], "appliance_mode_support": "enable", "ipv6_support": "disable"}"#
      ),
      (
        "aws_ec2_transit_gateway_vpc_attachment.b",
        #"{"id": "tgw-attach-2", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-2", "subnet_ids": ["subnet-x"], "transit_gateway_default_route_table_association": false, "transit_gateway_default_route_table_propagation": false}"#
      ),
      ("aws_ec2_transit_gateway_route_table.own", #"{"id": "tgw-rtb-1", "transit_gateway_id": "tgw-1"}"#),
      (
        "aws_ec2_transit_gateway_route_table_association.b",
        #"{"id": "x", "transit_gateway_attachment_id": "tgw-attach-2", "transit_gateway_route_table_id": "tgw-rtb-1"}"#
      ),
      (
        "aws_ec2_transit_gateway_route_table_propagation.a",
        #"{"id": "y", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-1"}"#
      ),
      (
        "aws_ec2_transit_gateway_route.r",
        #"{"id": "z", "destination_cidr_block": "0.0.0.0/0", "blackhole": true, "transit_gateway_route_table_id": "tgw-rtb-1"}"#
      ),
    ]).topology
    #expect(topology.transitGatewayRouteTables.map(\.id) == ["tgw-rtb-d", "tgw-rtb-1"])
    #expect(topology.transitGatewayRouteTables.map(\.associations) == [["tgw-attach-1"], ["tgw-attach-2"]])
    let routes = topology.transitGatewayRouteTables.map { table in
      (table.routes ?? []).map { "\($0.destination) \($0.source) \($0.isBlackhole)" }
    }
    #expect(
      routes == [
        ["prefix(10.0.0.0/16) propagated false"],
        ["prefix(0.0.0.0/0) static true", "prefix(10.0.0.0/16) propagated false"],
      ])
    #expect(topology.transitGatewayAttachments[0].isApplianceMode)
  }

  // MARK: Services

  @Test func endpoints() throws {
    let topology = try Text.based([
      ("aws_route_table.t", #"{"id": "rtb-1", "vpc_id": "vpc-1"}"#),
      (
        "aws_vpc_endpoint.s3",
        #"{"id": "vpce-1", "vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.s3", "vpc_endpoint_type": "Gateway", "route_table_ids": ["rtb-1"], "prefix_list_id": "pl-s3", "cidr_blocks": ["198.51.100.0/24"]}"#
      ),
      (
        "aws_vpc_endpoint.logs",
        #"{"id": "vpce-2", "vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.logs", "vpc_endpoint_type": "Interface", "subnet_ids": ["subnet-a", "subnet-b"], "security_group_ids": ["sg-1"], "private_dns_enabled": true}"#
      ),
    ]).topology
    #expect(topology.routeTables[0].routes.map(\.destination) == [.prefixList("pl-s3")])
    #expect(topology.prefixLists.map { $0.entries?.map(\.description) } == [["198.51.100.0/24"]])
    #expect(
      topology.vpcEndpoints.map(\.kind) == [.gateway, .interface] && topology.vpcEndpoints[1].isPrivateDNS)
    let interfaces = topology.networkInterfaces
    #expect(interfaces.map(\.kind) == [.vpcEndpoint, .vpcEndpoint])
    // Addresses that nobody tells are free ones of the subnets.
    #expect(interfaces.map { $0.addresses[0].address.description } == ["10.0.1.4", "10.0.2.4"])
  }

  @Test func loadBalancers() throws {
    let topology = try Text.based([
      (
        "aws_instance.i",
        #"{"id": "i-1", "subnet_id": "subnet-a", "private_ip": "10.0.1.10", "vpc_security_group_ids": ["sg-1"]}"#
      ),
      (
        "aws_lb.front",
        #"{"id": "arn:lb", "name": "front", "load_balancer_type": "network", "ip_address_type": "dualstack", "internal": false, "subnets": [], "subnet_mapping": [{"subnet_id": "subnet-a", "allocation_id": "eipalloc-1", "private_ipv4_address": ""}, {"subnet_id": "subnet-b", "private_ipv4_address": "10.0.2.99", "ipv6_address": "2001:db8::99", "allocation_id": ""}], "security_groups": ["sg-2"], "enable_cross_zone_load_balancing": true, "dns_name": "front.example"}"#
      ),
      ("aws_eip.f", #"{"id": "eipalloc-1", "public_ip": "203.0.113.9"}"#),
      (
        "aws_lb_target_group.t",
        #"{"id": "arn:tg", "name": "web", "port": 8080, "protocol": "TCP", "target_type": "instance", "vpc_id": "vpc-1", "preserve_client_ip": "true"}"#
      ),
      ("aws_lb_target_group_attachment.a", #"{"id": "a", "target_group_arn": "arn:tg", "target_id": "i-1"}"#),
      (
        "aws_lb_listener.l",
        #"{"id": "arn:listener", "load_balancer_arn": "arn:lb", "port": 443, "protocol": "TCP", "default_action": [{"type": "forward", "target_group_arn": "arn:tg"}]}"#
      ),
      (
        "aws_lb_listener_rule.r",
        #"{"id": "arn:rule", "listener_arn": "arn:listener", "priority": 5, "action": [{"type": "redirect"}], "condition": [{"path_pattern": [{"values": ["/old/*"]}]}]}"#
      ),
    ]).topology
    let balancer = try #require(topology.loadBalancers.first)
    #expect(
      balancer.kind == .network && balancer.isCrossZone == true
        && balancer.subnets == ["subnet-a", "subnet-b"])
    #expect(balancer.listeners.map(\.port) == [443])
    #expect(balancer.listeners[0].rules.map(\.condition) == ["/old/*", ""])
    #expect(balancer.listeners[0].rules.map(\.targetGroups) == [[], ["arn:tg"]])
    #expect(topology.targetGroups[0].targets?.map { "\($0.id) \($0.port)" } == ["i-1 8080"])
    #expect(topology.targetGroups[0].preservesClientIP == true)
    let nodes = topology.networkInterfaces.filter { balancer.nodes.contains($0.id) }
    #expect(nodes.map { $0.addresses[0].address.description } == ["10.0.1.4", "10.0.2.99"])
    #expect(nodes[0].addresses[0].publicAddress == IPAddress("203.0.113.9"))
    #expect(nodes[1].addresses.map(\.address.description) == ["10.0.2.99", "2001:db8::99"])
    // A node holds it.
    #expect(topology.unassociatedAddresses.isEmpty)
  }

  @Test func managedServices() throws {
    let topology = try Text.based([
      ("aws_db_subnet_group.d", #"{"id": "data", "name": "data", "subnet_ids": ["subnet-a", "subnet-b"]}"#),
      (
        "aws_db_instance.db",
        #"{"id": "db-1", "db_subnet_group_name": "data", "vpc_security_group_ids": ["sg-1"], "availability_zone": "eu-west-1b", "address": "db.example", "publicly_accessible": false}"#
      ),
      (
        "aws_lambda_function.f",
        #"{"id": "f", "vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": ["sg-2"]}]}"#
      ),
      ("aws_lambda_function.outside", #"{"id": "g", "vpc_config": []}"#),
    ]).topology
    #expect(topology.managedServices.map(\.hosts) == [["db.example"]])
    #expect(topology.managedServices[0].failoverSubnets == ["subnet-a"])
    #expect(
      topology.networkInterfaces.map { "\($0.id) \($0.kind)" } == [
        "db-1#subnet-b interface", "f#subnet-a lambda",
      ])
  }

  @Test func prefixListsAndData() throws {
    let topology = try Text.state([
      (
        "data.aws_vpc.v",
        #"{"id": "vpc-9", "cidr_block": "10.9.0.0/16", "cidr_block_associations": [{"cidr_block": "10.9.0.0/16"}, {"cidr_block": "10.10.0.0/16"}]}"#
      ),
      (
        "aws_ec2_managed_prefix_list.p",
        #"{"id": "pl-1", "name": "offices", "entry": [{"cidr": "192.0.2.0/24"}]}"#
      ),
      (
        "aws_ec2_managed_prefix_list_entry.e",
        #"{"id": "x", "prefix_list_id": "pl-1", "cidr": "198.51.100.0/24"}"#
      ),
    ]).topology
    #expect(topology.vpcs[0].prefixes.map(\.description) == ["10.9.0.0/16", "10.10.0.0/16"])
    // What somebody made of its tables and groups is not in the input.
    #expect(topology.routeTables.isEmpty && topology.networkACLs.isEmpty && topology.securityGroups.isEmpty)
    #expect(topology.prefixLists[0].entries?.map(\.description) == ["192.0.2.0/24", "198.51.100.0/24"])
  }

  @Test func whatHasNoModelIsNamed() throws {
    let topology = try Text.based([
      ("aws_vpclattice_service_network.e", #"{"id": "e"}"#), ("aws_iam_role.r", #"{"id": "r"}"#),
    ]).topology
    #expect(topology.unmodelled.map(\.kind) == ["aws_vpclattice_service_network"])
    let entries = topology.coverage.entries.filter { $0.modelled == 0 }
    #expect(
      entries.map { "\($0.kind) \($0.isNetwork)" } == [
        "aws_iam_role false", "aws_vpclattice_service_network true",
      ])
  }

  @Test(arguments: [
    (#"{"version": 3, "serial": 1, "modules": []}"#, InputError.Code.unrecognised),
    (#"{"version": 4, "serial": 1, "resources": []}"#, .empty),
    (#"{"format_version": "2.0", "planned_values": {}, "resource_changes": []}"#, .unrecognised),
  ])
  func whatIsRefused(_ text: String, _ code: InputError.Code) throws {
    let error = #expect(throws: InputError.self) { try Text.read(text) }
    #expect(error?.code == code)
  }
}
