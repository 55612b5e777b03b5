import PacketWalkAddressing
import PacketWalkTopology

/// Writes edits as Terraform configuration: resources for what is added, comments for what goes.
struct TerraformEdits {
  private(set) var state: EditedState
  private var parts: [String] = []
  private var variables: [(name: String, description: String)] = []
  /// What stands for an identifier: a variable, or an attribute of a resource that an edit adds.
  private var expressions: [ResourceReference: String] = [:]
  /// Names of resources, by type.
  private var taken: [String: Set<String>] = [:]

  private var hasResources = false

  /// What the provider's pages say of each of these resources.
  private static let warning = """
    # Resources of their own conflict with what is written inside another: where yours have ingress, egress or route
    # blocks in aws_security_group, aws_network_acl or aws_route_table, or security_groups in an interface or instance,
    # write the same there instead.

    """

  init(_ topology: Topology) { state = EditedState(topology) }

  var text: String {
    let declarations = variables.map { variable in
      var block = HCLBlock("variable", variable.name)
      block.add("type", "string")
      block.add("description", text: variable.description)
      return block.text()
    }
    return ((hasResources ? [Self.warning] : []) + declarations + parts).joined(separator: "\n")
  }

  /// - Parameter text: the edit in words, for the comment above its resources.
  mutating func write(_ edit: Edit, _ text: String) {
    var comments = [text]
    var blocks: [HCLBlock] = []
    switch edit {
    case .addSecurityGroupRule(let group, let rule): blocks = [self.rule(rule, group)]
    case .removeSecurityGroupRule(let group, let rule): comments += removal(of: rule, group)
    case .attachSecurityGroup(let group, let interface):
      blocks = [attachment(group, interface)]
    case .detachSecurityGroup(let group, let interface):
      comments.append(
        "delete its aws_network_interface_sg_attachment, or take \(expression(state.group(group))) out of security_groups of \(state.interface(interface).name) or vpc_security_group_ids of its instance"
      )
    case .setNetworkACLEntry(let acl, let entry):
      if isThere(entry, acl) {
        comments.append(
          "in the place of the aws_network_acl_rule, or the \(Self.word(entry.direction)) block of the network ACL, with this number"
        )
      }
      blocks = [self.entry(entry, acl)]
    case .removeNetworkACLEntry(_, let direction, let number):
      comments.append(
        "delete the aws_network_acl_rule with rule_number \(number) and egress = \(direction == .egress), or the \(Self.word(direction)) block with rule_no \(number)"
      )
    case .setRoute(let table, let route): write(route, table, &comments, &blocks)
    case .removeRoute(let table, let destination):
      let target = state.topology.routeTables.first { $0.id == table }?.routes.first {
        $0.destination == destination
      }?.target
      comments.append(
        state.isGatewayEndpoint(target) == nil
          ? "delete its aws_route, or its route block in the aws_route_table"
          : "delete the aws_vpc_endpoint_route_table_association, or take the table out of route_table_ids of the aws_vpc_endpoint"
      )
    case .associateRouteTable(let table, let subnet):
      blocks = [association(table, with: subnet, &comments)]
    case .disassociateRouteTable(let subnet):
      comments.append(
        "delete the aws_route_table_association of \(state.subnet(subnet).name): it then uses the main route table of its VPC"
      )
    case .associateNetworkACL(let acl, let subnet):
      blocks = [association(acl, with: subnet, &comments)]
    case .setPublicAddress(let interface, let address, let publicAddress):
      if let publicAddress {
        comments.append(
          "\(publicAddress) has to be an Elastic IP address of the account; aws_eip allocates one")
        blocks = association(publicAddress, address, interface)
      } else {
        comments.append(
          "delete its aws_eip_association, or network_interface or instance of its aws_eip; an address that the subnet assigned goes with its interface"
        )
      }
    case .addNetworkInterface(let interface):
      state.apply(edit)
      blocks = create(interface)
    case .removeNetworkInterface(let interface):
      comments.append(
        "delete its aws_network_interface; the primary interface of an instance goes with its aws_instance (\(expression(state.interface(interface))))"
      )
    case .addVPNGateway(let gateway):
      state.apply(edit)
      blocks = [create(gateway)]
    case .addUnmodelledResource(let thing):
      comments.append("\(thing.kind) \(thing.id): declare it by the resource of its own service")
    }
    state.apply(edit)
    if !blocks.isEmpty { hasResources = true }
    let heading = comments.map { "# \($0)".visible + "\n" }.joined()
    parts.append(heading + blocks.map { $0.text() }.joined(separator: "\n"))
  }

  private static func word(_ direction: RuleDirection) -> String {
    direction == .ingress ? "ingress" : "egress"
  }

  // MARK: Names

  /// An identifier as an expression: itself, a variable, or an attribute of what an edit adds.
  mutating func expression(_ reference: ResourceReference) -> String {
    if reference.isAWS { return HCLBlock.quoted(reference.id) }
    if let known = expressions[reference] { return known }
    let name = unique("\(reference.prefix)_\(reference.name)", of: "variable")
    variables.append((name, "identifier of \(reference.kind) \(reference.name)"))
    expressions[reference] = "var.\(name)"
    return "var.\(name)"
  }

  /// A block for a resource with a name of its own.
  mutating func resource(_ type: String, _ name: String, is reference: ResourceReference? = nil) -> HCLBlock {
    let name = unique(name, of: type)
    if let reference { expressions[reference] = "\(type).\(name).id" }
    return HCLBlock("resource", type, name)
  }

  mutating func unique(_ name: String, of type: String) -> String {
    let wanted = ResourceReference.identifier(name).lowercased()
    var name = wanted
    var number = 2
    while !taken[type, default: []].insert(name).inserted {
      name = "\(wanted)_\(number)"
      number += 1
    }
    return name
  }
}
