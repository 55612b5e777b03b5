import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// What a plan does not know yet is found by the expressions that it comes from, or said to be unknown.
@Suite("Terraform plans") struct TerraformPlanTests {
  /// A plan in which one instance's subnet is only known by its expression.
  private static func subnet(
    _ references: String, key: String = "", child: String = "{}", subnets: [String] = ["0", "1", "2"]
  ) throws -> TerraformText.Read {
    let instances = subnets.map { index in
      #"""
      {"mode": "managed", "type": "aws_subnet", "name": "s", "index": \#(index),
       "change": {"actions": ["create"], "before": null, "after": {"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24"}, "after_unknown": {"id": true}}}
      """#
    }.joined(separator: ",")
    return try TerraformText.read(
      #"""
      {"format_version": "1.2", "terraform_version": "1.9.5", "variables": {"vpc": {"value": "vpc-0123456789"}, "on": {"value": true}},
       "resource_changes": [\#(instances), {"mode": "managed", "type": "aws_instance", "name": "i", \#(key)
         "change": {"actions": ["create"], "before": null, "after": {"private_ip": "10.0.0.9"}, "after_unknown": {"id": true, "subnet_id": true, "vpc_security_group_ids": true}}}],
       "configuration": {"root_module": {"module_calls": \#(child), "resources": [
         {"mode": "managed", "type": "aws_instance", "name": "i", "expressions": {"subnet_id": {"references": \#(references)}}}]}}}
      """#)
  }

  @Test(arguments: [
    (#"["aws_subnet.s[1].id", "aws_subnet.s[1]", "aws_subnet.s"]"#, "", "tf:aws_subnet.s[1]"),
    // The instance's own key, and from the start again past the end of a list.
    (#"["aws_subnet.s", "count.index"]"#, #""index": 2,"#, "tf:aws_subnet.s[2]"),
    (#"["aws_subnet.s", "count.index"]"#, #""index": 4,"#, "tf:aws_subnet.s[1]"),
    // Something in a condition is no identifier.
    (#"["var.on", "aws_subnet.s[0].id", "aws_subnet.s[0]", "aws_subnet.s"]"#, "", "tf:aws_subnet.s[0]"),
    // A local value is not in the plan: the attribute tells the type, the key the instance.
    (#"["local.subnets", "count.index"]"#, #""index": 1,"#, "tf:aws_subnet.s[1]"),
  ])
  func references(_ references: String, _ key: String, _ subnet: String) throws {
    let topology = try Self.subnet(references, key: key).topology
    #expect(topology.networkInterfaces.map(\.subnet.rawValue) == [subnet])
  }

  @Test(arguments: [
    (#"["aws_subnet.s[7].id"]"#, "aws_subnet.s[7] is not in the plan"),
    (#"["aws_subnet.s[-1].id"]"#, "aws_subnet.s[-1] is not in the plan"),
    (#"["module.gone[-1]"]"#, "module.gone is named as a whole"),
    (#"["module.gone.subnet"]"#, "module.gone has no output subnet in the plan"),
    (#"["random_shuffle.zones"]"#, "random_shuffle.zones has no instance in the plan"),
  ])
  func whatIsNotKnown(_ references: String, _ reason: String) throws {
    let read = try Self.subnet(references)
    #expect(read.topology.networkInterfaces.isEmpty)
    #expect(read.topology.isMissing(.networkInterfaces))
    let finding = try #require(read.findings.first { $0.code == "PW_UNREADABLE_RESOURCE" })
    #expect(finding.subject == "aws_instance.i")
    #expect(finding.message == "this resource is left out: subnet_id is not known: \(reason)")
  }

  /// Which of several subnets an instance is in decides only where they differ: an interface in each stands for it.
  @Test(arguments: [#"["aws_subnet.s"]"#, #"["local.subnets"]"#, #"["local.subnets", "count.index"]"#])
  func oneOfSeveralSubnets(_ references: String) throws {
    let key = references.contains("count") ? #""index": 7,"# : ""
    let read = try Self.subnet(references, key: key)
    let own = read.topology.networkInterfaces
    #expect(own.map(\.subnet) == ["tf:aws_subnet.s[0]", "tf:aws_subnet.s[1]", "tf:aws_subnet.s[2]"])
    // Questions about it are about all of them; none is the one that a load balancer would send to.
    #expect(read.topology.managedServices.map(\.interfaces) == [own.map(\.id)])
    #expect(read.topology.instances.allSatisfy { $0.id.rawValue.contains("#tf:aws_subnet.s") })
    #expect(!read.topology.isMissing(.networkInterfaces))
    let finding = try #require(read.findings.first { $0.code == "PW_ONE_OF_SEVERAL" })
    #expect(
      finding.message.hasPrefix(
        "which subnet it is in is not known before the apply: one of aws_subnet.s[0], aws"))
  }

  /// An address or a zone tells which of several subnets is meant.
  @Test(arguments: [
    (#""private_ip": "10.0.1.9""#, "b"), (#""availability_zone": "eu-west-1a""#, "a"),
  ])
  func oneOfSeveralThatFits(_ values: String, _ subnet: String) throws {
    let subnets = [("a", "10.0.0.0/24"), ("b", "10.0.1.0/24")].map { name, range in
      #"""
      {"mode": "managed", "type": "aws_subnet", "name": "\#(name)", "change": {"actions": ["create"],
       "after": {"vpc_id": "vpc-1", "cidr_block": "\#(range)", "availability_zone": "eu-west-1\#(name)"}, "after_unknown": {"id": true}}}
      """#
    }.joined(separator: ",")
    let read = try TerraformText.read(
      #"""
      {"format_version": "1.2", "resource_changes": [\#(subnets), {"mode": "managed", "type": "aws_instance", "name": "i",
         "change": {"actions": ["create"], "after": {\#(values)}, "after_unknown": {"id": true, "subnet_id": true}}}],
       "configuration": {"root_module": {"resources": [
         {"mode": "managed", "type": "aws_instance", "name": "i", "expressions": {"subnet_id": {"references": ["local.subnets"]}}}]}}}
      """#)
    #expect(read.topology.networkInterfaces.map(\.subnet.rawValue) == ["tf:aws_subnet.\(subnet)"])
    #expect(!read.findings.contains { $0.code == "PW_ONE_OF_SEVERAL" })
  }

  /// A gateway's subnet doesn't matter where all that it may be in route and filter alike.
  @Test(arguments: [true, false]) func gatewayInOneOfSeveral(areAlike: Bool) throws {
    let associations = (areAlike ? ["0", "1"] : ["0"]).map { index in
      #"""
      {"mode": "managed", "type": "aws_route_table_association", "name": "a", "index": \#(index), "change": {"actions": ["create"],
       "after": {"route_table_id": "rtb-1", "subnet_id": "subnet-\#(index)"}, "after_unknown": {"id": true}}}
      """#
    }.joined(separator: ",")
    let subnets = ["0", "1"].map { index in
      #"""
      {"mode": "managed", "type": "aws_subnet", "name": "s", "index": \#(index), "change": {"actions": ["no-op"],
       "after": {"id": "subnet-\#(index)", "vpc_id": "vpc-1", "cidr_block": "10.0.\#(index).0/24"}, "after_unknown": {}}}
      """#
    }.joined(separator: ",")
    let read = try TerraformText.read(
      #"""
      {"format_version": "1.2", "resource_changes": [\#(subnets), \#(associations),
        {"mode": "managed", "type": "aws_route_table", "name": "t", "change": {"actions": ["no-op"], "after": {"id": "rtb-1", "vpc_id": "vpc-1", "route": []}, "after_unknown": {}}},
        {"mode": "managed", "type": "aws_nat_gateway", "name": "n", "change": {"actions": ["create"], "after": {"connectivity_type": "private"}, "after_unknown": {"id": true, "subnet_id": true}}}],
       "configuration": {"root_module": {"resources": [
         {"mode": "managed", "type": "aws_nat_gateway", "name": "n", "expressions": {"subnet_id": {"references": ["aws_subnet.s"]}}}]}}}
      """#)
    #expect(read.topology.natGateways.map(\.subnet) == (areAlike ? ["subnet-0"] : []))
    #expect(read.topology.isMissing(.natGateways) == !areAlike)
    #expect(read.findings.contains { $0.code == "PW_ONE_OF_SEVERAL" } == areAlike)
  }

  /// Groups that are not known leave the host where it is; what they let through is unknown.
  @Test func unknownGroups() throws {
    let read = try TerraformText.read(
      #"""
      {"format_version": "1.2", "resource_changes": [
        {"mode": "managed", "type": "aws_subnet", "name": "s", "change": {"actions": ["no-op"], "after": {"id": "subnet-1", "vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24"}, "after_unknown": {}}},
        {"mode": "managed", "type": "aws_instance", "name": "i", "change": {"actions": ["create"], "after": {"subnet_id": "subnet-1"}, "after_unknown": {"id": true, "vpc_security_group_ids": true}}}],
       "configuration": {"root_module": {"resources": [
         {"mode": "managed", "type": "aws_instance", "name": "i", "expressions": {"vpc_security_group_ids": {"references": ["local.groups"]}}}]}}}
      """#)
    #expect(read.topology.networkInterfaces.map(\.securityGroups) == [[.notInInput]])
    #expect(read.findings.contains { $0.code == "PW_UNKNOWN_GROUPS" && $0.subject == "aws_instance.i" })
  }

  /// A rule or route of its own that is deleted or changed stands in the refreshed list all the same, unless the list
  /// is what is written.
  @Test(arguments: [false, true]) func deletedRulesLeaveLists(isInline: Bool) throws {
    let expressions =
      isInline ? #"{"ingress": {"constant_value": []}, "route": {"constant_value": []}}"# : "{}"
    let read = try TerraformText.read(
      #"""
      {"format_version": "1.2", "resource_changes": [
        {"mode": "managed", "type": "aws_vpc", "name": "v", "change": {"actions": ["no-op"], "after": {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}, "after_unknown": {}}},
        {"mode": "managed", "type": "aws_security_group", "name": "g", "change": {"actions": ["no-op"], "after": {"id": "sg-1", "vpc_id": "vpc-1", "ingress": [
           {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["192.0.2.0/24"]}, {"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["192.0.2.0/24"]}]}, "after_unknown": {}}},
        {"mode": "managed", "type": "aws_security_group_rule", "name": "ssh", "change": {"actions": ["delete"], "before": {"id": "x", "type": "ingress", "security_group_id": "sg-1", "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["192.0.2.0/24"]}, "after": null}},
        {"mode": "managed", "type": "aws_vpc_security_group_ingress_rule", "name": "web", "change": {"actions": ["update"],
          "before": {"id": "sgr-1", "security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_ipv4": "192.0.2.0/24"},
          "after": {"id": "sgr-1", "security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_ipv4": "198.51.100.0/24"}, "after_unknown": {}}},
        {"mode": "managed", "type": "aws_network_acl", "name": "l", "change": {"actions": ["no-op"], "after": {"id": "acl-1", "vpc_id": "vpc-1", "ingress": [{"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0"}]}, "after_unknown": {}}},
        {"mode": "managed", "type": "aws_network_acl_rule", "name": "l", "change": {"actions": ["delete"], "before": {"id": "x", "network_acl_id": "acl-1", "rule_number": 100, "egress": false, "protocol": "-1", "rule_action": "allow", "cidr_block": "0.0.0.0/0"}, "after": null}},
        {"mode": "managed", "type": "aws_route_table", "name": "t", "change": {"actions": ["no-op"], "after": {"id": "rtb-1", "vpc_id": "vpc-1", "route": [{"cidr_block": "0.0.0.0/0", "network_interface_id": "eni-1"}]}, "after_unknown": {}}},
        {"mode": "managed", "type": "aws_route", "name": "r", "change": {"actions": ["delete"], "before": {"id": "x", "route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0", "network_interface_id": "eni-1"}, "after": null}}],
       "configuration": {"root_module": {"resources": [
         {"mode": "managed", "type": "aws_security_group", "name": "g", "expressions": \#(expressions)},
         {"mode": "managed", "type": "aws_network_acl", "name": "l", "expressions": \#(expressions)},
         {"mode": "managed", "type": "aws_route_table", "name": "t", "expressions": \#(expressions)}]}}}
      """#)
    let group = try #require(read.topology.securityGroups.first { $0.id == "sg-1" })
    let ranges = group.rules.map(\.peer)
    let (old, new) = (try #require(IPPrefix("192.0.2.0/24")), try #require(IPPrefix("198.51.100.0/24")))
    #expect(ranges == (isInline ? [.prefix(old), .prefix(old), .prefix(new)] : [.prefix(new)]))
    #expect(read.topology.networkACLs.first { $0.id == "acl-1" }?.entries.count == (isInline ? 1 : 0))
    #expect(read.topology.routeTables.first { $0.id == "rtb-1" }?.routes.count == (isInline ? 1 : 0))
  }

  /// A route takes a firewall's endpoint out of its status: by the subnet that the expression names, by the subnet's
  /// zone, by number, or the only one.
  @Test(arguments: [
    (
      #"["aws_networkfirewall_firewall.f.firewall_status[0].sync_states", "aws_networkfirewall_firewall.f", "aws_subnet.f[1].id", "aws_subnet.f"]"#,
      "1"
    ),
    (
      #"["aws_networkfirewall_firewall.f.firewall_status", "aws_subnet.w[0].availability_zone", "aws_subnet.w"]"#,
      "0"
    ),
    (#"["aws_networkfirewall_firewall.f.firewall_status"]"#, nil),
  ])
  func firewallEndpoints(_ references: String, _ endpoint: String?) throws {
    let subnets = ["f", "w"].flatMap { name in
      ["0", "1"].map { index in
        #"""
        {"mode": "managed", "type": "aws_subnet", "name": "\#(name)", "index": \#(index), "change": {"actions": ["create"],
         "after": {"vpc_id": "vpc-1", "cidr_block": "10.0.\#(index).0/24", "availability_zone": "eu-west-1\#(index)"}, "after_unknown": {"id": true}}}
        """#
      }
    }.joined(separator: ",")
    let read = try TerraformText.read(
      #"""
      {"format_version": "1.2", "resource_changes": [\#(subnets),
        {"mode": "managed", "type": "aws_networkfirewall_firewall", "name": "f", "change": {"actions": ["create"], "after": {"vpc_id": "vpc-1", "firewall_policy_arn": "arn:p", "subnet_mapping": [{}, {}]}, "after_unknown": {"id": true, "firewall_status": true, "subnet_mapping": [{"subnet_id": true}, {"subnet_id": true}]}}},
        {"mode": "managed", "type": "aws_route_table", "name": "t", "change": {"actions": ["no-op"], "after": {"id": "rtb-1", "vpc_id": "vpc-1", "route": []}, "after_unknown": {}}},
        {"mode": "managed", "type": "aws_route", "name": "r", "change": {"actions": ["create"], "after": {"route_table_id": "rtb-1", "destination_cidr_block": "0.0.0.0/0"}, "after_unknown": {"id": true, "vpc_endpoint_id": true}}}],
       "configuration": {"root_module": {"resources": [
         {"mode": "managed", "type": "aws_networkfirewall_firewall", "name": "f", "expressions": {"subnet_mapping": [{"subnet_id": {"references": ["aws_subnet.f[0].id", "aws_subnet.f[0]", "aws_subnet.f"]}}, {"subnet_id": {"references": ["aws_subnet.f[1].id", "aws_subnet.f[1]", "aws_subnet.f"]}}]}},
         {"mode": "managed", "type": "aws_route", "name": "r", "expressions": {"vpc_endpoint_id": {"references": \#(references)}}}]}}}
      """#)
    let firewall = "tf:aws_networkfirewall_firewall.f"
    #expect(
      read.topology.networkFirewalls.first?.endpoints.map(\.rawValue) == [
        "\(firewall)#tf:aws_subnet.f[0]", "\(firewall)#tf:aws_subnet.f[1]",
      ])
    let target = read.topology.routeTables.first { $0.id == "rtb-1" }?.routes.first?.target
    #expect(
      target
        == (endpoint.map { .vpcEndpoint(VPCEndpointID("\(firewall)#tf:aws_subnet.f[\($0)]")) }
          ?? .unmodelled(kind: "unknown target", id: "")))
  }

  /// References to each other lead nowhere.
  @Test func outputsInACircle() throws {
    let child =
      #"{"m": {"module": {"outputs": {"a": {"expression": {"references": ["module.m.a"]}}}, "module_calls": {"m": {"module": {"outputs": {"a": {"expression": {"references": ["var.x"]}}}}, "expressions": {"x": {"references": ["module.m.a"]}}}}}}}"#
    let read = try Self.subnet(#"["module.m.a"]"#, child: child)
    #expect(read.findings.first?.message.contains("its references lead too far") == true)
  }

  /// A range is made of what it refers to, and not that itself.
  @Test func rangesAreNotGuessed() throws {
    let read = try TerraformText.read(
      #"""
      {"format_version": "1.2", "variables": {"base": {"value": "10.0.0.0/16"}}, "resource_changes": [
        {"mode": "managed", "type": "aws_vpc", "name": "v", "change": {"actions": ["create"], "after": {"cidr_block": "10.0.0.0/16"}, "after_unknown": {"id": true}}},
        {"mode": "managed", "type": "aws_subnet", "name": "s", "change": {"actions": ["create"], "after": {}, "after_unknown": {"id": true, "cidr_block": true, "vpc_id": true}}}],
       "configuration": {"root_module": {"resources": [{"mode": "managed", "type": "aws_subnet", "name": "s", "expressions": {
         "vpc_id": {"references": ["aws_vpc.v.id", "aws_vpc.v"]}, "cidr_block": {"references": ["var.base", "random_integer.n.result"]}}}]}}}
      """#)
    #expect(read.topology.subnets.isEmpty && read.topology.isMissing(.subnets))
    #expect(read.findings.first?.message.contains("cidr_block is not known") == true)
  }

  /// A plan in which `aws_instance.i["a"]` is in a subnet of `module.net["a"]`, which is written with loops.
  private static func looped(
    _ references: String, loop: String, others: Bool = true, subnet: String = "s"
  ) throws -> TerraformText.Read {
    func resource(
      _ module: String, _ type: String, _ name: String, _ index: String, _ values: String, _ marks: String
    )
      -> String
    {
      #"""
      {"mode": "managed", \#(module.isEmpty ? "" : #""module_address": "module.net[\"\#(module)\"]", "#)"type": "\#(type)", "name": "\#(name)"\#(index.isEmpty ? "" : #", "index": "\#(index)""#),
       "change": {"actions": ["create"], "before": null, "after": \#(values), "after_unknown": {"id": true, \#(marks)}}}
      """#
    }
    var changes: [String] = []
    for (number, module) in ["a", "b"].enumerated() {
      changes.append(
        resource(module, "aws_vpc", "v", "", #"{"cidr_block": "10.\#(number).0.0/16"}"#, #""arn": true"#))
      for key in ["x", "y"] {
        changes.append(
          resource(
            module, "aws_subnet", "s", key, #"{"cidr_block": "10.\#(number).0.0/24"}"#, #""vpc_id": true"#))
      }
      changes.append(
        resource(
          module, "aws_subnet", "t", "", #"{"cidr_block": "10.\#(number).1.0/24"}"#, #""vpc_id": true"#))
    }
    for key in others ? ["a", "b"] : ["a"] {
      changes.append(
        resource("", "aws_instance", "i", key, #"{"private_ip": "10.0.0.9"}"#, #""subnet_id": true"#))
    }
    return try TerraformText.read(
      #"""
      {"format_version": "1.2", "variables": {"places": {"value": {"a": {"subnet_id": "subnet-0123456789"}}}},
       "resource_changes": [\#(changes.joined(separator: ","))],
       "configuration": {"root_module": {
         "module_calls": {"net": {"for_each_expression": {"constant_value": ["a", "b"]}, "module": {
           "outputs": {"vpc_id": {"expression": {"references": ["aws_vpc.v.id", "aws_vpc.v"]}},
                       "subnets": {"expression": {"references": ["aws_subnet.s"]}},
                       "\#(subnet)": {"expression": {"references": ["aws_subnet.t.id", "aws_subnet.t"]}}},
           "resources": [
             {"mode": "managed", "type": "aws_subnet", "name": "s", "for_each_expression": {"constant_value": ["x", "y"]}, "expressions": {"vpc_id": {"references": ["aws_vpc.v.id", "aws_vpc.v"]}}},
             {"mode": "managed", "type": "aws_subnet", "name": "t", "expressions": {"vpc_id": {"references": ["aws_vpc.v.id", "aws_vpc.v"]}}}]}}},
         "resources": [{"mode": "managed", "type": "aws_instance", "name": "i", "for_each_expression": \#(loop),
           "expressions": {"subnet_id": {"references": \#(references)}}}]}}}
      """#)
  }

  @Test(arguments: [
    // A map of a module's, by a literal key.
    (#"["module.net[\"b\"].subnets[\"y\"]", "module.net"]"#, "{}", #"tf:module.net["b"].aws_subnet.s["y"]"#),
    // `each.value.subnet_id`: of what the loop goes through, what names the key and is a subnet.
    (
      #"["each.value.subnet_id", "each.value"]"#,
      #"{"references": ["module.net[\"a\"].vpc_id", "module.net[\"a\"].one", "module.net[\"b\"].vpc_id", "module.net[\"b\"].one"]}"#,
      #"tf:module.net["a"].aws_subnet.t"#
    ),
    (#"["each.value.subnet_id", "each.value"]"#, #"{"references": ["var.places"]}"#, "subnet-0123456789"),
    (
      #"["each.value.subnet_id", "each.value"]"#,
      #"{"constant_value": {"a": {"subnet_id": "subnet-0123456789"}}}"#,
      "subnet-0123456789"
    ),
  ])
  func loops(_ references: String, _ loop: String, _ subnet: String) throws {
    let read = try Self.looped(references, loop: loop, subnet: "one")
    let own = read.topology.networkInterfaces.first { $0.id.rawValue.hasPrefix(#"tf:aws_instance.i["a"]"#) }
    #expect(own?.subnet.rawValue == subnet, "\(read.findings)")
  }

  /// `module.net[each.key].subnet_id` is listed as `module.net` and `each.key`: the output of the attribute's name.
  @Test func modulesByTheKeyOfALoop() throws {
    let references = #"["module.net", "each.key"]"#
    let read = try Self.looped(references, loop: "{}", subnet: "subnet_id")
    #expect(
      read.topology.networkInterfaces.map(\.subnet.rawValue) == [
        #"tf:module.net["a"].aws_subnet.t"#, #"tf:module.net["b"].aws_subnet.t"#,
      ])
    // Which of several outputs is meant is not known.
    let other = try Self.looped(references, loop: "{}")
    #expect(other.topology.networkInterfaces.isEmpty && other.topology.isMissing(.networkInterfaces))
  }

  /// Keys that nothing in the loop names: which is whose is not known, unless there is one only.
  @Test func loopsWithoutKeys() throws {
    let loop = #"{"references": ["module.net[\"b\"].one"]}"#
    let several = try Self.looped(#"["each.value.subnet_id"]"#, loop: loop, subnet: "one")
    #expect(several.topology.networkInterfaces.allSatisfy { $0.id.rawValue.contains("[\"b\"]") })
    let only = try Self.looped(#"["each.value.subnet_id"]"#, loop: loop, others: false, subnet: "one")
    #expect(only.topology.networkInterfaces.map(\.subnet.rawValue) == [#"tf:module.net["b"].aws_subnet.t"#])
  }

  @Test func twoNetworksOfOnePlan() throws {
    let text = #"""
      {"format_version": "1.2", "terraform_version": "1.9.5", "resource_changes": [
        {"mode": "managed", "type": "aws_vpc", "name": "v", "change": {"actions": ["no-op"], "before": {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}, "after": {"id": "vpc-1", "cidr_block": "10.0.0.0/16"}, "after_unknown": {}}},
        {"mode": "managed", "type": "aws_security_group", "name": "old", "change": {"actions": ["delete"], "before": {"id": "sg-1", "vpc_id": "vpc-1", "name": "old"}, "after": null, "after_unknown": {}}},
        {"mode": "managed", "type": "aws_security_group", "name": "new", "change": {"actions": ["create"], "before": null, "after": {"vpc_id": "vpc-1", "name": "new"}, "after_unknown": {"id": true}}},
        {"mode": "managed", "type": "aws_security_group", "name": "kept", "change": {"actions": ["update"], "before": {"id": "sg-2", "vpc_id": "vpc-1", "name": "kept"}, "after": {"vpc_id": "vpc-1", "name": "kept"}, "after_unknown": {"id": true}}},
        {"mode": "managed", "type": "aws_security_group", "name": "again", "change": {"actions": ["delete", "create"], "before": {"id": "sg-3", "vpc_id": "vpc-1", "name": "again"}, "after": {"vpc_id": "vpc-1", "name": "again"}, "after_unknown": {"id": true}}}]}
      """#
    func groups(_ moment: String?) throws -> [String] {
      try TerraformText.read(text, moment: moment).topology.securityGroups.filter { !$0.isDefault }.map(
        \.id.rawValue)
    }
    #expect(try groups("before") == ["sg-1", "sg-2", "sg-3"])
    let after = ["tf:aws_security_group.new", "sg-2", "tf:aws_security_group.again"]
    #expect(try groups("after") == after)
    #expect(try groups(nil) == after)
  }

  /// A plan, a state and a native file of one network; none of them made of another.
  @Test func oneNetworkThreeWays() throws {
    let canonical = try ["network.yaml", "plan.json", "terraform.tfstate"].map { name in
      try TopologyLoader.load(path: Fixtures.path("ways/shop/\(name)"))
    }
    #expect(canonical.map(\.format) == [.native, .terraform, .terraform])
    for loaded in canonical {
      #expect(loaded.findings.isEmpty)
      #expect(loaded.topology.coverage.entries.allSatisfy { $0.read == $0.modelled })
      #expect(
        loaded.topology.networkInterfaces.count == canonical[0].topology.networkInterfaces.count
          + (loaded.format == .native ? 0 : 1))
    }
  }
}
