package import PacketWalkDiagnostics

/// A value of a YAML document, with its place: plain data, so that nobody past this folder knows the
/// parser behind it.
///
/// Scalars keep their text. What it means is decided by what the reader expects there, never by YAML's
/// own guesses (`no`, `012`, `1e3`).
package struct YAMLNode: Sendable {
  /// What the value is.
  package enum Content: Sendable {
    case scalar(String, isQuoted: Bool)
    case sequence([YAMLNode])
    case mapping([YAMLPair])
  }

  package var content: Content
  package var origin: Origin
  /// A tag of the writer's own, such as `!Ref`; only where the dialect has tags.
  package var tag: String?

  package init(_ content: Content, origin: Origin, tag: String? = nil) {
    self.content = content
    self.origin = origin
    self.tag = tag
  }

  /// Whether nothing is written, as after `key:`.
  package var isEmpty: Bool {
    if case .scalar("", isQuoted: false) = content { return true }
    return false
  }

  /// Whether it holds keys.
  package var isMapping: Bool {
    if case .mapping = content { return true }
    return false
  }

  /// The text of a scalar, or nil.
  package var scalar: String? {
    if case .scalar(let text, _) = content { return text }
    return nil
  }

  /// With its article, as messages need it: `a list`.
  package var kindName: String {
    switch content {
    case .scalar: isEmpty ? "nothing" : "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// A key and its value.
package struct YAMLPair: Sendable {
  package var key: String
  /// Where the key stands.
  package var origin: Origin
  package var value: YAMLNode

  package init(key: String, origin: Origin, value: YAMLNode) {
    self.key = key
    self.origin = origin
    self.value = value
  }
}
