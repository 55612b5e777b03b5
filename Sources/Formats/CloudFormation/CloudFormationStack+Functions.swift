import PacketWalkDiagnostics

/// Intrinsic functions, by name.
extension CloudFormationStack {
  static func isFunction(_ key: String) -> Bool {
    key == "Ref" || key == "Condition" || key.hasPrefix("Fn::") && !key.hasPrefix("Fn::ForEach::")
  }

  func call(_ function: String, _ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    switch function {
    case "Ref":
      guard let name = argument.text else { return fail("Ref needs a name", at: origin) }
      return reference(name, at: origin)
    case "Fn::GetAtt": return attribute(argument, at: origin)
    case "Fn::Sub": return substitute(argument, at: origin)
    case "Fn::Join": return join(argument, at: origin)
    case "Fn::Split": return split(argument, at: origin)
    case "Fn::Select": return select(argument, at: origin)
    case "Fn::FindInMap": return find(argument, at: origin)
    case "Fn::If": return choose(argument, at: origin)
    case "Condition", "Fn::Condition", "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not":
      return decide(function, argument, at: origin)
    case "Fn::Base64":
      return map(argument) { .text(Base64.encode(Array($0.utf8))) }
    case "Fn::Cidr": return ranges(argument, at: origin)
    case "Fn::GetAZs": return zones(argument, at: origin)
    case "Fn::ImportValue": return imported(argument, at: origin)
    case "Fn::Length": return length(argument, at: origin)
    case "Fn::ToJsonString": return json(argument, at: origin)
    default:
      // `Fn::Transform` and the like run somewhere else.
      return DeclaredField(.unknown("\(function) is not evaluated here"), at: origin)
    }
  }

  /// A text made of a text; unknown where that is.
  func map(_ argument: TemplateValue, _ body: (String) -> DeclaredValue) -> DeclaredField {
    let field = evaluate(argument)
    switch field.value {
    case .text(let text): return DeclaredField(body(text), at: field.origin)
    case .null: return DeclaredField(body(""), at: field.origin)
    case .unknown: return field
    case .boolean, .list, .object: return fail("a text was expected here", at: argument.origin)
    }
  }

  // MARK: Lists

  func length(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    let field = evaluate(argument)
    switch field.value {
    case .list(let elements): return DeclaredField(.text("\(elements.count)"), at: origin)
    case .object(let members): return DeclaredField(.text("\(members.count)"), at: origin)
    case .unknown: return field
    case .null, .boolean, .text: return fail("Fn::Length needs a list", at: origin)
    }
  }

  func select(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    guard let parts = argument.elements, parts.count == 2 else {
      return fail("Fn::Select needs an index and a list", at: origin)
    }
    let index = evaluate(parts[0])
    let list = evaluate(parts[1])
    if index.isUnknown { return index }
    if list.isUnknown { return list }
    guard case .text(let text) = index.value, let place = Int(text), case .list(let elements) = list.value
    else { return fail("Fn::Select needs an index and a list", at: origin) }
    guard elements.indices.contains(place) else {
      return fail("Fn::Select asks for element \(place) of a list of \(elements.count)", at: origin)
    }
    return DeclaredField(elements[place].value, at: origin)
  }

  /// The zones of a Region by their usual names: which of them an account has is not in a template.
  func zones(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    let field = evaluate(argument)
    guard !field.isUnknown else { return field }
    var region = set.regionText(at: origin)
    if case .text(let text) = field.value, !text.isEmpty { region = text }
    let given = set.zones.filter { $0.hasPrefix(region) }
    if !given.isEmpty {
      return DeclaredField(.list(given.map { DeclaredField(.text($0), at: origin) }), at: origin)
    }
    set.report(
      "PW_ASSUMED_ZONES", .note, name,
      "Fn::GetAZs is taken to be \(region)a to \(region)f: which zones an account has is not in a template; "
        + "--parameters AWS::AvailabilityZones=… names them",
      at: template.root.origin)
    return DeclaredField(
      .list("abcdef".map { DeclaredField(.text("\(region)\($0)"), at: origin) }), at: origin)
  }

  // MARK: Maps and other stacks

  func find(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    guard let parts = argument.elements, parts.count >= 3 else {
      return fail("Fn::FindInMap needs a map and two keys", at: origin)
    }
    var keys: [String] = []
    for part in parts.prefix(3) {
      let field = evaluate(part)
      switch field.value {
      case .text(let text): keys.append(text)
      case .unknown: return field
      default: return fail("Fn::FindInMap needs a map and two keys", at: origin)
      }
    }
    if let found = mappings[keys[0]]?[keys[1]]?[keys[2]] { return evaluate(found) }
    if parts.count > 3, let usual = parts[3]["DefaultValue"] { return evaluate(usual) }
    return DeclaredField(.unknown("the map \(keys[0]) has no \(keys[1]), \(keys[2])"), at: origin)
  }

  func imported(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    let field = evaluate(argument)
    guard case .text(let export) = field.value else {
      return field.isUnknown ? field : fail("Fn::ImportValue needs a name", at: origin)
    }
    if let value = set.export(export) { return DeclaredField(value.value, at: origin) }
    set.report(
      "PW_UNRESOLVED_IMPORT", .warning, name,
      "no template of the input exports \(export); give the one that does together with this one", at: origin)
    return DeclaredField(.unknown("no template of the input exports \(export)"), at: origin)
  }

  func output(_ output: String) -> DeclaredField {
    guard let declared = outputs[output] else {
      return DeclaredField(.unknown("\(name) has no output \(output)"), at: template.root.origin)
    }
    return once("output \(output)", at: declared.origin) {
      if let condition = declared["Condition"]?.text {
        switch holds(condition, at: declared.origin) {
        case .some(true): break
        case .some(false):
          return DeclaredField(
            .unknown("output \(output) of \(name) does not exist under these conditions"), at: declared.origin
          )
        case nil:
          return DeclaredField(.unknown("whether \(condition) holds is not known"), at: declared.origin)
        }
      }
      guard let value = declared["Value"] else {
        return fail("output \(output) has no Value", at: declared.origin)
      }
      return evaluate(value)
    }
  }
}
