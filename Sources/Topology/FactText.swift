/// What values say, origins apart, as text: to hold facts of two inputs against each other.
package enum FactText {
  /// Fields whose order says nothing.
  private static let unordered: Set<String> = [
    "entries", "unreadableEntries", "unreadableRules", "routes", "subnets", "interfaces", "nodes",
    "associations", "endpoints",
  ]

  /// A text that is equal for values that say the same.
  package static func of(_ value: Any, _ label: String = "") -> String {
    if label == "origin" { return "" }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      guard let content = mirror.children.first?.value else { return "nil" }
      let own = of(content, label)
      // An empty text says no more than none.
      return own.isEmpty ? "nil" : own
    case .collection:
      var texts = mirror.children.map { of($0.value) }
      if unordered.contains(label) || value is [SecurityGroupRule] { texts.sort() }
      return "[\(texts.joined(separator: ","))]"
    case .set, .dictionary:
      return "[\(mirror.children.map { of($0.value) }.sorted().joined(separator: ","))]"
    case .enum:
      guard let payload = mirror.children.first else { return "\(value)" }
      return "\(payload.label ?? "")(\(of(payload.value)))"
    case .struct, .tuple:
      if value is AvailabilityZone || mirror.children.isEmpty || !(value is any CustomStringConvertible) {
        return "{\(mirror.children.map { of($0.value, $0.label ?? "") }.joined(separator: ";"))}"
      }
      return "\(value)"
    default: return "\(value)"
    }
  }

  /// `isSourceDestChecked` as `source dest checked`.
  package static func words(ofField label: String) -> String {
    var words: [String] = [""]
    for character in label {
      if character.isUppercase, words.last?.last?.isLowercase ?? false { words.append("") }
      words[words.count - 1].append(character)
    }
    if words.count > 1, ["is", "are"].contains(words[0]) { words.removeFirst() }
    return words.map { $0.allSatisfy(\.isUppercase) ? $0 : $0.lowercased() }.joined(separator: " ")
  }
}
