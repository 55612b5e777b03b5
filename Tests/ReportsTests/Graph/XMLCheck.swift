/// Whether a text is well-formed XML, as far as our own needs elements, attributes and entities; what is wrong with it
/// else.
enum XMLCheck {
  static func fault(of text: String) -> String? {
    var open: [Substring] = []
    var rest = text[...]
    if rest.hasPrefix("<?xml"), let end = rest.firstIndex(of: ">") { rest = rest[rest.index(after: end)...] }
    for scalar in text.unicodeScalars {
      let isBad = scalar.value < 0x20 && !["\n", "\t"].contains(scalar) || (0x7F...0x9F) ~= scalar.value
      if isBad || scalar.value == 0xFFFE || scalar.value == 0xFFFF { return "scalar \(scalar.value)" }
    }
    while let start = rest.firstIndex(of: "<") {
      if let fault = entities(rest[..<start]) { return fault }
      guard let end = rest[start...].firstIndex(of: ">") else { return "an open tag" }
      var tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        let name = tag.dropFirst()
        guard open.popLast() == name else { return "</\(name)>" }
        continue
      }
      let isEmpty = tag.hasSuffix("/")
      if isEmpty { tag = tag.dropLast() }
      let name = tag.prefix { $0 != " " }
      if let fault = attributes(tag.dropFirst(name.count)) { return "<\(name)>: \(fault)" }
      if !isEmpty { open.append(name) }
    }
    return open.isEmpty ? entities(rest) : "unclosed \(open)"
  }

  private static func attributes(_ text: Substring) -> String? {
    var rest = text.drop { $0 == " " }
    var seen: Set<Substring> = []
    while !rest.isEmpty {
      let name = rest.prefix { $0.isLetter || $0 == "-" || $0 == ":" }
      rest = rest.dropFirst(name.count)
      guard !name.isEmpty, seen.insert(name).inserted, rest.hasPrefix("=\"") else {
        return "attribute \(name)"
      }
      rest = rest.dropFirst(2)
      guard let end = rest.firstIndex(of: "\"") else { return "value of \(name)" }
      if let fault = entities(rest[..<end]) { return fault }
      rest = rest[rest.index(after: end)...].drop { $0 == " " }
    }
    return nil
  }

  private static func entities(_ text: Substring) -> String? {
    var rest = text
    while let start = rest.firstIndex(of: "&") {
      guard let end = rest[start...].firstIndex(of: ";") else { return "a bare &" }
      let name = rest[rest.index(after: start)..<end]
      guard ["amp", "lt", "gt", "quot"].contains(name) || name.hasPrefix("#") && name.count < 9 else {
        return "&\(name.prefix(20));"
      }
      rest = rest[end...].dropFirst()
    }
    return nil
  }
}
