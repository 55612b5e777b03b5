import PacketWalkAddressing
import PacketWalkTopology

extension SnapshotWriter {
  mutating func writeNetworkFirewalls() {
    let endpoints = Dictionary(
      topology.vpcEndpoints.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for firewall in topology.networkFirewalls {
      let states = firewall.endpoints.enumerated().map { index, id -> (key: String, value: OutputJSON) in
        let subnet = endpoints[id]?.subnets.first
        let zone = subnet.flatMap { subnets[$0]?.zone.name } ?? ""
        return (
          zone.isEmpty ? "zone-\(index + 1)" : "\(zone)\(index == 0 ? "" : "/\(index + 1)")",
          .object([
            "Attachment": .object([
              "EndpointId": .id(id), "SubnetId": .id(subnet), "Status": "READY",
            ])
          ])
        )
      }
      detail(
        "network-firewall-describe-firewall", firewall.info, "FirewallArn", firewall.id.rawValue,
        .object([
          "Firewall": .object([
            "FirewallArn": .id(firewall.id), "FirewallName": .optional(firewall.info.name),
            "FirewallPolicyArn": .id(firewall.policy), "VpcId": .id(firewall.vpc),
            "TransitGatewayId": .id(
              firewall.attachment.flatMap { own in
                topology.transitGatewayAttachments.first { $0.id == own }?.transitGateway
              }), "Tags": Self.tags(firewall.info, name: false),
          ]),
          "FirewallStatus": .object([
            "Status": firewall.isAvailable ? "READY" : "PROVISIONING", "SyncStates": .members(states),
            "TransitGatewayAttachmentSyncState": firewall.attachment.map {
              .object(["AttachmentId": .id($0)])
            },
          ]),
        ]))
    }
    for policy in topology.firewallPolicies { write(policy) }
    for group in topology.ruleGroups { write(group) }
  }

  private mutating func write(_ policy: FirewallPolicy) {
    func references(_ groups: [FirewallPolicy.GroupReference]) -> OutputJSON {
      .list(
        groups.map { group in
          .object([
            "ResourceArn": .id(group.group), "Priority": group.priority.map(OutputJSON.number),
            "Override": group.dropsToAlert ? .object(["Action": "DROP_TO_ALERT"]) : nil,
          ])
        })
    }
    detail(
      "network-firewall-describe-firewall-policy", policy.info, "FirewallPolicyArn", policy.id.rawValue,
      .object([
        "FirewallPolicyResponse": .object([
          "FirewallPolicyArn": .id(policy.id), "FirewallPolicyName": .optional(policy.info.name),
          "Tags": Self.tags(policy.info, name: false),
        ]),
        "FirewallPolicy": .object([
          "StatelessRuleGroupReferences": references(policy.statelessGroups),
          "StatelessDefaultActions": .list([Self.word(policy.statelessDefault)]),
          "StatefulRuleGroupReferences": references(policy.statefulGroups),
          "StatefulDefaultActions": .texts(policy.statefulDefaults.map { "aws:\($0)" }),
          "StatefulEngineOptions": .object([
            "RuleOrder": policy.isStrict ? "STRICT_ORDER" : "DEFAULT_ACTION_ORDER",
            "StreamExceptionPolicy": .text(policy.streamException.rawValue.uppercased()),
          ]),
          "PolicyVariables": .object(["RuleVariables": Self.sets(policy.addressSets)]),
        ]),
      ]))
  }

  private static func word(_ action: StatelessRule.Action) -> OutputJSON {
    switch action {
    case .pass: "aws:pass"
    case .drop: "aws:drop"
    case .forward: "aws:forward_to_sfe"
    }
  }

  private static func sets(_ sets: [String: [String]]) -> OutputJSON {
    .members(
      sets.sorted { $0.key < $1.key }.map { ($0.key, .object(["Definition": .texts($0.value)])) })
  }

  private mutating func write(_ group: RuleGroup) {
    let references = group.references.sorted { $0.key < $1.key }.map { name, list in
      (
        key: name,
        value: OutputJSON.object([
          "ReferenceArn": .text(
            list.rawValue.hasPrefix("pl-")
              ? Self.arn("ec2", group.info, "prefix-list/\(list)") : list.rawValue)
        ])
      )
    }
    detail(
      "network-firewall-describe-rule-group", group.info, "RuleGroupArn", group.id.rawValue,
      .object([
        "RuleGroupResponse": .object([
          "RuleGroupArn": .id(group.id), "RuleGroupName": .optional(group.info.name),
          "Tags": Self.tags(group.info, name: false),
        ]),
        "RuleGroup": .object([
          "RuleVariables": .object([
            "IPSets": Self.sets(group.addressSets), "PortSets": Self.sets(group.portSets),
          ]), "ReferenceSets": .object(["IPSetReferences": .members(references)]),
          "RulesSource": Self.source(group.rules),
        ]),
      ]))
  }

  private static func source(_ rules: RuleGroup.Rules) -> OutputJSON? {
    switch rules {
    case .stateful(let rules):
      // An empty text would say nothing at all.
      return .object(["RulesString": .text(rules.isEmpty ? "#" : rules.map(\.text).joined(separator: "\n"))])
    case .domains(let list):
      return .object([
        "RulesSourceList": .object([
          "Targets": .texts(list.names), "TargetTypes": ["TLS_SNI", "HTTP_HOST"],
          "GeneratedRulesType": .text(list.action.rawValue.uppercased() + "LIST"),
        ])
      ])
    case .stateless(let rules):
      return .object([
        "StatelessRulesAndCustomActions": .object(["StatelessRules": .list(rules.map(json))])
      ])
    case .unknown: return nil
    }
  }

  private static func json(_ rule: StatelessRule) -> OutputJSON {
    func addresses(_ prefixes: [IPPrefix]) -> OutputJSON {
      .list(prefixes.map { .object(["AddressDefinition": .text($0.description)]) })
    }
    func ports(_ ranges: [PortRange]) -> OutputJSON {
      .list(
        ranges.map { .object(["FromPort": .number(Int($0.first)), "ToPort": .number(Int($0.last))]) })
    }
    return .object([
      "Priority": .number(rule.priority),
      "RuleDefinition": .object([
        "Actions": .list([word(rule.action)]),
        "MatchAttributes": .object([
          "Protocols": .list(rule.protocols.map { .number(Int($0.rawValue)) }),
          "Sources": addresses(rule.sources), "Destinations": addresses(rule.destinations),
          "SourcePorts": ports(rule.sourcePorts), "DestinationPorts": ports(rule.destinationPorts),
          "TCPFlags": rule.hasFlags ? [.object(["Flags": ["SYN"]])] : nil,
        ]),
      ]),
    ])
  }
}
