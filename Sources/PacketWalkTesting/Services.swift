import PacketWalkFormats

/// The services that an assertion is about, as on the command line and in policy files.
///
///     "tcp/5432"
///     ["http", "https", "tcp/8000-8099"]
///
/// With `deny` and `only` `"any"` is every protocol there is, with `allow` TCP, UDP and ping. A text that is no service
/// is a failure of the expectation, never a silent pass.
public struct Services: Sendable, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
  /// As a policy file has it.
  let node: YAMLNode

  private init(_ node: YAMLNode) { self.node = node }

  /// Takes a service from a variable.
  ///
  /// - Parameter service: `tcp/443`, `tcp/1024-65535`, `udp/53`, `icmp/8`, `proto/47`, `any`, or a well-known name such
  ///   as `https`.
  public init(_ service: String) { node = .text(service) }

  /// A service as a literal, which may hold interpolations.
  public init(stringLiteral service: String) { self.init(service) }

  /// All of several services; an empty list is an error.
  public init(arrayLiteral services: Services...) {
    self.init(.list(services.flatMap(\.node.items)))
  }
}
