import PacketWalkJSONScan

/// What loops name by their keys: of a variable's map, and of a module that is called once for each key.
extension TerraformReferences {
  /// `each.value.name`: by what the loop goes through, as far as that names things of the kind that is wanted.
  ///
  /// A plan lists what a map is made of and not which key has what; what names the loop's key belongs to it, and
  /// everything if there is but one key.
  func value(ofLoop reference: TerraformReference, _ wish: Wish) -> DeclaredValue? {
    guard let key = wish.scope.key, let loop = wish.scope.loop, wish.depth < Self.depthLimit else {
      return nil
    }
    if let constant = loop["constant_value"] { return member(of: constant, key, reference) }
    let named = ingredients(loop, wish.scope, depth: wish.depth)
    if let constant = named.constant { return member(of: constant, key, reference) }
    let own =
      wish.scope.isOnly
      ? named.references : named.references.filter { TerraformReference($0.text).parts.contains(.key(key)) }
    let values = own.compactMap { follow($0.text, wish.inside($0.scope, isList: wish.isList)) }
    return ofWantedType(values, wish)
  }

  /// `module.vpc[each.key].name`, of which a plan says no more than `module.vpc` and `each.key`.
  func value(ofModule prefix: String, _ wish: Wish) -> DeclaredValue? {
    guard let key = wish.scope.key, case let address = prefix + key.suffix, places[address] != nil,
      wish.depth < Self.depthLimit, let outputs = module(address)?["outputs"]
    else { return nil }
    func identifiers(_ output: JSONValue?) -> [String] {
      guard let expression = output?["expression"] else { return [] }
      let value = resolve(expression, wish.inside(Scope(module: address), isList: true))
      guard case .list(let elements)? = ofWantedType([value], wish, isList: true) else { return [] }
      return elements.compactMap { if case .text(let text) = $0.value { text } else { nil } }
    }
    var fitting = Set([identifiers(outputs[wish.attribute])].filter { !$0.isEmpty })
    if fitting.isEmpty {
      fitting = Set(outputs.members.lazy.map { identifiers($0.value) }.filter { !$0.isEmpty })
    }
    guard let own = fitting.first else { return nil }
    guard fitting.count == 1 else {
      return .unknown("several outputs of \(address) may be meant")
    }
    return joined(own.map { .text($0) }, wish.isList)
  }

  private func member(
    of map: JSONValue, _ key: TerraformInstance.Key, _ reference: TerraformReference
  ) -> DeclaredValue? {
    guard case .text(let text) = key, var value = map[text] else { return nil }
    for name in reference.names(from: 2) {
      guard let next = value[name] else { return nil }
      value = next
    }
    return DeclaredField(value).value
  }

  /// What an expression is made of, through the variables that callers give; or the value of a variable.
  private func ingredients(
    _ expression: JSONValue, _ scope: Scope, depth: Int
  ) -> (references: [(text: String, scope: Scope)], constant: JSONValue?) {
    guard depth < Self.depthLimit else { return ([], nil) }
    let texts = expression["references"].map { $0.elements.compactMap(\.string) } ?? []
    var found: [(text: String, scope: Scope)] = []
    for text in TerraformReference.mostSpecific(texts) {
      let reference = TerraformReference(text)
      guard reference.name(0) == "var", let name = reference.name(1) else {
        found.append((text, scope))
        continue
      }
      guard let call = caller(of: scope.module) else {
        if texts.count == 1, let value = variables?[name]?["value"] { return ([], value) }
        continue
      }
      guard let given = module(call.scope.module)?["module_calls"]?[call.name]?["expressions"]?[name] else {
        continue
      }
      if texts.count == 1, let constant = given["constant_value"] { return ([], constant) }
      let deeper = ingredients(given, call.scope, depth: depth + 1)
      if texts.count == 1, deeper.constant != nil { return deeper }
      found += deeper.references
    }
    return (found, nil)
  }

  /// Those of some values that are identifiers of what the attribute wants.
  private func ofWantedType(
    _ values: [DeclaredValue], _ wish: Wish, isList: Bool? = nil
  ) -> DeclaredValue? {
    let isList = isList ?? wish.isList
    guard let type = Self.wanted[wish.attribute] else { return joined(values, isList) }
    func isWanted(_ value: DeclaredValue) -> Bool {
      guard case .text(let text) = value else { return false }
      return types[text] == type
    }
    let fitting = values.compactMap { value -> DeclaredValue? in
      switch value {
      case .list(let elements):
        let own = elements.filter { isWanted($0.value) }
        return own.isEmpty ? nil : .list(own)
      default: return isWanted(value) ? value : nil
      }
    }
    return joined(fitting, isList)
  }
}
