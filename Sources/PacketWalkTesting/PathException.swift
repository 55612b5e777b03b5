import PacketWalkFormats

/// Paths that an assertion puts up with until a day: `except` of policy files.
///
///     .deny(
///       from: "internet", to: "*", on: "any",
///       except: [.init(to: "sg:front", on: "https", reason: "the shop is public", expires: "2099-12-31")])
///
/// What is left out is everything, and not all three can be. An exception that something needs after its day fails
/// (`PW_EXCEPTION_EXPIRED`).
public struct PathException: Sendable {
  let sources: Endpoints?
  let destinations: Endpoints?
  let services: Services?
  let reason: String
  let expires: String

  /// Puts up with paths.
  ///
  /// - Parameters:
  ///   - source: Who sends; nil for everybody.
  ///   - destination: Who receives; nil for everybody.
  ///   - services: The services; nil for all of the assertion.
  ///   - reason: Why; failures and reports say it.
  ///   - expires: The last day on which it counts, such as `2027-06-30`. A text that is no day is a failure of the
  ///     expectation.
  public init(
    from source: Endpoints? = nil, to destination: Endpoints? = nil, on services: Services? = nil,
    reason: String,
    expires: String
  ) {
    sources = source
    destinations = destination
    self.services = services
    self.reason = reason
    self.expires = expires
  }

  /// As a policy file has it.
  var node: YAMLNode {
    var fields: [(String, YAMLNode)] = []
    if let sources { fields.append(("from", sources.node)) }
    if let destinations { fields.append(("to", destinations.node)) }
    if let services { fields.append(("on", services.node)) }
    return .fields(fields + [("reason", .text(reason)), ("expires", .text(expires))])
  }
}
