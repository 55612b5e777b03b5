import PacketWalkAddressing
import PacketWalkTopology

/// Writes edits as commands of the AWS CLI.
struct CommandLineEdits {
  private(set) var state: EditedState
  private var lines: [String] = []
  /// Variables by what they stand for, and whether a command sets them.
  private var variables: [ResourceReference: String] = [:]
  private var explanations: [String] = []

  init(_ topology: Topology) { state = EditedState(topology) }

  var text: String {
    let all = explanations.isEmpty ? lines : explanations + [""] + lines
    return all.map { $0 + "\n" }.joined()
  }

  /// - Parameter text: the edit in words, for the comment above its commands.
  mutating func write(_ edit: Edit, _ text: String) {
    if !lines.isEmpty { lines.append("") }
    comment(text)
    switch edit {
    case .addSecurityGroupRule(let group, let rule): authorize(rule, group)
    case .removeSecurityGroupRule(let group, let rule): revoke(rule, group)
    case .attachSecurityGroup(_, let interface), .detachSecurityGroup(_, let interface):
      state.apply(edit)
      setGroups(of: interface)
      return
    case .setNetworkACLEntry(let acl, let entry): set(entry, acl)
    case .removeNetworkACLEntry(let acl, let direction, let number):
      let id = word(state.acl(acl))
      command(
        "delete-network-acl-entry",
        [("network-acl-id", [id]), (Self.word(direction), []), ("rule-number", [ShellText("\(number)")])],
        in: state.acl(acl))
    case .setRoute(let table, let route): set(route, table)
    case .removeRoute(let table, let destination): remove(destination, table)
    case .associateRouteTable(let table, let subnet): associate(table, with: subnet)
    case .disassociateRouteTable(let subnet): disassociateTable(from: subnet)
    case .associateNetworkACL(let acl, let subnet): associate(acl, with: subnet)
    case .setPublicAddress(let interface, let address, let publicAddress):
      if let publicAddress {
        associate(publicAddress, with: address, of: interface)
      } else {
        disassociate(address, of: interface)
      }
    case .addNetworkInterface(let interface):
      state.apply(edit)
      create(interface)
      return
    case .removeNetworkInterface(let id):
      comment(
        "an interface that is attached has to be detached first, and a primary one goes with its instance")
      let interface = state.interface(id)
      command("delete-network-interface", [("network-interface-id", [word(interface)])], in: interface)
    case .addVPNGateway(let gateway):
      state.apply(edit)
      create(gateway)
      return
    case .addUnmodelledResource(let thing):
      comment("\(thing.kind) \(thing.id): create it by the means of its own service")
    }
    state.apply(edit)
  }

  // MARK: Words

  static func word(_ direction: RuleDirection) -> String { direction == .ingress ? "ingress" : "egress" }

  /// An identifier, or the variable that stands for it.
  mutating func word(_ reference: ResourceReference) -> ShellText {
    if reference.isAWS { return ShellText(reference.id) }
    if let known = variables[reference] { return .variable(known) }
    let name = newVariable(reference)
    explanations.append("# \(name) stands for the identifier of \(reference.kind) \(reference.name)".visible)
    return .variable(name)
  }

  /// The variable that a command sets to the identifier of what it creates.
  mutating func created(_ reference: ResourceReference) -> String { newVariable(reference) }

  private mutating func newVariable(_ reference: ResourceReference) -> String {
    let taken = Set(variables.values)
    var name = reference.variable
    var number = 2
    while taken.contains(name) {
      name = "\(reference.variable)_\(number)"
      number += 1
    }
    variables[reference] = name
    return name
  }

  // MARK: Lines

  mutating func comment(_ text: String) { lines.append("# \(text)".visible) }

  /// One command of `aws ec2`, on a line, or an option a line where that would be long.
  ///
  /// - Parameter variable: what its output is assigned to.
  mutating func command(
    _ verb: String, _ options: [(name: String, values: [ShellText])], in resource: ResourceReference,
    setting variable: (name: String, query: String)? = nil
  ) {
    var parts = options.map { option in
      (["--\(option.name)"] + option.values.map(\.quoted)).joined(separator: " ")
    }
    if let region = resource.region { parts.append("--region \(ShellText(region).quoted)") }
    var start = "aws ec2 \(verb)"
    var end = ""
    if let variable {
      parts.append("--query \(variable.query) --output text")
      start = "\(variable.name)=$(\(start)"
      end = ")"
    }
    let line = ([start] + parts).joined(separator: " ") + end
    lines.append(
      line.utf8.count <= 110 ? line : ([start] + parts).joined(separator: " \\\n  ") + end)
  }
}
