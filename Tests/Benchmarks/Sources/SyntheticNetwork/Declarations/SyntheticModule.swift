/// A service with a VPC of its own, written as a module: 200 resources with as many attributes as the provider gives them.
struct SyntheticModule {
  let number: Int

  var name: String { "svc-\(Self.padded(number, 3))" }
  var address: String { "module.\(name)" }
  var cidr: String { "10.\(number).0.0/16" }

  private static let zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  private static let hosts = 63
  private static let groups = 20

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  // MARK: Resources

  var resources: [PlannedResource] {
    var all: [PlannedResource] = []
    func add(
      _ type: String, _ resource: String, _ key: Int?, _ declared: [(key: String, value: JSON)],
      _ computed: [(key: String, value: JSON)]
    ) {
      all.append(
        PlannedResource(
          module: address, type: type, name: resource, key: key.map { .number($0) },
          suffix: key.map { "[\($0)]" } ?? "",
          // Hosts and rules come and go; what they stand in stays.
          isNew: (type == "aws_instance" || type.hasSuffix("_rule"))
            && all.count % SyntheticPlan.newOnes == 0,
          declared: declared,
          computed: computed + [("id", .text(id(type, key))), ("arn", .text(arn(type, key)))]))
    }
    add(
      "aws_vpc", "this", nil,
      tagged("") + [("cidr_block", .text(cidr)), ("enable_dns_support", true), ("ipv6_cidr_block", "")],
      [
        ("main_route_table_id", .text(id("aws_route_table", 99))),
        ("default_network_acl_id", .text(id("aws_network_acl", 0))),
        ("default_security_group_id", .text(id("aws_security_group", 99))), ("owner_id", "123456789012"),
      ])
    add("aws_internet_gateway", "this", nil, tagged(""), [("vpc_id", vpc)])
    for place in 0..<6 {
      let zone = Self.zones[place % 3]
      add(
        "aws_subnet", "this", place,
        tagged("-\(place)") + [
          ("availability_zone", .text(zone)), ("cidr_block", .text("10.\(number).\(place * 16).0/20")),
          ("map_public_ip_on_launch", .flag(place < 3)),
          ("ipv6_cidr_block", ""), ("assign_ipv6_address_on_creation", false),
        ], [("vpc_id", vpc), ("availability_zone_id", "euw1-az\(place % 3)"), ("owner_id", "123456789012")])
      add(
        "aws_route_table", "this", place, tagged("-\(place)"),
        [("vpc_id", vpc), ("owner_id", "123456789012"), ("route", []), ("propagating_vgws", [])])
      add(
        "aws_route_table_association", "this", place, [("gateway_id", "")],
        [
          ("subnet_id", .text(id("aws_subnet", place))),
          ("route_table_id", .text(id("aws_route_table", place))),
        ])
      add(
        "aws_route", "this", place,
        [("destination_cidr_block", "0.0.0.0/0"), ("destination_ipv6_cidr_block", "")],
        [
          ("route_table_id", .text(id("aws_route_table", place))), ("state", "active"),
          ("gateway_id", place < 3 ? .text(id("aws_internet_gateway", nil)) : ""),
          ("nat_gateway_id", place < 3 ? "" : .text(id("aws_nat_gateway", place - 3))),
        ])
    }
    for place in 0..<3 {
      add(
        "aws_eip", "nat", place, tagged("-nat-\(place)") + [("domain", "vpc")],
        [("public_ip", .text("198.51.100.\(place + 10)"))])
      add(
        "aws_nat_gateway", "this", place, tagged("-nat-\(place)") + [("connectivity_type", "public")],
        [
          ("allocation_id", .text(id("aws_eip", place))), ("subnet_id", .text(id("aws_subnet", place))),
          ("private_ip", .text("10.\(number).\(place * 16).9")),
          ("public_ip", .text("198.51.100.\(place + 10)")),
        ])
    }
    addGroups(add)
    for place in 0..<Self.hosts { addHost(place, add) }
    return all
  }

  private typealias Add = (String, String, Int?, [(key: String, value: JSON)], [(key: String, value: JSON)])
    -> Void

