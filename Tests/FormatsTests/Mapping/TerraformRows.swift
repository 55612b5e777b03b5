import PacketWalkAddressing
import PacketWalkTopology
import Testing

/// A row for each type of the provider that is mapped, beside a VPC `vpc-1` with `subnet-a` and `subnet-b`.
enum TerraformRows {
  static let all = network + hosts + TerraformServiceRows.all

  private static let network: [MappingRow] = [
    MappingRow(
      "VPCs and subnets",
      """
      aws_default_vpc.d {"id": "vpc-2", "cidr_block": "172.31.0.0/16"}
      data.aws_vpc.s {"id": "vpc-3", "cidr_block": "10.9.0.0/16", "cidr_block_associations": [{"cidr_block": "10.10.0.0/16"}]}
      aws_vpc_ipv4_cidr_block_association.m {"id": "a1", "vpc_id": "vpc-1", "cidr_block": "10.1.0.0/16"}
      aws_vpc_ipv6_cidr_block_association.m {"id": "a2", "vpc_id": "vpc-1", "ipv6_cidr_block": "2001:db8::/56"}
      aws_default_subnet.d {"id": "subnet-d", "vpc_id": "vpc-2", "cidr_block": "172.31.0.0/20"}
      data.aws_subnet.s {"id": "subnet-s", "vpc_id": "vpc-3", "cidr_block": "10.9.1.0/24"}
      """
    ) { topology in
      #expect(topology.vpcs.map(\.prefixes.count) == [3, 1, 2])
      #expect(topology.subnets.map(\.id) == ["subnet-a", "subnet-b", "subnet-d", "subnet-s"])
    },
    MappingRow(
      "gateways",
      """
      aws_internet_gateway.i {"id": "igw-1", "vpc_id": "vpc-1"}
      data.aws_internet_gateway.s {"id": "igw-2", "attachments": [{"vpc_id": "vpc-9"}]}
      aws_internet_gateway.l {"id": "igw-3"}
      aws_internet_gateway_attachment.l {"id": "x", "internet_gateway_id": "igw-3", "vpc_id": "vpc-8"}
      aws_egress_only_internet_gateway.e {"id": "eigw-1", "vpc_id": "vpc-1"}
      aws_carrier_gateway.c {"id": "cagw-1", "vpc_id": "vpc-1"}
      aws_vpn_gateway.v {"id": "vgw-1", "vpc_id": ""}
      aws_vpn_gateway_attachment.v {"id": "x", "vpn_gateway_id": "vgw-1", "vpc_id": "vpc-1"}
      """
    ) { topology in
      #expect(topology.internetGateways.map(\.vpc) == ["vpc-1", "vpc-8", "vpc-9"])
      #expect(topology.egressOnlyInternetGateways.map(\.vpc) == ["vpc-1"])
      #expect(topology.carrierGateways.map(\.vpc) == ["vpc-1"])
      #expect(topology.vpnGateways.map(\.vpc) == ["vpc-1"])
    },
    MappingRow(
      "prefix lists",
      """
      aws_ec2_managed_prefix_list.l {"id": "pl-1", "name": "office", "entry": [{"cidr": "192.0.2.0/25"}]}
      aws_ec2_managed_prefix_list_entry.e {"id": "x", "prefix_list_id": "pl-1", "cidr": "192.0.2.128/25"}
      data.aws_ec2_managed_prefix_list.d {"id": "pl-2", "name": "s3", "entries": [{"cidr": "198.51.100.0/24"}]}
      data.aws_prefix_list.p {"id": "pl-3", "name": "dynamodb", "cidr_blocks": ["203.0.113.0/24"]}
      """
    ) { topology in #expect(topology.prefixLists.map { $0.entries?.count } == [2, 1, 1]) },
    MappingRow(
      "security groups",
      """
      aws_security_group.g {"id": "sg-1", "vpc_id": "vpc-1", "name": "g", "ingress": [{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"], "self": true}], "egress": []}
      aws_default_security_group.d {"id": "sg-main", "vpc_id": "vpc-1"}
      aws_security_group_rule.r {"id": "x", "type": "egress", "security_group_id": "sg-1", "protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["10.0.0.0/8"]}
      aws_vpc_security_group_ingress_rule.i {"id": "sgr-1", "security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 22, "to_port": 22, "referenced_security_group_id": "sg-main"}
      aws_vpc_security_group_egress_rule.e {"id": "sgr-2", "security_group_id": "sg-1", "ip_protocol": "-1", "cidr_ipv6": "::/0"}
      aws_vpc_security_group_vpc_association.a {"id": "x", "security_group_id": "sg-1", "vpc_id": "vpc-7"}
      """
    ) { topology in
      let group = try #require(topology.securityGroups.first { $0.id == "sg-1" })
      #expect(group.rules.filter { $0.direction == .ingress }.count == 3)
      #expect(group.rules.filter { $0.direction == .egress }.count == 2)
      #expect(group.associatedVPCs == ["vpc-7"])
      let adopted = try #require(topology.securityGroups.first { $0.isDefault })
      #expect(adopted.id == "sg-main" && adopted.rules.isEmpty)
    },
    MappingRow(
      "network ACLs",
      """
      aws_network_acl.l {"id": "acl-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-a"], "ingress": [{"rule_no": 100, "action": "allow", "protocol": "6", "cidr_block": "10.0.0.0/8", "from_port": 80, "to_port": 80}]}
      aws_default_network_acl.d {"id": "acl-main", "default_network_acl_id": "acl-main"}
      aws_network_acl_rule.r {"id": "x", "network_acl_id": "acl-1", "rule_number": 200, "egress": true, "protocol": "-1", "rule_action": "deny", "cidr_block": "0.0.0.0/0"}
      aws_network_acl_association.a {"id": "x", "network_acl_id": "acl-1", "subnet_id": "subnet-b"}
      """
    ) { topology in
      let list = try #require(topology.networkACLs.first { $0.id == "acl-1" })
      #expect(list.entries.map(\.number) == [100, 200] && list.subnets == ["subnet-a", "subnet-b"])
      #expect(topology.networkACLs.first(where: \.isDefault)?.entries.isEmpty == true)
    },
    MappingRow(
      "route tables",
      """
      aws_internet_gateway.i {"id": "igw-1", "vpc_id": "vpc-1"}
      aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]}
      aws_route_table.m {"id": "rtb-2", "vpc_id": "vpc-1"}
      aws_default_route_table.d {"id": "rtb-main", "default_route_table_id": "rtb-main", "vpc_id": "vpc-1"}
      aws_route.r {"id": "x", "route_table_id": "rtb-1", "destination_cidr_block": "192.0.2.0/24", "network_interface_id": "eni-9"}
      aws_route_table_association.a {"id": "x", "route_table_id": "rtb-1", "subnet_id": "subnet-a"}
      aws_route_table_association.e {"id": "x", "route_table_id": "rtb-2", "gateway_id": "igw-1"}
      aws_main_route_table_association.m {"id": "x", "vpc_id": "vpc-1", "route_table_id": "rtb-2"}
      """
    ) { topology in
      let table = try #require(topology.routeTables.first { $0.id == "rtb-1" })
      #expect(table.routes.map(\.target) == [.internetGateway("igw-1"), .networkInterface("eni-9")])
      #expect(table.subnets == ["subnet-a"])
      #expect(topology.routeTables.filter(\.isMain).map(\.id) == ["rtb-2"])
      #expect(topology.routeTables.first(where: \.isMain)?.gateways == ["igw-1"])
    },
    MappingRow(
      "VPN connections and what is propagated",
      """
      aws_vpn_gateway.v {"id": "vgw-1", "vpc_id": "vpc-1"}
      aws_customer_gateway.c {"id": "cgw-1", "ip_address": "198.51.100.1", "tags": {"Name": "office"}}
      aws_vpn_connection.n {"id": "vpn-1", "vpn_gateway_id": "vgw-1", "customer_gateway_id": "cgw-1", "static_routes_only": true, "vgw_telemetry": [{"status": "UP"}, {"status": "DOWN"}]}
      aws_vpn_connection_route.r {"id": "x", "vpn_connection_id": "vpn-1", "destination_cidr_block": "192.168.0.0/16"}
      aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": []}
      aws_vpn_gateway_route_propagation.p {"id": "x", "vpn_gateway_id": "vgw-1", "route_table_id": "rtb-1"}
      """
    ) { topology in
      let connection = try #require(topology.vpnConnections.first)
      #expect(connection.customerGateway == "office" && connection.tunnels == [true, false])
      #expect(connection.staticRoutes == [try #require(IPPrefix("192.168.0.0/16"))])
      let table = try #require(topology.routeTables.first { $0.id == "rtb-1" })
      #expect(table.routes.map(\.target) == [.vpnGateway("vgw-1")] && table.isComplete)
      #expect(table.routes.first?.source == .propagated)
    },
    MappingRow(
      "Direct Connect",
      """
      aws_vpn_gateway.v {"id": "vgw-1", "vpc_id": "vpc-1"}
      aws_ec2_transit_gateway.g {"id": "tgw-1"}
      aws_dx_gateway.d {"id": "dxgw-1", "name": "dc"}
      aws_dx_gateway_association.v {"id": "x", "dx_gateway_id": "dxgw-1", "associated_gateway_id": "vgw-1", "allowed_prefixes": ["10.0.0.0/16"]}
      aws_dx_gateway_association.t {"id": "y", "dx_gateway_id": "dxgw-1", "associated_gateway_id": "tgw-1", "allowed_prefixes": ["10.0.0.0/8"]}
      aws_dx_transit_virtual_interface.t {"id": "dxvif-1", "dx_gateway_id": "dxgw-1"}
      aws_dx_private_virtual_interface.p {"id": "dxvif-2", "vpn_gateway_id": "vgw-1"}
      data.aws_ec2_transit_gateway_dx_gateway_attachment.a {"id": "tgw-attach-9", "dx_gateway_id": "dxgw-1", "transit_gateway_id": "tgw-1"}
      aws_ec2_transit_gateway_route_table.t {"id": "tgw-rtb-1", "transit_gateway_id": "tgw-1"}
      aws_ec2_transit_gateway_route.r {"id": "x", "transit_gateway_route_table_id": "tgw-rtb-1", "destination_cidr_block": "172.16.0.0/12", "transit_gateway_attachment_id": "tgw-attach-9"}
      """
    ) { topology in
      #expect(topology.directConnectGateways.map(\.id) == ["dxgw-1", "dxvif-2"])
      #expect(
        topology.directConnectGateways.first?.associations.map(\.gateway) == [
          .vpnGateway("vgw-1"), .transitGateway("tgw-1"),
        ])
      let attachment = try #require(topology.transitGatewayAttachments.first)
      #expect(attachment.kind == .other("direct-connect-gateway", resource: "dxgw-1"))
      let table = try #require(topology.transitGatewayRouteTables.first { $0.id == "tgw-rtb-1" })
      #expect(table.routes?.first?.attachments == [attachment.id])
    },
    MappingRow(
      "peering connections",
      """
      aws_vpc.p {"id": "vpc-2", "cidr_block": "10.2.0.0/16"}
      aws_vpc_peering_connection.a {"id": "pcx-1", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-2"}
      aws_vpc_peering_connection.b {"id": "pcx-2", "vpc_id": "vpc-1", "peer_vpc_id": "vpc-2"}
      aws_vpc_peering_connection_accepter.a {"id": "x", "vpc_peering_connection_id": "pcx-1", "auto_accept": true}
      aws_vpc_peering_connection_options.a {"id": "x", "vpc_peering_connection_id": "pcx-1"}
      """
    ) { topology in #expect(topology.vpcPeeringConnections.map(\.isActive) == [true, false]) },
    MappingRow(
      "transit gateways",
      """
      aws_ec2_transit_gateway.g {"id": "tgw-1", "association_default_route_table_id": "tgw-rtb-0", "propagation_default_route_table_id": "tgw-rtb-0"}
      aws_ec2_transit_gateway_vpc_attachment.a {"id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-a"], "appliance_mode_support": "enable"}
      aws_ec2_transit_gateway_vpc_attachment_accepter.a {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1"}
      aws_ec2_transit_gateway_route_table.t {"id": "tgw-rtb-1", "transit_gateway_id": "tgw-1"}
      aws_ec2_transit_gateway_route_table_association.t {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-1"}
      aws_ec2_transit_gateway_route_table_propagation.t {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1", "transit_gateway_route_table_id": "tgw-rtb-1"}
      aws_ec2_transit_gateway_route.r {"id": "x", "transit_gateway_route_table_id": "tgw-rtb-1", "destination_cidr_block": "0.0.0.0/0", "blackhole": true}
      aws_ec2_transit_gateway_prefix_list_reference.p {"id": "x", "transit_gateway_route_table_id": "tgw-rtb-1", "prefix_list_id": "pl-1", "transit_gateway_attachment_id": "tgw-attach-1"}
      """
    ) { topology in
      #expect(topology.transitGatewayAttachments.map(\.isApplianceMode) == [true])
      let table = try #require(topology.transitGatewayRouteTables.first { $0.id == "tgw-rtb-1" })
      #expect(table.associations == ["tgw-attach-1"])
      #expect(table.routes?.map(\.source) == [.static, .prefixListReference, .propagated])
      let standard = try #require(topology.transitGatewayRouteTables.first { $0.id == "tgw-rtb-0" })
      #expect(standard.associations.isEmpty && standard.routes?.count == 1)
    },
    MappingRow(
      "attachments of other kinds, and another default table",
      """
      aws_ec2_transit_gateway.g {"id": "tgw-1"}
      aws_ec2_transit_gateway.h {"id": "tgw-2"}
      aws_ec2_transit_gateway_route_table.t {"id": "tgw-rtb-1", "transit_gateway_id": "tgw-1"}
      aws_ec2_transit_gateway_default_route_table_association.d {"id": "x", "transit_gateway_id": "tgw-1", "transit_gateway_route_table_id": "tgw-rtb-1"}
      aws_ec2_transit_gateway_default_route_table_propagation.d {"id": "x", "transit_gateway_id": "tgw-1", "transit_gateway_route_table_id": "tgw-rtb-1"}
      aws_ec2_transit_gateway_peering_attachment.p {"id": "tgw-attach-1", "transit_gateway_id": "tgw-1", "peer_transit_gateway_id": "tgw-2", "peer_region": "eu-west-2"}
      aws_ec2_transit_gateway_peering_attachment_accepter.p {"id": "x", "transit_gateway_attachment_id": "tgw-attach-1"}
      aws_ec2_transit_gateway_vpc_attachment.a {"id": "tgw-attach-2", "transit_gateway_id": "tgw-1", "vpc_id": "vpc-1", "subnet_ids": ["subnet-a"]}
      aws_ec2_transit_gateway_connect.c {"id": "tgw-attach-3", "transit_gateway_id": "tgw-1", "transport_attachment_id": "tgw-attach-2"}
      aws_ec2_transit_gateway_connect_peer.c {"id": "x", "transit_gateway_attachment_id": "tgw-attach-3"}
      aws_vpn_connection.n {"id": "vpn-1", "transit_gateway_id": "tgw-1", "transit_gateway_attachment_id": "tgw-attach-4"}
      data.aws_ec2_transit_gateway_vpn_attachment.n {"id": "tgw-attach-4", "vpn_connection_id": "vpn-1", "transit_gateway_id": "tgw-1"}
      """
    ) { topology in
      #expect(
        topology.transitGatewayAttachments.map(\.kind) == [
          .vpc("vpc-1", subnets: ["subnet-a"]), .peering("tgw-2", attachment: "tgw-attach-1"),
          .peering("tgw-1", attachment: "tgw-attach-1"), .other("connect", resource: "tgw-attach-2"),
          .other("vpn", resource: "vpn-1"),
        ])
      #expect(topology.transitGatewayAttachments.allSatisfy { $0.isAvailable })
      let table = try #require(topology.transitGatewayRouteTables.first { $0.id == "tgw-rtb-1" })
      #expect(table.associations == ["tgw-attach-2", "tgw-attach-1", "tgw-attach-3", "tgw-attach-4"])
      // What a VPN's other side announces is in no declaration.
      #expect(!table.isComplete)
    },
    MappingRow(
      "Block Public Access",
      """
      aws_vpc_block_public_access_options.o {"id": "eu-west-1", "internet_gateway_block_mode": "block-ingress"}
      aws_vpc_block_public_access_exclusion.e {"id": "x-1", "vpc_id": "vpc-1", "internet_gateway_exclusion_mode": "allow-egress"}
      """
    ) { topology in
      #expect(topology.blockPublicAccessOptions.map(\.mode) == [.ingress])
      #expect(topology.blockPublicAccessExclusions.map(\.scope) == [.vpc("vpc-1")])
    },
  ]

