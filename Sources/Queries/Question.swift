/// A question in the user's own words: may packets of a service go from one end to the other and back?
public struct Question: Hashable, Sendable {
  /// Who sends: a selector, such as `web-1`, `sg:web`, `10.0.1.5`, `internet`.
  public var source: String
  /// Who receives, likewise.
  public var destination: String
  /// The service, such as `tcp/443`; `any` for everything.
  public var service: String
  /// The address to send from, when it is not the source's own first one.
  public var sourceAddress: String?
  /// The client's port, when it is known; else every port that the client may use is considered.
  public var sourcePort: UInt16?
  /// A load balancer through whose listener the question is asked: `lb:NAME`.
  public var through: String?

  /// Creates a question.
  public init(
    from source: String, to destination: String, on service: String = "any", sourceAddress: String? = nil,
    sourcePort: UInt16? = nil, through: String? = nil
  ) {
    self.source = source
    self.destination = destination
    self.service = service
    self.sourceAddress = sourceAddress
    self.sourcePort = sourcePort
    self.through = through
  }
}
