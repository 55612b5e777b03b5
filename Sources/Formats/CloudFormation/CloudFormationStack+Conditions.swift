import PacketWalkDiagnostics

/// Conditions: true, false, or not known because a parameter is not.
extension CloudFormationStack {
  /// Whether a condition of the template holds; nil where that is not known.
  func holds(_ condition: String, at origin: Origin) -> Bool? {
    flag(named(condition: condition, at: origin))
  }

  private func named(condition: String, at origin: Origin) -> DeclaredField {
    guard let expression = conditions[condition] else {
      return fail("there is no condition \(condition)", at: origin)
    }
    return once("condition \(condition)", at: origin) { evaluate(expression) }
  }

  private func flag(_ field: DeclaredField) -> Bool? {
    switch field.value {
    case .text("true"), .boolean(true): true
    case .text("false"), .boolean(false): false
    default: nil
    }
  }

  /// `Fn::If`: one of two values, by a condition's name.
  func choose(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    guard let parts = argument.elements, parts.count == 3, let condition = parts[0].text else {
      return fail("Fn::If needs the name of a condition and two values", at: origin)
    }
    let field = named(condition: condition, at: origin)
    guard let holds = flag(field) else { return DeclaredField(field.value, at: origin) }
    return evaluate(parts[holds ? 1 : 2])
  }

  func decide(_ function: String, _ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    switch function {
    case "Fn::Equals":
      guard let parts = argument.elements, parts.count == 2 else {
        return fail("Fn::Equals needs two values", at: origin)
      }
      return equal(evaluate(parts[0]), evaluate(parts[1]), at: origin)
    case "Fn::Not":
      guard let parts = argument.elements, parts.count == 1 else {
        return fail("Fn::Not needs one condition in a list", at: origin)
      }
      let field = operand(parts[0])
      guard let holds = flag(field) else { return undecided(field, at: origin) }
      return Self.field(!holds, at: origin)
    case "Fn::And": return all(argument, until: false, at: origin)
    case "Fn::Or": return all(argument, until: true, at: origin)
    default:
      guard let name = argument.text else {
        // `Condition` is also an ordinary key: of a statement in a policy.
        return DeclaredField(.object([function: evaluate(argument)]), at: origin)
      }
      return named(condition: name, at: origin)
    }
  }

  private func operand(_ value: TemplateValue) -> DeclaredField { evaluate(value) }

  private func equal(_ left: DeclaredField, _ right: DeclaredField, at origin: Origin) -> DeclaredField {
    if left.isUnknown { return left }
    if right.isUnknown { return right }
    return Self.field(Self.text(left) == Self.text(right), at: origin)
  }

  /// AWS compares texts; lists of them by their elements.
  private static func text(_ field: DeclaredField) -> [String] {
    switch field.value {
    case .null: [""]
    case .boolean(let flag): [flag ? "true" : "false"]
    case .text(let text): [text]
    case .list(let elements): elements.flatMap { text($0) }
    case .object(let members): members.sorted { $0.key < $1.key }.flatMap { [$0.key] + text($0.value) }
    case .unknown(let reason): [reason]
    }
  }

  /// `And` ends at the first false, `Or` at the first true, whatever the others are.
  private func all(_ argument: TemplateValue, until end: Bool, at origin: Origin) -> DeclaredField {
    guard let parts = argument.elements, !parts.isEmpty else {
      return fail("a list of conditions is needed here", at: origin)
    }
    var open: DeclaredField?
    for part in parts {
      let field = operand(part)
      guard let holds = flag(field) else {
        open = open ?? undecided(field, at: origin)
        continue
      }
      if holds == end { return Self.field(end, at: origin) }
    }
    return open ?? Self.field(!end, at: origin)
  }

  private func undecided(_ field: DeclaredField, at origin: Origin) -> DeclaredField {
    field.isUnknown ? field : fail("this is neither true nor false", at: origin)
  }

  private static func field(_ flag: Bool, at origin: Origin) -> DeclaredField {
    DeclaredField(.text(flag ? "true" : "false"), at: origin)
  }
}
