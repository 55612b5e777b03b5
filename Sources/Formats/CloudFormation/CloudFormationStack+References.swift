import PacketWalkDiagnostics

/// What names stand for: parameters, resources, and what AWS knows of the stack itself.
extension CloudFormationStack {
  func reference(_ name: String, at origin: Origin) -> DeclaredField {
    if name.hasPrefix("AWS::") { return DeclaredField(pseudo(name, at: origin), at: origin) }
    if let declared = parameters[name] { return parameter(name, declared, at: origin) }
    if resource(name) != nil {
      let gone = missing(name)
      return DeclaredField(gone ?? .text(id(name)), at: origin)
    }
    return fail("there is no parameter and no resource \(name)", at: origin)
  }

  /// Why a resource is not there, or nil if it is.
  private func missing(_ logical: String) -> DeclaredValue? {
    guard let condition = resource(logical)?["Condition"], let name = condition.text else { return nil }
    switch holds(name, at: condition.origin) {
    case .some(true): return nil
    case .some(false): return .unknown("\(logical) does not exist under these conditions")
    case nil: return .unknown("whether \(logical) exists is not known")
    }
  }

  private func pseudo(_ name: String, at origin: Origin) -> DeclaredValue {
    switch name {
    case "AWS::NoValue": .null
    case "AWS::Region": .text(set.regionText(at: origin))
    case "AWS::AccountId":
      set.account.map { .text($0) } ?? .unknown("no account is given; --parameters AWS::AccountId=… names it")
    case "AWS::StackName": .text(self.name)
    case "AWS::StackId": .text("cfn:\(self.name)")
    case "AWS::Partition": .text(Self.partition(set.region))
    case "AWS::URLSuffix": .text(set.region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com")
    default: .unknown("\(name) is not in a template")
    }
  }

  private static func partition(_ region: String) -> String {
    region.hasPrefix("cn-") ? "aws-cn" : region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
  }

  // MARK: Parameters

  private func parameter(_ name: String, _ declared: TemplateValue, at origin: Origin) -> DeclaredField {
    once("parameter \(name)", at: origin) {
      let type = declared["Type"]?.text ?? "String"
      if type.hasPrefix("AWS::SSM::Parameter::Value") {
        return DeclaredField(
          .unknown("the parameter \(name) is looked up in Parameter Store"), at: declared.origin)
      }
      let isList = type == "CommaDelimitedList" || type.hasPrefix("List<")
      if let value = given[name] {
        if case .list = value.value { return value }
        guard case .text(let text) = value.value else { return value }
        return DeclaredField(Self.value(text, isList: isList, at: value.origin), at: value.origin)
      }
      if let usual = declared["Default"] {
        let text = usual.text ?? (usual.elements ?? []).compactMap(\.text).joined(separator: ",")
        return DeclaredField(Self.value(text, isList: isList, at: usual.origin), at: usual.origin)
      }
      set.report(
        "PW_MISSING_PARAMETER", .warning, name,
        "the parameter \(name) has no value, so what rests on it is unknown; --parameters \(name)=… gives one",
        at: declared.origin)
      return DeclaredField(.unknown("the parameter \(name) has no value"), at: declared.origin)
    }
  }

  private static func value(_ text: String, isList: Bool, at origin: Origin) -> DeclaredValue {
    guard isList else { return .text(text) }
    return .list(
      text.split(separator: ",").map { part in
        var part = part
        while part.first == " " { part = part.dropFirst() }
        while part.last == " " { part = part.dropLast() }
        return DeclaredField(.text(String(part)), at: origin)
      })
  }

  // MARK: Fn::GetAtt

  /// `[Resource, Attribute]`, or `Resource.Attribute` as one text.
  func attribute(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    var logical: String?
    var attribute: String?
    if let text = argument.text, let dot = text.firstIndex(of: ".") {
      logical = String(text[..<dot])
      attribute = String(text[text.index(after: dot)...])
    } else if let parts = argument.elements, parts.count >= 2 {
      logical = parts[0].text
      var words: [String] = []
      for part in parts.dropFirst() {
        let field = evaluate(part)
        if field.isUnknown { return field }
        guard case .text(let word) = field.value else { break }
        words.append(word)
      }
      if words.count == parts.count - 1 { attribute = words.joined(separator: ".") }
    }
    guard let logical, let attribute else {
      return fail("Fn::GetAtt needs a resource and an attribute", at: origin)
    }
    guard let resource = resource(logical) else {
      return fail("there is no resource \(logical)", at: origin)
    }
    if let gone = missing(logical) { return DeclaredField(gone, at: origin) }
    let field = once("\(logical).\(attribute)", at: origin) {
      CloudFormationAttributes(stack: self, logical: logical, resource: resource, origin: origin)
        .value(attribute)
    }
    return DeclaredField(field.value, at: origin)
  }

  /// A property of a resource, evaluated alone; null where it is not set.
  func property(_ logical: String, _ key: String, at origin: Origin) -> DeclaredField {
    guard let value = resource(logical)?["Properties"]?[key] else { return DeclaredField(.null, at: origin) }
    return once("\(logical) property \(key)", at: origin) { evaluate(value) }
  }
}
