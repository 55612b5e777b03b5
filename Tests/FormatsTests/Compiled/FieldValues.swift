/// The fields of all values that were shown, and whether each was seen with two values.
struct FieldValues {
  /// The first value of each field, by type and name; nil once there was another.
  private var first: [String: String?] = [:]

  var hasConstants: Bool { first.values.contains { $0 != nil } }
  var constants: [String] { first.filter { $0.value != nil }.keys.sorted() }

  mutating func add(_ value: Any) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .struct:
      // Values of the standard library and of the addressing types are no fields of resources.
      guard String(reflecting: type(of: value)).hasPrefix("PacketWalk") else { return }
      for child in mirror.children {
        note("\(type(of: value)).\(child.label ?? "")", child.value)
        add(child.value)
      }
    default:
      for child in mirror.children { add(child.value) }
    }
  }

  private mutating func note(_ field: String, _ value: Any) {
    guard let known = first[field] else {
      first[field] = String(describing: value)
      return
    }
    if let known, known != String(describing: value) { first[field] = .some(nil) }
  }
}
