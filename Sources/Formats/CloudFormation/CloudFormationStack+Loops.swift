import PacketWalkDiagnostics

/// `Fn::ForEach` of the language extensions: `Fn::ForEach::Name: [Variable, collection, {key: body}]`.
extension CloudFormationStack {
  /// How many members all loops of one section may make.
  private static let maximumMembers = 10_000
  /// How long a value of a loop may be: names of resources are made of it.
  private static let maximumValue = 255

  /// The members with loops unrolled.
  func unrolled(_ members: [TemplateMember]) -> [TemplateMember] {
    guard members.contains(where: { Self.isLoop($0.key) }) else { return members }
    var made: [TemplateMember] = []
    for member in members { unroll(member, into: &made, depth: 0) }
    return made
  }

  private static func isLoop(_ key: String) -> Bool { key.hasPrefix("Fn::ForEach::") }

  private func unroll(_ member: TemplateMember, into made: inout [TemplateMember], depth: Int) {
    guard Self.isLoop(member.key) else {
      made.append(member)
      return
    }
    guard depth < 8, let parts = member.value.elements, parts.count == 3, let variable = parts[0].text,
      parts[2].isObject
    else {
      _ = fail("Fn::ForEach needs a name, a list and a mapping", at: member.origin)
      return
    }
    let collection = evaluate(parts[1])
    guard case .list(let elements) = collection.value else {
      if case .unknown(let reason) = collection.value {
        _ = fail("the list of \(member.key) is not known: \(reason)", at: member.origin)
      } else {
        _ = fail("Fn::ForEach needs a name, a list and a mapping", at: member.origin)
      }
      return
    }
    for element in elements {
      guard case .text(let text) = element.value, text.utf8.count <= Self.maximumValue else {
        _ = fail(
          "a value of \(member.key) is no text of at most \(Self.maximumValue) bytes", at: member.origin)
        continue
      }
      let substitution = LoopSubstitution(variable: variable, value: text)
      for body in parts[2].members {
        guard made.count < Self.maximumMembers, set.spend(body.value.size) else {
          _ = fail("loops make more than \(Self.maximumMembers) members", at: member.origin)
          return
        }
        unroll(substitution.apply(body), into: &made, depth: depth + 1)
      }
    }
  }
}

/// Puts a loop's value into the places of its variable: `${Name}`, `&{Name}` without all but letters and digits, and
/// `Ref: Name`.
struct LoopSubstitution {
  private let variable: String
  private let value: String
  private let plain: String

  init(variable: String, value: String) {
    self.variable = variable
    self.value = value
    plain = String(value.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }

  func apply(_ member: TemplateMember) -> TemplateMember {
    TemplateMember(key: apply(member.key), origin: member.origin, value: apply(member.value))
  }

  private func apply(_ value: TemplateValue) -> TemplateValue {
    switch value.content {
    case .null: value
    case .text(let text): TemplateValue(.text(apply(text)), at: value.origin)
    case .list(let elements): TemplateValue(.list(elements.map { apply($0) }), at: value.origin)
    case .object(let members):
      if members.count == 1, members[0].key == "Ref", members[0].value.text == variable {
        TemplateValue(.text(self.value), at: value.origin)
      } else {
        TemplateValue(.object(members.map { apply($0) }), at: value.origin)
      }
    }
  }

  private func apply(_ text: String) -> String {
    guard text.contains("{\(variable)}") else { return text }
    return text.replacing("${\(variable)}", with: value).replacing("&{\(variable)}", with: plain)
  }
}
