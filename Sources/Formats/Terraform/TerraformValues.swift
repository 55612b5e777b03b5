import PacketWalkDiagnostics
import PacketWalkJSONScan

/// The values of a plan's instance: known ones as they are, others by the expressions that they come from.
struct TerraformValues {
  let references: TerraformReferences
  /// How many references led here.
  var depth = 0

  /// - Parameter expressions: those of the instance's resource.
  func field(_ instance: TerraformInstance, _ expressions: JSONValue?) -> DeclaredField {
    let scope = references.scope(of: instance)
    return merged(instance.values, instance.unknown, expressions, "", scope)
  }

  private func merged(
    _ value: JSONValue?, _ unknown: JSONValue?, _ expression: JSONValue?, _ name: String,
    _ scope: TerraformReferences.Scope
  ) -> DeclaredField {
    let origin = (value ?? unknown)?.origin ?? .implied
    guard let unknown, !(unknown.kind == .object && unknown.members.isEmpty) else {
      return value.map { DeclaredField($0) } ?? .absent
    }
    if unknown.kind == .boolean, unknown.boolean == true {
      let found =
        expression.map { references.resolve($0, as: name, in: scope, depth: depth) }
        ?? .unknown(DeclaredField.computed)
      var field = DeclaredField(found, at: origin)
      if let expression, field.isUnknown, name == "subnet_id" {
        field.candidates = references.candidates(expression, as: name, in: scope)
      }
      return field
    }
    if unknown.kind == .array, value == nil || value?.kind == .array {
      let own = value.map { Array($0.elements) } ?? []
      let marks = Array(unknown.elements)
      // Blocks have an expression each; a list that is one expression names all that its elements may be.
      let parts = expression?.kind == .array ? expression.map { Array($0.elements) } ?? [] : []
      let elements = (0..<max(own.count, marks.count)).map { place in
        let part = place < parts.count ? parts[place] : parts.count == 1 ? parts[0] : nil
        return merged(
          place < own.count ? own[place] : nil, place < marks.count ? marks[place] : nil,
          part ?? (expression?.kind == .object ? expression : nil), name, scope)
      }
      // `[a.id, b.id]` resolved as a whole: each element got the same list.
      if expression?.kind == .object,
        elements.contains(where: { if case .list = $0.value { true } else { false } })
      {
        var seen: Set<String> = []
        let flat = elements.flatMap { element -> [DeclaredField] in
          if case .list(let parts) = element.value { return parts }
          return [element]
        }.filter { element in
          guard case .text(let text) = element.value else { return true }
          return seen.insert(text).inserted
        }
        return DeclaredField(.list(flat), at: origin)
      }
      return DeclaredField(.list(elements), at: origin)
    }
    if unknown.kind == .object, value == nil || value?.kind == .object {
      // A block that is written as a value has one expression for all its attributes.
      func part(_ key: String) -> JSONValue? {
        expression?[key] ?? (expression?["references"] == nil ? nil : expression)
      }
      var members: [String: DeclaredField] = [:]
      for member in value.map({ Array($0.members) }) ?? [] {
        let key = member.key
        members[key] = merged(member.value, unknown[key], part(key), key, scope)
      }
      for (key, mark) in unknown.members where members[key] == nil || members[key]?.isAbsent == true {
        members[key] = merged(nil, mark, part(key), key, scope)
      }
      return DeclaredField(.object(members), at: origin)
    }
    return value.map { DeclaredField($0) } ?? .absent
  }
}
