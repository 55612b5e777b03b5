import PacketWalkFormats

/// Who an assertion is about: a selector as on the command line and in policy files, or what is made of several.
///
///     "web-1"                                  // a name, an address, a prefix: whatever the command line takes
///     ["tag:tier=web", "tag:tier=proxy"]       // any of them
///     .all(["vpc:prod", .not("sg:monitoring")])
///
/// Nothing is looked up before a network is asked. A text that selects nothing is a failure of the expectation, with the
/// nearest names, never a silent pass.
public struct Endpoints: Sendable, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
  /// As a policy file has it.
  let node: YAMLNode

  private init(_ node: YAMLNode) { self.node = node }

  /// Takes a selector from a variable.
  ///
  /// - Parameter selector: `web-1`, `sg:db`, `tag:tier=web`, `subnet:app-*`, `10.0.0.0/16`, `internet`, `lb:front`,
  ///   `tf:aws_instance.web[0]` …, or `*` for everybody.
  public init(_ selector: String) { node = .text(selector) }

  /// A selector as a literal, which may hold interpolations.
  public init(stringLiteral selector: String) { self.init(selector) }

  /// Whoever is in any of them; an empty list is an error.
  public init(arrayLiteral parts: Endpoints...) { self = .any(parts) }

  /// Everybody, the outside included: `*`.
  public static let everyone = Endpoints("*")

  /// Everybody but them.
  public static func not(_ others: Endpoints) -> Endpoints {
    Endpoints(.fields([("not", others.node)]))
  }

  /// Whoever is in any of them; an empty list is an error.
  public static func any(_ parts: [Endpoints]) -> Endpoints { Endpoints(.list(parts.map(\.node))) }

  /// Whoever is in all of them; an empty list is an error.
  public static func all(_ parts: [Endpoints]) -> Endpoints {
    Endpoints(.fields([("all", .list(parts.map(\.node)))]))
  }
}
