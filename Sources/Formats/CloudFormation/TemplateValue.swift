import PacketWalkDiagnostics
import PacketWalkJSONScan

/// A value as a template writes it, from YAML or JSON alike: intrinsic functions in their long form, and scalars as
/// their text, since what a text means depends on who reads it.
struct TemplateValue: Sendable {
  indirect enum Content: Sendable {
    case null
    case text(String)
    case list([TemplateValue])
    case object([TemplateMember])
  }

  var content: Content
  var origin: Origin

  init(_ content: Content, at origin: Origin) {
    self.content = content
    self.origin = origin
  }

  /// A member of an object, or nil.
  subscript(key: String) -> TemplateValue? { members.first { $0.key == key }?.value }

  /// The members of an object; none of anything else.
  var members: [TemplateMember] {
    if case .object(let members) = content { return members }
    return []
  }

  var text: String? {
    if case .text(let text) = content { return text }
    return nil
  }

  var elements: [TemplateValue]? {
    if case .list(let elements) = content { return elements }
    return nil
  }

  /// About how much work a copy of it is.
  var size: Int {
    switch content {
    case .null: 1
    case .text(let text): 1 + text.utf8.count / 16
    case .list(let elements): elements.reduce(1) { $0 + $1.size }
    case .object(let members): members.reduce(1) { $0 + 1 + $1.value.size }
    }
  }

  var isObject: Bool {
    if case .object = content { return true }
    return false
  }
}

/// A key of an object and its value.
struct TemplateMember: Sendable {
  var key: String
  var origin: Origin
  var value: TemplateValue
}

extension TemplateValue {
  /// How deeply a template may be nested, as in YAML.
  static let maximumDepth = YAMLDocument.maximumDepth

  init(_ node: YAMLNode) {
    let content: Content
    switch node.content {
    case .scalar(let text, let isQuoted):
      content = !isQuoted && ["", "~", "null", "Null", "NULL"].contains(text) ? .null : .text(text)
    case .sequence(let items): content = .list(items.map { TemplateValue($0) })
    case .mapping(let pairs):
      content = .object(
        pairs.map { TemplateMember(key: $0.key, origin: $0.origin, value: TemplateValue($0.value)) })
    }
    self.init(content, at: node.origin)
    if let tag = node.tag { self = longForm(tag) }
  }

  /// `!GetAtt A.B` is `Fn::GetAtt: [A, B]`, `!Ref A` is `Ref: A`; every other tag is the function's name.
  private func longForm(_ tag: String) -> TemplateValue {
    let name = String(tag.dropFirst())
    var argument = self
    // A tag on nothing is a function of an empty text: `!GetAZs`.
    if case .null = content { argument.content = .text("") }
    let key = name == "Ref" || name == "Condition" ? name : name.hasPrefix("Fn::") ? name : "Fn::\(name)"
    return TemplateValue(.object([TemplateMember(key: key, origin: origin, value: argument)]), at: origin)
  }

  init(_ json: JSONValue, depth: Int = 0) throws(InputError) {
    let origin = json.origin
    guard depth <= Self.maximumDepth else {
      throw InputError(.malformed, "nested more than \(Self.maximumDepth) levels deep", at: origin)
    }
    switch json.kind {
    case .object:
      var members: [TemplateMember] = []
      for member in json.members {
        members.append(
          TemplateMember(
            key: member.key, origin: origin, value: try TemplateValue(member.value, depth: depth + 1)))
      }
      self.init(.object(members), at: origin)
    case .array:
      var elements: [TemplateValue] = []
      for element in json.elements { elements.append(try TemplateValue(element, depth: depth + 1)) }
      self.init(.list(elements), at: origin)
    default:
      self.init(json.isNull ? .null : .text(json.scalarText ?? ""), at: origin)
    }
  }
}
