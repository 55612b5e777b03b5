import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

/// Rows of endpoints, firewalls, remote users and managed services.
enum TerraformServiceRows {
  static let all: [MappingRow] = [
    MappingRow(
      "network firewalls",
      """
      aws_networkfirewall_rule_group.l {"id": "arn:rg/l", "name": "l", "type": "STATELESS", "rule_group": [{"rules_source": [{"stateless_rules_and_custom_actions": [{"stateless_rule": [{"priority": 1, "rule_definition": [{"actions": ["aws:drop"], "match_attributes": [{"protocols": [6], "source": [{"address_definition": "10.0.0.0/8"}], "destination_port": [{"from_port": 22, "to_port": 22}]}]}]}]}]}]}]}
      aws_networkfirewall_rule_group.f {"id": "arn:rg/f", "name": "f", "type": "STATEFUL", "rule_group": [{"rule_variables": [{"ip_sets": [{"key": "HOME_NET", "ip_set": [{"definition": ["10.0.0.0/16"]}]}]}], "rules_source": [{"stateful_rule": [{"action": "PASS", "header": [{"protocol": "TCP", "source": "ANY", "source_port": "ANY", "direction": "FORWARD", "destination": "192.0.2.0/24", "destination_port": "443"}], "rule_option": [{"keyword": "sid", "settings": ["1"]}]}]}]}]}
      aws_networkfirewall_rule_group.d {"id": "arn:rg/d", "name": "d", "type": "STATEFUL", "rule_group": [{"rules_source": [{"rules_source_list": [{"generated_rules_type": "ALLOWLIST", "target_types": ["TLS_SNI"], "targets": [".example.com"]}]}]}]}
      aws_networkfirewall_rule_group.s {"id": "arn:rg/s", "name": "s", "type": "STATEFUL", "rules": "drop udp any any -> any 53 (sid:2;)"}
      aws_networkfirewall_firewall_policy.p {"id": "arn:p", "name": "p", "firewall_policy": [{"stateless_default_actions": ["aws:forward_to_sfe"], "stateless_fragment_default_actions": ["aws:drop"], "stateless_rule_group_reference": [{"priority": 5, "resource_arn": "arn:rg/l"}], "stateful_engine_options": [{"rule_order": "STRICT_ORDER", "stream_exception_policy": "REJECT"}], "stateful_default_actions": ["aws:drop_established"], "stateful_rule_group_reference": [{"priority": 1, "resource_arn": "arn:rg/f", "override": [{"action": "DROP_TO_ALERT"}]}]}]}
      aws_networkfirewall_firewall.w {"id": "arn:f", "name": "w", "vpc_id": "vpc-1", "firewall_policy_arn": "arn:p", "subnet_mapping": [{"subnet_id": "subnet-a"}], "firewall_status": [{"sync_states": [{"availability_zone": "eu-west-1a", "attachment": [{"endpoint_id": "vpce-1", "subnet_id": "subnet-a"}]}]}]}
      aws_networkfirewall_vpc_endpoint_association.w {"id": "arn:a", "vpc_id": "vpc-1", "firewall_arn": "arn:f", "subnet_mapping": [{"subnet_id": "subnet-b"}]}
      """
    ) { topology in
      #expect(topology.networkFirewalls.first?.endpoints == ["vpce-1", "arn:a#subnet-b"])
      #expect(topology.vpcEndpoints.map(\.kind) == [.gatewayLoadBalancer, .gatewayLoadBalancer])
      let policy = try #require(topology.firewallPolicies.first)
      #expect(policy.isStrict && policy.streamException == .reject && policy.statelessDefault == .forward)
      #expect(policy.statefulDefaults == ["drop_established"])
      #expect(
        policy.statefulGroups.map(\.dropsToAlert) == [true] && policy.statelessGroups.map(\.priority) == [5])
      #expect(topology.ruleGroups.map(\.info.name) == ["l", "f", "d", "s"])
      guard case .stateless(let rules) = topology.ruleGroups[0].rules else {
        Issue.record("no stateless rules")
        return
      }
      #expect(rules.map(\.description) == ["1 drop tcp from 10.0.0.0/8 to any ports 22"])
      #expect(
        topology.ruleGroups[1].rules
          == .stateful([
            .init(
              "pass tcp any any -> 192.0.2.0/24 443 (sid:1;)",
              origin: Self.origin(of: topology.ruleGroups[1]))
          ]))
      #expect(topology.ruleGroups[1].addressSets == ["HOME_NET": ["10.0.0.0/16"]])
      #expect(topology.ruleGroups[2].rules == .domains(.init(names: [".example.com"], action: .allow)))
      guard case .stateful(let texts) = topology.ruleGroups[3].rules else {
        Issue.record("no rules in Suricata's language")
        return
      }
      #expect(texts.map(\.text) == ["drop udp any any -> any 53 (sid:2;)"])
    },
    MappingRow(
      "VPC endpoints",
      """
      aws_route_table.t {"id": "rtb-1", "vpc_id": "vpc-1", "route": []}
      aws_vpc_endpoint.s3 {"id": "vpce-1", "vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.s3", "vpc_endpoint_type": "Gateway", "route_table_ids": []}
      aws_vpc_endpoint_route_table_association.s3 {"id": "x", "vpc_endpoint_id": "vpce-1", "route_table_id": "rtb-1"}
      aws_vpc_endpoint.ssm {"id": "vpce-2", "vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.ssm", "vpc_endpoint_type": "Interface", "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"], "private_dns_enabled": true}
      aws_vpc_endpoint_subnet_association.ssm {"id": "x", "vpc_endpoint_id": "vpce-2", "subnet_id": "subnet-b"}
      aws_vpc_endpoint_security_group_association.ssm {"id": "x", "vpc_endpoint_id": "vpce-2", "security_group_id": "sg-2"}
      """
    ) { topology in
      #expect(
        topology.routeTables.first { $0.id == "rtb-1" }?.routes.map(\.target) == [.vpcEndpoint("vpce-1")])
      #expect(topology.vpcEndpoints.last?.subnets == ["subnet-a", "subnet-b"])
      #expect(topology.networkInterfaces.map(\.securityGroups) == [["sg-1", "sg-2"], ["sg-1", "sg-2"]])
    },
    MappingRow(
      "endpoint services",
      """
      aws_vpc_endpoint_service.s {"id": "vpce-svc-1", "service_name": "com.amazonaws.vpce.eu-west-1.vpce-svc-1", "network_load_balancer_arns": ["lb-1"], "gateway_load_balancer_arns": [], "acceptance_required": true}
      aws_vpc_endpoint.a {"id": "vpce-1", "vpc_id": "vpc-1", "service_name": "com.amazonaws.vpce.eu-west-1.vpce-svc-1", "vpc_endpoint_type": "Interface", "subnet_ids": ["subnet-a"]}
      aws_vpc_endpoint.b {"id": "vpce-2", "vpc_id": "vpc-1", "service_name": "com.amazonaws.vpce.eu-west-1.vpce-svc-1", "vpc_endpoint_type": "Interface", "subnet_ids": ["subnet-b"]}
      aws_vpc_endpoint_connection_accepter.b {"id": "x", "vpc_endpoint_service_id": "vpce-svc-1", "vpc_endpoint_id": "vpce-2"}
      """
    ) { topology in
      let service = try #require(topology.endpointServices.first)
      #expect(service.loadBalancers == ["lb-1"] && service.requiresAcceptance)
      // Nobody accepts the first.
      #expect(topology.vpcEndpoints.map(\.isAvailable) == [false, true])
    },
    MappingRow(
      "instance connect endpoints",
      """
      aws_ec2_instance_connect_endpoint.e {"id": "eice-1", "subnet_id": "subnet-a", "security_group_ids": ["sg-1"]}
      """
    ) { topology in
      let endpoint = try #require(topology.instanceConnectEndpoints.first)
      #expect(endpoint.vpc == "vpc-1" && endpoint.preservesClientIP && endpoint.interfaces.count == 1)
      #expect(topology.networkInterfaces.first?.securityGroups == ["sg-1"])
    },
    MappingRow(
      "Client VPN",
      """
      aws_ec2_client_vpn_endpoint.c {"id": "cvpn-1", "client_cidr_block": "10.200.0.0/22", "vpc_id": "vpc-1", "security_group_ids": ["sg-1"], "tags": {"Name": "staff"}}
      aws_ec2_client_vpn_network_association.a {"id": "x", "client_vpn_endpoint_id": "cvpn-1", "subnet_id": "subnet-a"}
      aws_ec2_client_vpn_authorization_rule.r {"id": "x", "client_vpn_endpoint_id": "cvpn-1", "target_network_cidr": "10.0.0.0/16", "authorize_all_groups": true}
      aws_ec2_client_vpn_authorization_rule.g {"id": "x", "client_vpn_endpoint_id": "cvpn-1", "target_network_cidr": "0.0.0.0/0", "access_group_id": "admins"}
      aws_ec2_client_vpn_route.r {"id": "x", "client_vpn_endpoint_id": "cvpn-1", "destination_cidr_block": "0.0.0.0/0", "target_vpc_subnet_id": "subnet-a"}
      """
    ) { topology in
      let endpoint = try #require(topology.clientVPNEndpoints.first)
      #expect(endpoint.subnets == ["subnet-a"] && endpoint.interfaces.count == 1)
      #expect(endpoint.authorizationRules?.map(\.group) == [nil, "admins"])
      // The route to the VPC is AWS's own.
      #expect(endpoint.routes?.map(\.destination.description) == ["10.0.0.0/16", "0.0.0.0/0"])
      #expect(topology.networkInterfaces.first?.securityGroups == ["sg-1"])
      #expect(topology.externalNetworks.map(\.ways) == [[.clientVPNEndpoint("cvpn-1")]])
    },
    MappingRow(
      "tasks",
      """
      aws_lb_target_group.g {"id": "tg-1", "port": 80, "target_type": "ip", "vpc_id": "vpc-1"}
      aws_ecs_service.s {"id": "svc", "name": "svc", "network_configuration": [{"subnets": ["subnet-a"], "security_groups": ["sg-1"], "assign_public_ip": true}], "load_balancer": [{"target_group_arn": "tg-1", "container_port": 8080}]}
      """
    ) { topology in
      let task = try #require(topology.networkInterfaces.first)
      #expect(task.securityGroups == ["sg-1"] && task.addresses.first?.publicAddress != nil)
      let targets = try #require(topology.targetGroups.first?.targets)
      #expect(targets.map(\.id) == [task.primaryAddress?.description] && targets.map(\.port) == [8080])
    },
    MappingRow(
      "EKS",
      """
      aws_eks_cluster.c {"id": "k", "name": "k", "vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"], "cluster_security_group_id": "sg-k"}]}
      aws_security_group_rule.r {"id": "x", "type": "ingress", "security_group_id": "sg-k", "protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"]}
      aws_launch_template.t {"id": "lt-1", "vpc_security_group_ids": ["sg-2"]}
      aws_eks_node_group.a {"id": "k:a", "cluster_name": "k", "subnet_ids": ["subnet-a"], "remote_access": []}
      aws_eks_node_group.b {"id": "k:b", "cluster_name": "k", "subnet_ids": ["subnet-b"], "launch_template": [{"id": "lt-1"}], "remote_access": []}
      aws_eks_fargate_profile.f {"id": "k:f", "cluster_name": "k", "subnet_ids": ["subnet-b"]}
      """
    ) { topology in
      #expect(
        topology.networkInterfaces.map(\.securityGroups) == [["sg-1", "sg-k"], ["sg-k"], ["sg-2"], ["sg-k"]])
      let group = try #require(topology.securityGroups.first { $0.id == "sg-k" })
      #expect(group.rules.map(\.direction) == [.ingress, .egress, .ingress])
    },
    MappingRow(
      "databases",
      """
      aws_db_subnet_group.g {"id": "dbs", "name": "dbs", "subnet_ids": ["subnet-a", "subnet-b"]}
      aws_db_instance.i {"id": "db-1", "db_subnet_group_name": "dbs", "vpc_security_group_ids": ["sg-1"], "availability_zone": "eu-west-1b", "address": "db.example.com"}
      aws_rds_cluster.c {"id": "aurora", "cluster_identifier": "aurora", "db_subnet_group_name": "dbs", "vpc_security_group_ids": ["sg-2"]}
      aws_rds_cluster_instance.c {"id": "aurora-0", "cluster_identifier": "aurora", "availability_zone": "eu-west-1a", "publicly_accessible": true}
      aws_docdb_subnet_group.g {"id": "docs", "name": "docs", "subnet_ids": ["subnet-a"]}
      aws_docdb_cluster.c {"id": "docdb", "cluster_identifier": "docdb", "db_subnet_group_name": "docs", "vpc_security_group_ids": ["sg-3"]}
      aws_docdb_cluster_instance.c {"id": "docdb-0", "cluster_identifier": "docdb"}
      aws_neptune_subnet_group.g {"id": "graph", "name": "graph", "subnet_ids": ["subnet-b"]}
      aws_neptune_cluster.c {"id": "neptune", "cluster_identifier": "neptune", "neptune_subnet_group_name": "graph", "vpc_security_group_ids": ["sg-4"]}
      aws_neptune_cluster_instance.c {"id": "neptune-0", "cluster_identifier": "neptune"}
      aws_db_proxy.p {"id": "proxy", "vpc_subnet_ids": ["subnet-a"], "vpc_security_group_ids": ["sg-5"], "endpoint": "proxy.example.com"}
      """
    ) { topology in
      let hosts = topology.networkInterfaces.map { "\($0.id) \($0.securityGroups.map(\.rawValue))" }
      #expect(
        Set(hosts) == [
          #"db-1#subnet-b ["sg-1"]"#, #"aurora-0#subnet-a ["sg-2"]"#, #"docdb-0#subnet-a ["sg-3"]"#,
          #"neptune-0#subnet-b ["sg-4"]"#, #"proxy#subnet-a ["sg-5"]"#,
        ])
      let cluster = try #require(topology.managedServices.first { $0.id == "aurora" })
      #expect(cluster.interfaces == ["aurora-0#subnet-a"])
      let member = try #require(topology.networkInterfaces.first { $0.id == "aurora-0#subnet-a" })
      #expect(member.addresses.first?.publicAddress != nil)
      #expect(topology.managedServices.first { $0.id == "db-1" }?.failoverSubnets == ["subnet-a"])
    },
    MappingRow(
      "other services with interfaces",
      """
      aws_elasticache_subnet_group.g {"id": "caches", "name": "caches", "subnet_ids": ["subnet-a"]}
      aws_elasticache_cluster.a {"id": "s01", "subnet_group_name": "caches", "security_group_ids": ["sg-1"]}
      aws_elasticache_replication_group.a {"id": "s02", "subnet_group_name": "caches", "security_group_ids": ["sg-1"]}
      aws_elasticache_serverless_cache.a {"id": "s03", "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}
      aws_memorydb_subnet_group.g {"id": "memories", "name": "memories", "subnet_ids": ["subnet-a"]}
      aws_memorydb_cluster.a {"id": "s04", "subnet_group_name": "memories", "security_group_ids": ["sg-1"]}
      aws_redshift_subnet_group.g {"id": "dwh", "name": "dwh", "subnet_ids": ["subnet-a"]}
      aws_redshift_cluster.a {"id": "s05", "cluster_subnet_group_name": "dwh", "vpc_security_group_ids": ["sg-1"]}
      aws_opensearch_domain.a {"id": "s06", "vpc_options": [{"subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}]}
      aws_elasticsearch_domain.a {"id": "s07", "vpc_options": [{"subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}]}
      aws_mq_broker.a {"id": "s08", "subnet_ids": ["subnet-a"], "security_groups": ["sg-1"]}
      aws_efs_mount_target.a {"id": "s09", "subnet_id": "subnet-a", "security_groups": ["sg-1"], "ip_address": "10.0.1.200"}
      aws_fsx_lustre_file_system.a {"id": "s10", "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}
      aws_fsx_windows_file_system.a {"id": "s11", "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}
      aws_fsx_ontap_file_system.a {"id": "s12", "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}
      aws_fsx_openzfs_file_system.a {"id": "s13", "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}
      aws_msk_cluster.a {"id": "s14", "broker_node_group_info": [{"client_subnets": ["subnet-a"], "security_groups": ["sg-1"]}]}
      aws_msk_serverless_cluster.a {"id": "s15", "vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}]}
      aws_apigatewayv2_vpc_link.a {"id": "s16", "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}
      aws_route53_resolver_endpoint.a {"id": "s17", "ip_address": [{"subnet_id": "subnet-a"}], "security_group_ids": ["sg-1"]}
      aws_sagemaker_notebook_instance.a {"id": "s18", "subnet_id": "subnet-a", "security_groups": ["sg-1"]}
      aws_lambda_function.a {"id": "s19", "vpc_config": [{"subnet_ids": ["subnet-a"], "security_group_ids": ["sg-1"]}]}
      """
    ) { topology in
      #expect(topology.networkInterfaces.count == 19)
      #expect(topology.networkInterfaces.allSatisfy { $0.securityGroups == ["sg-1"] })
      #expect(topology.managedServices.count == 18)
      let target = try #require(topology.networkInterfaces.first { $0.id == "s09#subnet-a" })
      #expect(target.primaryAddress == IPAddress("10.0.1.200"))
    },
  ]

  private static func origin(of group: RuleGroup) -> Origin {
    if case .stateful(let rules) = group.rules, let first = rules.first { return first.origin }
    return .implied
  }
}