  private static let hosts: [MappingRow] = [
    MappingRow(
      "interfaces and addresses",
      """
      aws_network_interface.e {"id": "eni-1", "subnet_id": "subnet-a", "private_ips": ["10.0.1.5"], "security_groups": ["sg-1"], "source_dest_check": false}
      aws_network_interface_attachment.e {"id": "x", "network_interface_id": "eni-1", "instance_id": "i-1", "device_index": 1}
      aws_network_interface_sg_attachment.e {"id": "x", "network_interface_id": "eni-1", "security_group_id": "sg-2"}
      aws_instance.i {"id": "i-1", "subnet_id": "subnet-b", "private_ip": "10.0.2.5", "primary_network_interface_id": "eni-2", "vpc_security_group_ids": ["sg-1"]}
      aws_spot_instance_request.s {"id": "sir-1", "subnet_id": "subnet-b", "private_ip": "10.0.2.6", "vpc_security_group_ids": ["sg-1"]}
      aws_eip.a {"id": "eipalloc-1", "public_ip": "198.51.100.1", "instance": "i-1"}
      aws_eip.b {"id": "eipalloc-2", "public_ip": "198.51.100.2"}
      aws_eip_association.b {"id": "x", "allocation_id": "eipalloc-2", "network_interface_id": "eni-1"}
      aws_eip.c {"id": "eipalloc-3", "public_ip": "198.51.100.3"}
      aws_nat_gateway.n {"id": "nat-1", "subnet_id": "subnet-a", "allocation_id": "eipalloc-3", "private_ip": "10.0.1.9"}
      """
    ) { topology in
      let own = try #require(topology.networkInterfaces.first { $0.id == "eni-1" })
      #expect(own.instance == "i-1" && own.deviceIndex == 1 && !own.isSourceDestChecked)
      #expect(own.securityGroups == ["sg-1", "sg-2"])
      #expect(own.addresses.first?.publicAddress == IPAddress("198.51.100.2"))
      let second = try #require(topology.networkInterfaces.first { $0.id == "eni-2" })
      #expect(second.addresses.first?.publicAddress == IPAddress("198.51.100.1"))
      #expect(topology.natGateways.first?.addresses.first?.publicAddress == IPAddress("198.51.100.3"))
      #expect(topology.instances.map(\.id) == ["i-1", "sir-1"])
    },
    MappingRow(
      "scaling groups",
      """
      aws_launch_template.t {"id": "lt-1", "name": "web", "vpc_security_group_ids": ["sg-1"], "network_interfaces": []}
      aws_launch_configuration.c {"id": "lc", "name": "lc", "security_groups": ["sg-2"], "associate_public_ip_address": true}
      aws_lb_target_group.g {"id": "tg-1", "port": 8080, "vpc_id": "vpc-1"}
      aws_lb_target_group.h {"id": "tg-2", "port": 8081, "vpc_id": "vpc-1"}
      aws_autoscaling_group.a {"id": "asg-a", "name": "asg-a", "vpc_zone_identifier": ["subnet-a", "subnet-b"], "launch_template": [{"id": "lt-1"}], "target_group_arns": ["tg-1"]}
      aws_autoscaling_group.b {"id": "asg-b", "name": "asg-b", "vpc_zone_identifier": ["subnet-a"], "launch_configuration": "lc"}
      aws_autoscaling_attachment.b {"id": "x", "autoscaling_group_name": "asg-b", "lb_target_group_arn": "tg-2"}
      aws_autoscaling_traffic_source_attachment.b {"id": "x", "autoscaling_group_name": "asg-b", "traffic_source": [{"identifier": "tg-1", "type": "elbv2"}]}
      """
    ) { topology in
      #expect(topology.networkInterfaces.map(\.securityGroups) == [["sg-1"], ["sg-1"], ["sg-2"]])
      #expect(topology.networkInterfaces.last?.addresses.first?.publicAddress != nil)
      #expect(topology.instances.count == 3)
      #expect(topology.targetGroups.map { $0.targets?.count } == [3, 1])
      #expect(topology.targetGroups.first?.targets?.first?.port == 8080)
    },
    MappingRow(
      "classic load balancers",
      """
      aws_elb.e {"id": "web", "name": "web", "subnets": ["subnet-a"], "security_groups": ["sg-1"], "internal": true, "instances": ["i-1"], "listener": [{"lb_port": 80, "lb_protocol": "http", "instance_port": 8080, "instance_protocol": "http"}]}
      aws_elb_attachment.a {"id": "x", "elb": "web", "instance": "i-2"}
      """
    ) { topology in
      let balancer = try #require(topology.loadBalancers.first)
      #expect(balancer.kind == .classic && !balancer.isInternetFacing && balancer.isCrossZone == true)
      #expect(balancer.nodes.count == 1 && balancer.listeners.map(\.port) == [80])
      #expect(topology.targetGroups.first?.targets?.map(\.id) == ["i-1", "i-2"])
      #expect(topology.targetGroups.first?.targets?.allSatisfy { $0.port == 8080 } == true)
    },
    MappingRow(
      "load balancers",
      """
      aws_lb.a {"id": "lb-1", "arn": "lb-1", "name": "a", "load_balancer_type": "application", "internal": true, "subnets": ["subnet-a", "subnet-b"], "security_groups": ["sg-1"], "vpc_id": "vpc-1"}
      aws_alb.n {"id": "lb-2", "name": "n", "load_balancer_type": "network", "internal": false, "subnet_mapping": [{"subnet_id": "subnet-a", "private_ipv4_address": "10.0.1.20"}]}
      aws_lb_target_group.g {"id": "tg-1", "port": 80, "target_type": "ip", "vpc_id": "vpc-1"}
      aws_alb_target_group.h {"id": "tg-2", "port": 81, "protocol": "TCP", "vpc_id": "vpc-1"}
      aws_lb_target_group_attachment.g {"id": "x", "target_group_arn": "tg-1", "target_id": "10.0.1.5", "port": 8080}
      aws_alb_target_group_attachment.h {"id": "x", "target_group_arn": "tg-2", "target_id": "i-1"}
      aws_lb_listener.a {"id": "l-1", "load_balancer_arn": "lb-1", "port": 80, "protocol": "HTTP", "default_action": [{"type": "forward", "target_group_arn": "tg-1"}]}
      aws_lb_listener_rule.a {"id": "x", "listener_arn": "l-1", "priority": 10, "action": [{"type": "forward", "target_group_arn": "tg-2"}], "condition": [{"path_pattern": [{"values": ["/a"]}]}]}
      aws_alb_listener_rule.b {"id": "x", "listener_arn": "l-1", "priority": 5, "action": [{"type": "fixed-response"}], "condition": []}
      aws_alb_listener.n {"id": "l-2", "load_balancer_arn": "lb-2", "port": 443, "protocol": "TCP", "default_action": [{"type": "forward", "target_group_arn": "tg-2"}]}
      """
    ) { topology in
      #expect(topology.loadBalancers.map(\.kind) == [.application, .network])
      #expect(topology.loadBalancers.map(\.isInternetFacing) == [false, true])
      #expect(topology.loadBalancers.map(\.nodes.count) == [2, 1])
      #expect(
        topology.loadBalancers.first?.listeners.first?.rules.map(\.targetGroups) == [[], ["tg-2"], ["tg-1"]])
      #expect(topology.targetGroups.map { $0.targets?.first?.port } == [8080, 81])
    },
  ]
}