  /// A group for each tier, and rules of their own.
  private func addGroups(_ add: Add) {
    for group in 0..<Self.groups {
      add(
        "aws_security_group", "this", group,
        tagged("-tier-\(group)") + [
          ("name", .text("\(name)-tier-\(group)")), ("description", "Managed by Terraform"),
          ("revoke_rules_on_delete", false),
        ], [("vpc_id", vpc), ("owner_id", "123456789012")])
    }
    for rule in 0..<3 * Self.groups {
      let group = rule / 3
      let isByGroup = rule % 3 == 0
      add(
        "aws_vpc_security_group_ingress_rule", "this", rule,
        tagged("") + [
          ("ip_protocol", "tcp"), ("from_port", .number(8000 + group)), ("to_port", .number(8000 + group)),
          ("description", "from the next tier"),
          ("cidr_ipv4", isByGroup ? "" : .text("10.\(number).\(rule % 3 * 16).0/20")),
        ],
        [
          ("security_group_id", .text(id("aws_security_group", group))),
          (
            "referenced_security_group_id",
            isByGroup ? .text(id("aws_security_group", (group + Self.groups - 1) % Self.groups)) : ""
          ),
        ])
    }
    for group in 0..<Self.groups {
      add(
        "aws_vpc_security_group_egress_rule", "this", group,
        tagged("") + [("ip_protocol", "-1"), ("cidr_ipv4", "0.0.0.0/0")],
        [
          ("security_group_id", .text(id("aws_security_group", group)))
        ])
    }
  }

  private func addHost(_ place: Int, _ add: Add) {
    let subnet = 3 + place % 3
    let own = "10.\(number).\(subnet * 16).\(place + 20)"
    add(
      "aws_instance", "this", place,
      tagged("-host-\(Self.padded(place, 2))") + [
        ("ami", "ami-0123456789abcdef0"), ("instance_type", "m6i.large"), ("source_dest_check", true),
        ("private_ip", .text(own)),
        ("user_data", .text(String(repeating: "c2V0IC1ldXggJiYgYXB0LWdldCB1cGRhdGUK", count: 42))),
        ("user_data_replace_on_change", false),
        ("launch_template", []), ("hibernation", false), ("get_password_data", false),
        ("credit_specification", []),
        (
          "metadata_options",
          [
            [
              "http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 2,
              "instance_metadata_tags": "disabled",
            ]
          ]
        ),
        (
          "root_block_device",
          [
            [
              "delete_on_termination": true, "encrypted": true, "volume_size": 64, "volume_type": "gp3",
              "tags": [:], "iops": 3000, "throughput": 125,
            ]
          ]
        ),
      ],
      [
        ("subnet_id", .text(id("aws_subnet", subnet))),
        (
          "vpc_security_group_ids",
          .texts([
            id("aws_security_group", place % Self.groups),
            id("aws_security_group", (place + 1) % Self.groups),
          ])
        ),
        ("primary_network_interface_id", .text(id("aws_network_interface", place))),
        ("instance_state", "running"), ("public_ip", ""),
        ("private_dns", .text("ip-10-\(number)-\(subnet * 16)-\(place + 20).eu-west-1.compute.internal")),
        ("availability_zone", .text(Self.zones[place % 3])),
        ("ipv6_addresses", []), ("secondary_private_ips", []), ("network_interface", []),
        ("cpu_options", [["core_count": 1, "threads_per_core": 2, "amd_sev_snp": ""]]),
      ])
  }

  private func tagged(_ suffix: String) -> [(key: String, value: JSON)] {
    let tags: [(key: String, value: JSON)] = [
      ("CostCentre", "cc-4711"), ("Environment", "production"), ("ManagedBy", "terraform"),
      ("Owner", "team-platform@example.com"),
      ("Repository", "github.com/example/infrastructure"), ("BackupPolicy", "daily-35-days"),
      ("Compliance", "iso27001"), ("DataClassification", "internal"), ("Service", "checkout-and-payments"),
      ("Tier", "application"), ("Version", "2026.11.20-4711"),
    ]
    let own = suffix.isEmpty ? [] : [(key: "Name", value: JSON.text(name + suffix))]
    return [("tags", .object(own)), ("tags_all", .object(own + tags))]
  }

