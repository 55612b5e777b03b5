/// One reference of an expression, taken apart: `module.vpc[0].private_subnets`, `aws_subnet.a["x"].id`.
struct TerraformReference {
  enum Part: Equatable {
    case name(String)
    case key(TerraformInstance.Key)
    /// `[*]` or `[each.key]`: an index that is no literal.
    case open
  }

  let parts: [Part]

  init(_ text: String) {
    var parts: [Part] = []
    var name = ""
    var rest = Substring(text)
    func close() {
      if !name.isEmpty { parts.append(.name(name)) }
      name = ""
    }
    while let character = rest.popFirst() {
      switch character {
      case ".": close()
      case "[":
        close()
        let isQuoted = rest.first == "\""
        if isQuoted { rest.removeFirst() }
        let end = rest.firstIndex(of: isQuoted ? "\"" : "]") ?? rest.endIndex
        let inner = String(rest[..<end])
        rest = rest[end...].dropFirst(isQuoted ? 2 : 1)
        if isQuoted {
          parts.append(.key(.text(inner)))
        } else {
          parts.append(Int(inner).map { .key(.number($0)) } ?? .open)
        }
      default: name.append(character)
      }
    }
    close()
    self.parts = parts
  }

  /// The name at a place, if it is one.
  func name(_ place: Int) -> String? {
    guard place < parts.count, case .name(let name) = parts[place] else { return nil }
    return name
  }

  /// The names from a place on; indices count for nothing.
  func names(from place: Int) -> [String] {
    parts.dropFirst(place).compactMap { part in
      if case .name(let name) = part { return name }
      return nil
    }
  }

  /// The literal key of a module's output, such as `a` of `module.vpc.subnets["a"].id`.
  var outputKey: TerraformInstance.Key? {
    var rest = parts.dropFirst(2)
    if case .name? = rest.first {} else { rest.removeFirst(min(1, rest.count)) }
    guard case .key(.text(let key))? = rest.dropFirst().first else { return nil }
    return .text(key)
  }

  /// Those of some references that no other one continues: Terraform lists `a.b.id`, and `a.b` as well.
  static func mostSpecific(_ texts: [String]) -> [String] {
    texts.filter { text in
      !texts.contains { $0 != text && ($0.hasPrefix(text + ".") || $0.hasPrefix(text + "[")) }
    }
  }
}
