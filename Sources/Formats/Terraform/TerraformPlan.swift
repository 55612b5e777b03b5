import PacketWalkJSONScan

/// A plan: what is there, what will be, and how it is written.
struct TerraformPlan {
  /// Which of the two networks of a plan is meant.
  enum Moment: String {
    case before
    case after
  }

  let instances: [TerraformInstance]
  /// What rules and routes of their own were, where they are deleted or changed: a group or table that was refreshed
  /// before still lists them.
  let withdrawn: [TerraformInstance]
  /// `configuration.root_module`.
  let configuration: JSONValue?
  /// `variables`: the values of the root module's.
  let variables: JSONValue?
  let providers: JSONValue?

  init(_ root: JSONValue, _ moment: Moment) {
    configuration = root["configuration"]?["root_module"]
    providers = root["configuration"]?["provider_config"]
    variables = root["variables"]
    var instances: [TerraformInstance] = []
    for change in root["resource_changes"].map({ Array($0.elements) }) ?? [] {
      if let instance = Self.instance(change, moment) { instances.append(instance) }
    }
    // Data sources that could be read already stand in the prior state only.
    let known = Set(instances.map(\.address))
    if let prior = root["prior_state"]?["values"] {
      instances += TerraformState.shown(prior).filter { $0.isData && !known.contains($0.address) }
    }
    if root["resource_changes"] == nil, moment == .after, let planned = root["planned_values"] {
      instances += TerraformState.shown(planned).filter { !known.contains($0.address) }
    }
    self.instances = instances
    let changes = moment == .after ? root["resource_changes"].map { Array($0.elements) } ?? [] : []
    withdrawn = changes.compactMap { change in
      guard let type = change["type"]?.string, Self.parts.contains(type), let name = change["name"]?.string,
        let before = change["change"]?["before"], before.kind == .object,
        let actions = change["change"]?["actions"],
        actions.elements.contains(where: { $0.equals("delete") || $0.equals("update") })
      else { return nil }
      return TerraformInstance(
        module: change["module_address"]?.string ?? "", isData: false, type: type, name: name,
        key: TerraformInstance.Key(change["index"]), values: before)
    }
  }

  private static let parts: Set<String> = [
    "aws_security_group_rule", "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule",
    "aws_network_acl_rule", "aws_route",
  ]

  private static func instance(_ json: JSONValue, _ moment: Moment) -> TerraformInstance? {
    guard let type = json["type"]?.string, let name = json["name"]?.string, let change = json["change"],
      json["deposed"] == nil
    else { return nil }
    let before = change["before"].flatMap { $0.kind == .object ? $0 : nil }
    let after = change["after"].flatMap { $0.kind == .object ? $0 : nil }
    guard let values = moment == .before ? before : after else { return nil }
    let isReplaced = (change["actions"].map { Array($0.elements) } ?? []).contains { $0.equals("delete") }
    return TerraformInstance(
      module: json["module_address"]?.string ?? "", isData: json["mode"]?.equals("data") ?? false, type: type,
      name: name, key: TerraformInstance.Key(json["index"]), values: values,
      unknown: moment == .after ? change["after_unknown"] : nil,
      formerID: isReplaced || moment == .before ? nil : before?["id"]?.string)
  }
}
