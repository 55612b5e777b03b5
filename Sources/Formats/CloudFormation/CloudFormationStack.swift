import PacketWalkDiagnostics

/// One stack: a template with values for its parameters, evaluated as it is asked for.
///
/// References to resources become symbolic identifiers, `cfn:STACK/LogicalId`; what only AWS knows is unknown, with the
/// reason. Nothing is evaluated twice, and what refers to itself is unknown.
final class CloudFormationStack {
  let name: String
  let template: CloudFormationTemplate
  /// Values given for parameters, by name: the user's, or those of the stack that this one is nested in.
  let given: [String: DeclaredField]
  /// The stacks that were given together.
  unowned let set: CloudFormationStacks
  /// Members of the sections by name, loops unrolled.
  private(set) var resources: [TemplateMember] = []
  private(set) var outputs: [String: TemplateValue] = [:]
  var conditions: [String: TemplateValue] = [:]
  let mappings: [String: TemplateValue]
  let parameters: [String: TemplateValue]
  private var resourcesByName: [String: TemplateValue] = [:]
  private var known: [String: DeclaredField] = [:]
  private var inProgress: Set<String> = []
  private var depth = 0

  /// How deeply expressions may refer to each other.
  private static let maximumDepth = 200

  init(
    name: String, template: CloudFormationTemplate, given: [String: DeclaredField], set: CloudFormationStacks
  ) {
    self.name = name
    self.template = template
    self.given = given
    self.set = set
    parameters = Self.byName(template.section("Parameters"))
    mappings = Self.byName(template.section("Mappings"))
    conditions = Self.byName(unrolled(template.section("Conditions")))
    resources = unrolled(template.section("Resources"))
    resourcesByName = Self.byName(resources)
    outputs = Self.byName(unrolled(template.section("Outputs")))
  }

  private static func byName(_ members: [TemplateMember]) -> [String: TemplateValue] {
    Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  func resource(_ logical: String) -> TemplateValue? { resourcesByName[logical] }

  /// The symbolic identifier of a resource.
  func id(_ logical: String) -> String { "cfn:\(name)/\(logical)" }

  // MARK: Evaluation

  /// The value of an expression; what is nothing (`AWS::NoValue`) is null, and left out of lists.
  func evaluate(_ value: TemplateValue) -> DeclaredField {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth, set.spend() else {
      return fail("expressions refer to each other too deeply or too often", at: value.origin)
    }
    switch value.content {
    case .null: return DeclaredField(.null, at: value.origin)
    case .text(let text):
      // Parameter Store and Secrets Manager: `{{resolve:ssm:/network/vpc}}`.
      let isDynamic = text.contains("{{resolve:")
      return DeclaredField(
        isDynamic ? .unknown("\(text) is not in a template") : .text(text), at: value.origin)
    case .list(let elements):
      return DeclaredField(.list(self.elements(elements)), at: value.origin)
    case .object(let members):
      if members.count == 1, let only = members.first, Self.isFunction(only.key) {
        return DeclaredField(call(only.key, only.value, at: value.origin).value, at: value.origin)
      }
      return DeclaredField(.object(object(members)), at: value.origin)
    }
  }

  private func elements(_ values: [TemplateValue]) -> [DeclaredField] {
    values.map { evaluate($0) }.filter { if case .null = $0.value { false } else { true } }
  }

  /// The members that can matter; keys, passwords and programs are not looked at.
  func object(_ members: [TemplateMember], without ignored: Set<String> = []) -> [String: DeclaredField] {
    var object: [String: DeclaredField] = [:]
    for member in unrolled(members) where !ignored.contains(member.key) {
      object[member.key] = evaluate(member.value)
    }
    return object
  }

  /// Evaluates something once; while that goes on, a reference to it is one to itself.
  func once(_ key: String, at origin: Origin, _ body: () -> DeclaredField) -> DeclaredField {
    if let value = known[key] { return value }
    guard inProgress.insert(key).inserted else {
      return fail("it refers to itself (\(key))", at: origin)
    }
    let value = body()
    inProgress.remove(key)
    known[key] = value
    return value
  }

  /// An expression that is wrong: a finding, and nothing known.
  func fail(_ message: String, at origin: Origin) -> DeclaredField {
    set.report("PW_UNREADABLE_EXPRESSION", .error, name, message, at: origin)
    return DeclaredField(.unknown(message), at: origin)
  }
}
