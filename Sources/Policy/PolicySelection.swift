public import PacketWalkDiagnostics

/// Who an assertion is about: selectors, and what is made of them.
public struct PolicySelection: Hashable, Sendable {
  public indirect enum Content: Hashable, Sendable {
    /// One selector, as on the command line.
    case selector(String)
    /// `*`: everybody, the outside included.
    case everyone
    /// A group of the policy's own.
    case group(String, PolicySelection)
    /// A list: who is in any of them.
    case union([PolicySelection])
    /// A mapping: who is in all of them.
    case intersection([PolicySelection])
    /// Everybody but them.
    case not(PolicySelection)
  }

  public var content: Content
  public var origin: Origin

  public init(_ content: Content, at origin: Origin) {
    self.content = content
    self.origin = origin
  }
}

extension PolicySelection {
  /// The same wherever it is written.
  var placeless: PolicySelection {
    let content: Content =
      switch content {
      case .selector, .everyone: content
      case .group(_, let inner): inner.placeless.content
      case .union(let parts): .union(parts.map(\.placeless))
      case .intersection(let parts): .intersection(parts.map(\.placeless))
      case .not(let inner): .not(inner.placeless)
      }
    return PolicySelection(content, at: Origin(file: nil))
  }
}

extension PolicySelection: CustomStringConvertible {
  /// As it would be written in one line.
  public var description: String {
    switch content {
    case .selector(let text): text
    case .everyone: "*"
    case .group(let name, _): name
    case .union(let parts): parts.map(\.description).joined(separator: " or ")
    case .intersection(let parts): parts.map(\.nested).joined(separator: " and ")
    case .not(let inner): "not " + inner.nested
    }
  }

  private var nested: String {
    switch content {
    case .union(let parts) where parts.count > 1: "(\(description))"
    case .intersection(let parts) where parts.count > 1: "(\(description))"
    default: description
    }
  }
}
