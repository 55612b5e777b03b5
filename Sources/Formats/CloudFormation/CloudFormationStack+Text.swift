import PacketWalkDiagnostics

/// Functions that make texts and take them apart.
extension CloudFormationStack {
  /// How long a text may grow: more than any field of AWS's takes.
  static let maximumText = 1 << 20

  private func tooLong(at origin: Origin) -> DeclaredField {
    fail("a text of more than \(Self.maximumText) bytes", at: origin)
  }

  func join(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    guard let parts = argument.elements, parts.count == 2 else {
      return fail("Fn::Join needs a delimiter and a list", at: origin)
    }
    let delimiter = evaluate(parts[0])
    let list = evaluate(parts[1])
    if list.isUnknown { return list }
    guard case .list(let elements) = list.value else {
      return fail("Fn::Join needs a delimiter and a list", at: origin)
    }
    var between = ""
    switch delimiter.value {
    case .text(let text): between = text
    case .null: break
    case .unknown: return delimiter
    case .boolean, .list, .object: return fail("Fn::Join needs a delimiter and a list", at: origin)
    }
    var joined = ""
    for (place, element) in elements.enumerated() {
      guard case .text(let text) = element.value else {
        return element.isUnknown ? element : fail("Fn::Join joins texts only", at: origin)
      }
      if place > 0 { joined += between }
      joined += text
      if joined.utf8.count > Self.maximumText { return tooLong(at: origin) }
    }
    return DeclaredField(.text(joined), at: origin)
  }

  func split(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    guard let parts = argument.elements, parts.count == 2 else {
      return fail("Fn::Split needs a delimiter and a text", at: origin)
    }
    let delimiter = evaluate(parts[0])
    let source = evaluate(parts[1])
    if source.isUnknown { return source }
    if delimiter.isUnknown { return delimiter }
    guard case .text(let separator) = delimiter.value, (1...256).contains(separator.utf8.count),
      case .text(let text) = source.value
    else { return fail("Fn::Split needs a delimiter and a text", at: origin) }
    return DeclaredField(.list(Self.split(text, by: separator, at: origin)), at: origin)
  }

  private static func split(_ text: String, by separator: String, at origin: Origin) -> [DeclaredField] {
    let bytes = Array(text.utf8)
    let mark = Array(separator.utf8)
    var parts: [DeclaredField] = []
    var start = 0
    var index = 0
    func add(_ end: Int) {
      parts.append(DeclaredField(.text(String(decoding: bytes[start..<end], as: UTF8.self)), at: origin))
    }
    while index + mark.count <= bytes.count {
      if bytes[index..<index + mark.count].elementsEqual(mark) {
        add(index)
        index += mark.count
        start = index
      } else {
        index += 1
      }
    }
    add(bytes.count)
    return parts
  }

  // MARK: Fn::Sub

  /// A text with `${Name}`, or a text and values for some of its names.
  func substitute(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    var values: [String: TemplateValue] = [:]
    var pattern = argument.text
    if let parts = argument.elements, parts.count == 2 {
      pattern = parts[0].text
      for member in parts[1].members { values[member.key] = member.value }
    }
    guard let pattern else { return fail("Fn::Sub needs a text", at: origin) }
    if pattern.contains("{{resolve:") {
      return DeclaredField(.unknown("\(pattern) is not in a template"), at: origin)
    }
    var made = ""
    for piece in SubstitutionPattern.pieces(of: pattern) {
      switch piece {
      case .text(let text): made += text
      case .name(let name):
        let field = values[name].map { evaluate($0) } ?? named(name, at: origin)
        switch field.value {
        case .text(let text): made += text
        case .null: break
        case .unknown: return field
        case .boolean, .list, .object: return fail("\(name) is no text, which Fn::Sub needs", at: origin)
        }
      }
      if made.utf8.count > Self.maximumText { return tooLong(at: origin) }
    }
    return DeclaredField(.text(made), at: origin)
  }

  /// `Name` as `Ref` has it, `Name.Attribute` as `Fn::GetAtt`.
  private func named(_ name: String, at origin: Origin) -> DeclaredField {
    guard name.contains("."), parameters[name] == nil else { return reference(name, at: origin) }
    return attribute(TemplateValue(.text(name), at: origin), at: origin)
  }

  // MARK: Fn::ToJsonString

  func json(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    var text = ""
    if let unknown = write(evaluate(argument), to: &text) { return unknown }
    return text.utf8.count > Self.maximumText ? tooLong(at: origin) : DeclaredField(.text(text), at: origin)
  }

  /// Appends a value; returns the first unknown one in it.
  private func write(_ field: DeclaredField, to text: inout String) -> DeclaredField? {
    guard text.utf8.count <= Self.maximumText else { return nil }
    switch field.value {
    case .null: text += "null"
    case .boolean(let flag): text += flag ? "true" : "false"
    case .text(let value): text += Self.quoted(value)
    case .list(let elements):
      text += "["
      for (place, element) in elements.enumerated() {
        if place > 0 { text += "," }
        if let unknown = write(element, to: &text) { return unknown }
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (place, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if place > 0 { text += "," }
        text += Self.quoted(member.key) + ":"
        if let unknown = write(member.value, to: &text) { return unknown }
      }
      text += "}"
    case .unknown: return field
    }
    return nil
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