  private var vpc: JSON { .text(id("aws_vpc", nil)) }

  private func id(_ type: String, _ key: Int?) -> String {
    let prefixes = [
      "aws_vpc": "vpc", "aws_subnet": "subnet", "aws_internet_gateway": "igw", "aws_route_table": "rtb",
      "aws_nat_gateway": "nat",
      "aws_eip": "eipalloc", "aws_security_group": "sg", "aws_instance": "i", "aws_network_interface": "eni",
      "aws_network_acl": "acl",
      "aws_route": "r-rtb", "aws_route_table_association": "rtbassoc",
    ]
    return "\(prefixes[type] ?? "sgr")-0\(Self.padded(number, 8))\(Self.padded(key ?? 0, 8))"
  }

  private func arn(_ type: String, _ key: Int?) -> String {
    "arn:aws:ec2:eu-west-1:123456789012:\(type.dropFirst(4).split(separator: "_").joined(separator: "-"))/\(id(type, key))"
  }

  // MARK: Configuration

  /// The expressions of the module's resources, which are those of every call.
  static var configured: [JSON] {
    func references(_ texts: String...) -> JSON { ["references": .texts(texts)] }
    func resource(_ type: String, _ name: String, _ expressions: [(key: String, value: JSON)], count: Int?)
      -> JSON
    {
      let members: [(key: String, value: JSON)] = [
        ("address", .text("\(type).\(name)")), ("mode", "managed"), ("type", .text(type)),
        ("name", .text(name)),
        ("provider_config_key", "aws"), ("expressions", .object(expressions)), ("schema_version", 1),
      ]
      return .object(members + (count.map { [("count_expression", ["constant_value": .number($0)])] } ?? []))
    }
    let vpc: (key: String, value: JSON) = ("vpc_id", references("aws_vpc.this.id", "aws_vpc.this"))
    let group: (key: String, value: JSON) = (
      "security_group_id", references("aws_security_group.this", "count.index")
    )
    return [
      resource("aws_vpc", "this", [("cidr_block", references("var.cidr"))], count: nil),
      resource("aws_internet_gateway", "this", [vpc], count: nil),
      resource("aws_subnet", "this", [vpc, ("cidr_block", references("var.cidr", "count.index"))], count: 6),
      resource("aws_route_table", "this", [vpc], count: 6),
      resource(
        "aws_route_table_association", "this",
        [
          ("subnet_id", references("aws_subnet.this", "count.index")),
          ("route_table_id", references("aws_route_table.this", "count.index")),
        ], count: 6),
      resource(
        "aws_route", "this",
        [
          ("route_table_id", references("aws_route_table.this", "count.index")),
          ("gateway_id", references("aws_internet_gateway.this.id", "count.index")),
        ], count: 6),
      resource("aws_eip", "nat", [("domain", ["constant_value": "vpc"])], count: 3),
      resource(
        "aws_nat_gateway", "this",
        [
          ("allocation_id", references("aws_eip.nat", "count.index")),
          ("subnet_id", references("aws_subnet.this", "count.index")),
        ], count: 3),
      resource(
        "aws_security_group", "this", [vpc, ("name", references("var.name", "count.index"))], count: groups),
      resource(
        "aws_vpc_security_group_ingress_rule", "this",
        [
          group, ("referenced_security_group_id", references("aws_security_group.this", "count.index")),
          ("from_port", references("count.index")),
        ], count: 3 * groups),
      resource("aws_vpc_security_group_egress_rule", "this", [group], count: groups),
      resource(
        "aws_instance", "this",
        [
          ("subnet_id", references("aws_subnet.this", "count.index")),
          ("vpc_security_group_ids", references("aws_security_group.this", "count.index")),
          ("private_ip", references("var.cidr", "count.index")),
        ], count: hosts),
    ]
  }
}
