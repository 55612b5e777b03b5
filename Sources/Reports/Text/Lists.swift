/// `1 file`, `3 files`.
func counted(_ count: Int, _ noun: String, _ nouns: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : nouns ?? noun + "s")"
}

extension Collection where Element == String {
  /// The first few, and how many more there are.
  func listed(atMost limit: Int, separator: String = ", ") -> String {
    // Naming one more is shorter than saying that there is one.
    guard count > limit + 1 else { return joined(separator: separator) }
    return prefix(limit).joined(separator: separator) + " and \(count - limit) more"
  }
}
