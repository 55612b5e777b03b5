import PacketWalkDiagnostics
import PacketWalkJSONScan

/// Follows a plan's expressions to what they name: an instance's identifier, a variable's value, a module's output.
///
/// Only what the plan's configuration says is used. Local values are not in it; where an expression names one, the
/// kind of attribute tells which instances can be meant.
final class TerraformReferences: Sendable {
  /// Where an expression stands.
  struct Scope {
    /// `module.vpc[0]`; empty in the root.
    var module: String
    var key: TerraformInstance.Key?
    /// `for_each` of what it stands in.
    var loop: JSONValue?
    /// Whether the loop has one key only.
    var isOnly = false
  }

  private let instances: [TerraformInstance]
  /// By module instance and resource (`aws_subnet.web`): places in `instances`.
  let places: [String: [String: [Int]]]
  private let placesByID: [String: Int]
  /// What each identifier is that of, such as `aws_subnet`.
  let types: [String: String]
  private let configuration: JSONValue?
  /// By module instance and resource: how it is written.
  private let configured: [String: [String: JSONValue]]
  let variables: JSONValue?

  /// References that lead to references: more than any real plan has.
  static let depthLimit = 24

  init(_ instances: [TerraformInstance], configuration: JSONValue?, variables: JSONValue?) {
    self.instances = instances
    self.configuration = configuration
    self.variables = variables
    placesByID = Dictionary(
      instances.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    types = Dictionary(instances.map { ($0.id, $0.type) }, uniquingKeysWith: { first, _ in first })
    var places: [String: [String: [Int]]] = [:]
    for (place, instance) in instances.enumerated() {
      places[instance.module, default: [:]][instance.resource, default: []].append(place)
    }
    self.places = places
    var known: [String: [String: JSONValue]] = [:]
    var configured: [String: [String: JSONValue]] = [:]
    for address in places.keys {
      let path = Self.modulePath(address).map(\.name)
      let name = path.joined(separator: ".")
      if known[name] == nil { known[name] = Self.resources(of: path, in: configuration) }
      configured[address] = known[name]
    }
    self.configured = configured
  }

  // MARK: Configuration

  /// The expressions of an instance's resource.
  func expressions(of instance: TerraformInstance) -> JSONValue? {
    resource(instance.resource, in: instance.module)?["expressions"]
  }

  /// Where the expressions of an instance stand.
  func scope(of instance: TerraformInstance) -> Scope {
    Scope(
      module: instance.module, key: instance.key,
      loop: resource(instance.resource, in: instance.module)?["for_each_expression"],
      isOnly: places[instance.module]?[instance.resource]?.count == 1)
  }

  private func resource(_ name: String, in module: String) -> JSONValue? { configured[module]?[name] }

  private static func resources(of path: [String], in configuration: JSONValue?) -> [String: JSONValue] {
    var resources: [String: JSONValue] = [:]
    for json in module(path, in: configuration)?["resources"].map({ Array($0.elements) }) ?? [] {
      guard let type = json["type"]?.string, let own = json["name"]?.string else { continue }
      let isData = json["mode"]?.equals("data") ?? false
      resources[(isData ? "data." : "") + "\(type).\(own)"] = json
    }
    return resources
  }

  /// The configuration of a module by the address of one of its instances.
  func module(_ address: String) -> JSONValue? {
    Self.module(Self.modulePath(address).map(\.name), in: configuration)
  }

  private static func module(_ path: [String], in configuration: JSONValue?) -> JSONValue? {
    path.reduce(configuration) { $0?["module_calls"]?[$1]?["module"] }
  }

  private static func modulePath(_ address: String) -> [(name: String, key: TerraformInstance.Key?)] {
    var path: [(name: String, key: TerraformInstance.Key?)] = []
    var isName = false
    for part in TerraformReference(address).parts {
      switch part {
      case .name("module") where !isName: isName = true
      case .name(let name):
        path.append((name, nil))
        isName = false
      case .key(let key): if !path.isEmpty { path[path.count - 1].key = key }
      case .open: break
      }
    }
    return path
  }

  /// The module that a module was called from, its name there, and its own key.
  func caller(of module: String) -> (scope: Scope, name: String)? {
    var path = Self.modulePath(module)
    guard let own = path.popLast() else { return nil }
    let parent = path.map { "module.\($0.name)\($0.key?.suffix ?? "")" }.joined(separator: ".")
    let loop = self.module(parent)?["module_calls"]?[own.name]?["for_each_expression"]
    return (Scope(module: parent, key: own.key, loop: loop), own.name)
  }

  // MARK: Resolving

  /// What an expression is asked for.
  struct Wish {
    /// The attribute that it is the value of, such as `subnet_id`.
    var attribute: String
    var isList: Bool
    var scope: Scope
    var depth: Int
    /// Whether everything is wanted that it may be.
    var isForAll = false

    func inside(_ scope: Scope, isList: Bool = true) -> Wish {
      var inside = self
      inside.isList = isList
      inside.scope = scope
      inside.depth += 1
      return inside
    }
  }

  /// What an expression stands for: of an attribute of that name.
  ///
  /// Only identifiers can be told by what an expression refers to: of anything else the references are mere ingredients.
  func resolve(
    _ expression: JSONValue, as attribute: String, in scope: Scope, depth: Int = 0
  ) -> DeclaredValue {
    if let constant = expression["constant_value"] { return DeclaredField(constant).value }
    guard Self.isIdentifier(attribute) else { return .unknown(Self.unknownIngredients) }
    let found = resolve(
      expression, Wish(attribute: attribute, isList: Self.isList(attribute), scope: scope, depth: depth))
    // Names of AWS's own services are made of Regions and the like.
    if attribute == "service_name", case .text(let text) = found,
      !text.contains("aws_vpc_endpoint_service.")
    {
      return .unknown(Self.unknownIngredients)
    }
    return found
  }

  private static func isList(_ attribute: String) -> Bool {
    attribute.hasSuffix("s") || attribute == "vpc_zone_identifier"
  }

  /// All that an expression may stand for, where it is not known which of them it is.
  func candidates(_ expression: JSONValue, as attribute: String, in scope: Scope) -> [String] {
    let wish = Wish(attribute: attribute, isList: true, scope: scope, depth: 0, isForAll: true)
    guard case .list(let elements) = resolve(expression, wish) else { return [] }
    return elements.compactMap { if case .text(let text) = $0.value { text } else { nil } }
  }

  func resolve(_ expression: JSONValue, _ wish: Wish) -> DeclaredValue {
    if let constant = expression["constant_value"] { return DeclaredField(constant).value }
    guard wish.depth < Self.depthLimit else { return .unknown("its references lead too far") }
    let texts = expression["references"].map { $0.elements.compactMap(\.string) } ?? []
    if let endpoint = firewallEndpoint(texts, wish) { return endpoint }
    var found: [DeclaredValue] = []
    var reason = Self.unknownIngredients
    for reference in wanted(TerraformReference.mostSpecific(texts), wish.attribute) {
      guard let value = follow(reference, wish) else { continue }
      if case .unknown(let why) = value {
        reason = why
        continue
      }
      found.append(value)
    }
    // Nothing, on purpose: AWS chooses as if nobody said anything.
    if !found.isEmpty, found.allSatisfy(Self.isNothing) { return .unknown(DeclaredField.computed) }
    return joined(found, wish.isList) ?? .unknown(reason)
  }

  private static func isNothing(_ value: DeclaredValue) -> Bool {
    switch value {
    case .null: true
    case .list(let elements): elements.isEmpty
    default: false
    }
  }

  private static let unknownIngredients = "what it is made of is known after the apply only"

  /// Where some references lead to resources of the type that the attribute wants, others of resources are about
  /// something else.
  private func wanted(_ texts: [String], _ attribute: String) -> [String] {
    guard let type = Self.wanted[attribute], texts.contains(where: { $0.hasPrefix("\(type).") }) else {
      return texts
    }
    return texts.filter { !$0.hasPrefix("aws_") || $0.hasPrefix("\(type).") }
  }

  /// Several references of one expression: all of a list, or one of several.
  func joined(_ values: [DeclaredValue], _ isList: Bool) -> DeclaredValue? {
    var texts: [String] = []
    var other: [DeclaredValue] = []
    func add(_ value: DeclaredValue) {
      switch value {
      // Whatever else an expression names, such as a variable in a condition, is no identifier.
      case .text(let text): if !texts.contains(text), isKnownIdentifier(text) { texts.append(text) }
      case .list(let elements): for element in elements { add(element.value) }
      case .null: break
      default: other.append(value)
      }
    }
    for value in values { add(value) }
    if texts.isEmpty { return other.count == 1 ? other[0] : nil }
    if isList { return .list(texts.map { DeclaredField(.text($0), at: .implied) }) }
    if texts.count == 1 { return .text(texts[0]) }
    return .unknown("it is one of \(texts.prefix(4).joined(separator: ", "))\(texts.count > 4 ? ", …" : "")")
  }

  /// An instance's of the input, or one that looks like AWS's.
  private func isKnownIdentifier(_ text: String) -> Bool {
    if text.hasPrefix("arn:") || types[text] != nil { return true }
    if let mark = text.lastIndex(of: "#"), types[String(text[..<mark])] != nil { return true }
    guard let dash = text.lastIndex(of: "-") else { return false }
    let tail = text[text.index(after: dash)...]
    return tail.utf8.count >= 8 && tail.allSatisfy(\.isHexDigit)
  }

  /// What is meant of a list: all, the element of a literal index, or the one of the instance's own number.
  func picked(_ value: DeclaredValue, _ reference: TerraformReference, _ wish: Wish)
    -> DeclaredValue
  {
    guard case .list(let elements) = value else { return value }
    if case .key(.number(let index))? = reference.parts.last {
      return elements.indices.contains(index)
        ? elements[index].value : .unknown("it has no element \(index)")
    }
    if wish.isList { return value }
    if elements.count == 1 { return elements[0].value }
    // `element(x, count.index)` begins again at the end of a list.
    if case .number(let number)? = wish.scope.key, number >= 0, !elements.isEmpty {
      return elements[number % elements.count].value
    }
    return joined([value], false) ?? .unknown("it is one of a list")
  }

  /// Nil for what names nothing by itself (`count.index`).
  func follow(_ text: String, _ wish: Wish) -> DeclaredValue? {
    let reference = TerraformReference(text)
    switch reference.name(0) {
    case "count", "path", "terraform", "self", nil: return nil
    case "each":
      guard reference.name(1) == "value" else { return nil }
      return value(ofLoop: reference, wish) ?? inferred(text, wish)
    case "local": return inferred(text, wish)
    case "var": return variable(reference, wish)
    case "module": return output(reference, wish)
    case "data":
      return target(reference, "data.\(reference.name(1) ?? "").\(reference.name(2) ?? "")", 3, wish)
    case let type?: return target(reference, "\(type).\(reference.name(1) ?? "")", 2, wish)
    }
  }

  private func variable(_ reference: TerraformReference, _ wish: Wish) -> DeclaredValue {
    let name = reference.name(1) ?? ""
    guard let call = caller(of: wish.scope.module) else {
      guard let value = variables?[name]?["value"] else {
        return .unknown("var.\(name) has no value in the plan")
      }
      return picked(DeclaredField(value).value, reference, wish)
    }
    let parent = module(call.scope.module)
    if let expression = parent?["module_calls"]?[call.name]?["expressions"]?[name] {
      return picked(resolve(expression, wish.inside(call.scope)), reference, wish)
    }
    if let standard = module(wish.scope.module)?["variables"]?[name]?["default"] {
      return picked(DeclaredField(standard).value, reference, wish)
    }
    return .unknown("var.\(name) has no value in the plan")
  }

  private func output(_ reference: TerraformReference, _ wish: Wish) -> DeclaredValue {
    let name = reference.name(1) ?? ""
    let prefix = (wish.scope.module.isEmpty ? "" : "\(wish.scope.module).") + "module.\(name)"
    guard let output = reference.names(from: 2).first else {
      return value(ofModule: prefix, wish) ?? .unknown("module.\(name) is named as a whole")
    }
    guard let expression = module(prefix)?["outputs"]?[output]?["expression"] else {
      return .unknown("module.\(name) has no output \(output) in the plan")
    }
    let modules = instances(ofModule: prefix, reference, wish.scope)
    // Of a map by the keys of a loop, such as `module.vpc.subnets["a"]`, one instance.
    let key = reference.outputKey
    let values = modules.map {
      resolve(expression, wish.inside(Scope(module: $0, key: key), isList: key == nil))
    }
    let all = values.count == 1 ? values[0] : joined(values, true) ?? .unknown("module.\(name) is empty")
    return picked(all, reference, wish)
  }

  /// The instance of a module that is meant, or all.
  private func instances(ofModule prefix: String, _ reference: TerraformReference, _ scope: Scope) -> [String]
  {
    let all = places.keys.filter {
      $0 == prefix || $0.hasPrefix(prefix + "[") && !$0.dropFirst(prefix.count).contains(".")
    }
    if case .key(let key)? = reference.parts.dropFirst(2).first, all.contains(prefix + key.suffix) {
      return [prefix + key.suffix]
    }
    if let key = scope.key, all.contains(prefix + key.suffix) { return [prefix + key.suffix] }
    return all.isEmpty ? [prefix] : all.sorted()
  }

  // MARK: Instances

  func instance(_ id: String) -> TerraformInstance? { placesByID[id].map { instances[$0] } }

  /// The instances of a resource that a reference means.
  func chosen(_ reference: TerraformReference, _ resource: String, _ wish: Wish) -> [TerraformInstance] {
    let own = (places[wish.scope.module]?[resource] ?? []).map { instances[$0] }
    if case .key(let key)? = reference.parts.dropFirst(2).first { return own.filter { $0.key == key } }
    if own.count > 1, let key = wish.scope.key, let same = own.first(where: { $0.key == key }) {
      return [same]
    }
    return own
  }

  private func target(_ reference: TerraformReference, _ resource: String, _ tail: Int, _ wish: Wish)
    -> DeclaredValue
  {
    guard let own = places[wish.scope.module]?[resource], !own.isEmpty else {
      return .unknown("\(resource) has no instance in the plan")
    }
    // Without an attribute it is the identifier that is meant, where an identifier is wanted.
    let names = reference.names(from: tail)
    // What AWS makes inside of a block.
    let inner = names.count > 1 ? "\(names[0]).\(names[1])" : nil
    let named =
      inner.flatMap { Self.implied["\(reference.name(0) ?? "").\($0)"] == nil ? nil : $0 } ?? names.first
    guard let attribute = named ?? (Self.isIdentifier(wish.attribute) ? "id" : nil) else {
      return .unknown("it is made of \(resource)")
    }
    if case .key(let key)? = reference.parts.dropFirst(tail).first {
      guard let place = own.first(where: { instances[$0].key == key }) else {
        return .unknown("\(resource)\(key.suffix) is not in the plan")
      }
      return value(of: instances[place], attribute)
    }
    if own.count == 1 { return value(of: instances[own[0]], attribute) }
    if let key = wish.scope.key, !wish.isList, let place = own.first(where: { instances[$0].key == key }) {
      return value(of: instances[place], attribute)
    }
    let all = DeclaredValue.list(
      own.map { DeclaredField(value(of: instances[$0], attribute), at: instances[$0].values.origin) })
    return wish.isList ? all : picked(all, TerraformReference(""), wish)
  }

  private static func isIdentifier(_ attribute: String) -> Bool {
    wanted[attribute] != nil || ["_id", "_ids", "_arn", "_arns"].contains { attribute.hasSuffix($0) }
      || otherIdentifiers.contains(attribute)
  }

  private static let otherIdentifiers: Set<String> = [
    "id", "arn", "instance", "instances", "network_interface", "db_subnet_group_name", "subnet_group_name",
    "cluster_subnet_group_name", "neptune_subnet_group_name", "elb", "load_balancers", "launch_configuration",
    "autoscaling_group_name", "cluster_identifier", "cluster_name", "service_name", "identifier",
  ]

  /// An attribute of an instance: known, or an identifier made of its address.
  private func value(of instance: TerraformInstance, _ attribute: String) -> DeclaredValue {
    if let known = instance.values[attribute], !known.isNull { return DeclaredField(known).value }
    if let suffix = Self.implied["\(instance.type).\(attribute)"] { return .text(instance.id + suffix) }
    if ["id", "arn", "allocation_id", "name", "cluster_identifier"].contains(attribute) {
      return .text(instance.id)
    }
    return .unknown("\(instance.address).\(attribute) is known after the apply only")
  }

  /// Attributes that name what AWS makes with a resource, by what the identifiers of that are made of.
  private static let implied = [
    "aws_vpc.main_route_table_id": "#main-route-table", "aws_vpc.default_route_table_id": "#main-route-table",
    "aws_vpc.default_network_acl_id": "#default-acl", "aws_vpc.default_security_group_id": "#default-group",
    "aws_ec2_transit_gateway.association_default_route_table_id": "#default-route-table",
    "aws_ec2_transit_gateway.propagation_default_route_table_id": "#default-route-table",
    "aws_instance.primary_network_interface_id": "#interface",
    "aws_vpn_connection.transit_gateway_attachment_id": "#attachment",
    "aws_dx_gateway_association.transit_gateway_attachment_id": "#attachment",
    "aws_vpc_endpoint_service.service_name": "",
    "aws_eks_cluster.vpc_config.cluster_security_group_id": "#cluster-group",
  ]

  /// Instances of the type that an attribute wants, in the same module: the one with the same key, or the only one.
  private func inferred(_ text: String, _ wish: Wish) -> DeclaredValue {
    guard let type = Self.wanted[wish.attribute] else { return .unknown("the plan does not hold \(text)") }
    let own = places[wish.scope.module, default: [:]].filter { $0.key.hasPrefix("\(type).") }.values.flatMap(
      \.self
    )
    .sorted()
    if wish.isForAll {
      return .list(own.map { DeclaredField(.text(instances[$0].id), at: instances[$0].values.origin) })
    }
    if wish.isList, !own.isEmpty {
      return own.count == 1
        ? .list([DeclaredField(.text(instances[own[0]].id), at: instances[own[0]].values.origin)])
        : .unknown("the plan does not hold \(text), which may be several of \(own.count)")
    }
    if own.count == 1 { return .text(instances[own[0]].id) }
    let same = own.filter { wish.scope.key != nil && instances[$0].key == wish.scope.key }
    if same.count == 1 { return .text(instances[same[0]].id) }
    return .unknown("the plan does not hold \(text)")
  }

  static let wanted = [
    "vpc_id": "aws_vpc", "subnet_id": "aws_subnet", "subnet_ids": "aws_subnet", "subnets": "aws_subnet",
    "route_table_id": "aws_route_table", "route_table_ids": "aws_route_table", "allocation_id": "aws_eip",
    "gateway_id": "aws_internet_gateway", "nat_gateway_id": "aws_nat_gateway",
    "egress_only_gateway_id": "aws_egress_only_internet_gateway", "network_acl_id": "aws_network_acl",
    "security_group_id": "aws_security_group", "source_security_group_id": "aws_security_group",
    "referenced_security_group_id": "aws_security_group", "vpc_security_group_ids": "aws_security_group",
    "security_groups": "aws_security_group", "security_group_ids": "aws_security_group",
    "transit_gateway_id": "aws_ec2_transit_gateway", "load_balancer_arn": "aws_lb",
    "transit_gateway_route_table_id": "aws_ec2_transit_gateway_route_table",
    "target_group_arn": "aws_lb_target_group", "vpc_peering_connection_id": "aws_vpc_peering_connection",
    "vpn_gateway_id": "aws_vpn_gateway", "client_subnets": "aws_subnet", "vpc_subnet_ids": "aws_subnet",
    "vpc_zone_identifier": "aws_subnet", "customer_gateway_id": "aws_customer_gateway",
    "vpn_connection_id": "aws_vpn_connection", "client_vpn_endpoint_id": "aws_ec2_client_vpn_endpoint",
    "firewall_policy_arn": "aws_networkfirewall_firewall_policy", "target_vpc_subnet_id": "aws_subnet",
    "service_name": "aws_vpc_endpoint_service",
  ]
}
