public import PacketWalkDiagnostics
import PacketWalkFormats
public import PacketWalkPolicy

/// One sentence about a network's paths, as policy files have it: to be handed to `Network.expect(_:)`.
///
///     network.expect(.allow(from: "web-1", to: "sg:db", on: "tcp/5432"))
///     network.expect(.only(from: "tag:tier=web", to: "sg:db", on: "any"))
///     network.expect(.deny(from: "internet", to: .everyone, on: ["ssh", "rdp"]))
///
/// It is judged on exact sets, all pairs, addresses and services at once, by what judges a policy: `docs/policy.md`
/// says what each kind and option means.
public struct NetworkAssertion: Sendable {
  /// Options, as a policy file has them.
  private struct Options {
    var unknown: PolicyAssertion.UnknownRule?
    var mayBeEmpty: Bool
    var severity: Finding.Severity
    var why: String?

    var fields: [(String, YAMLNode)] {
      var fields: [(String, YAMLNode)] = []
      if let unknown { fields.append(("unknown", .text(unknown.rawValue))) }
      if mayBeEmpty { fields.append(("may-be-empty", .text("true"))) }
      switch severity {
      case .error: break
      case .warning: fields.append(("severity", .text("warning")))
      case .note: fields.append(("severity", .text("note")))
      }
      if let why { fields.append(("why", .text(why))) }
      return fields
    }
  }

  private let id: String?
  /// All but the identifier, as a policy file has it.
  private let fields: [(key: String, value: YAMLNode)]

  private init(
    _ kind: PolicyAssertion.Kind, _ ends: [(String, YAMLNode)], on services: Services, id: String?,
    _ options: Options, _ others: [(String, YAMLNode)] = []
  ) {
    self.id = id
    fields = [(kind.rawValue, .fields(ends + [("on", services.node)]))] + options.fields + others
  }

  /// The assertion as the reader of policy files makes it.
  ///
  /// - Parameter place: what it is called where it has no name of its own.
  /// - Throws: what reading it from a file would throw.
  func read(at place: String) throws(InputError) -> PolicyAssertion {
    try PolicyReader.assertion(.fields([("id", .text(id ?? place))] + fields))
  }

  // MARK: Allow

  /// For every pair requests arrive and are answered, whatever the network chooses.
  ///
  /// - Parameters:
  ///   - source: Who sends.
  ///   - destination: Who receives. Ends are named as `check` names them: by the primary private address, or the public
  ///     one towards the internet.
  ///   - services: `any` is TCP, UDP and ping.
  ///   - quantifier: With `any` one pair is enough.
  ///   - isOneWay: Whether it is enough that requests arrive.
  ///   - unknown: What becomes of it where the input doesn't tell; nil for what `ExpectationOptions` says.
  ///   - mayBeEmpty: Whether nobody on one side is all right. Without it that is a failure, since such an assertion would
  ///     hold whatever happens.
  ///   - severity: What is less than `ExpectationOptions.failsFrom` is a warning.
  ///   - why: A sentence that is shown when it fails.
  ///   - id: What failures call it; nil for the line that expects it.
  public static func allow(
    from source: Endpoints, to destination: Endpoints, on services: Services,
    quantifier: PolicyAssertion.Quantifier = .all, isOneWay: Bool = false,
    unknown: PolicyAssertion.UnknownRule? = nil, mayBeEmpty: Bool = false,
    severity: Finding.Severity = .error,
    why: String? = nil, id: String? = nil
  ) -> NetworkAssertion {
    NetworkAssertion(
      .allow, ends(source, destination), on: services, id: id,
      Options(unknown: unknown, mayBeEmpty: mayBeEmpty, severity: severity, why: why),
      allowing(quantifier, isOneWay))
  }

  /// Both directions: each side reaches the other.
  public static func allow(
    between left: Endpoints, and right: Endpoints, on services: Services,
    quantifier: PolicyAssertion.Quantifier = .all, isOneWay: Bool = false,
    unknown: PolicyAssertion.UnknownRule? = nil, mayBeEmpty: Bool = false,
    severity: Finding.Severity = .error,
    why: String? = nil, id: String? = nil
  ) -> NetworkAssertion {
    NetworkAssertion(
      .allow, between(left, right), on: services, id: id,
      Options(unknown: unknown, mayBeEmpty: mayBeEmpty, severity: severity, why: why),
      allowing(quantifier, isOneWay))
  }

  // MARK: Deny

  /// No request arrives, by any address of either family. One that arrives and is not answered is a violation.
  ///
  /// - Parameters:
  ///   - source: Who must not get there.
  ///   - destination: Who must not be reached.
  ///   - services: `any` is every protocol there is.
  ///   - waypoints: Requests that pass one of these on their way are all right: `endpoint:fw-*`, `firewall:…`, `nat:…`,
  ///     `tgw:…`, `peering:…` and `lb:…` by name, or appliances by any selector. What passes them by is the violation.
  ///   - exceptions: Paths to put up with until a day.
  ///   - unknown: What becomes of it where the input doesn't tell; nil for what `ExpectationOptions` says.
  ///   - mayBeEmpty: Whether nobody on one side is all right. Without it that is a failure, since such an assertion would
  ///     hold whatever happens.
  ///   - severity: What is less than `ExpectationOptions.failsFrom` is a warning.
  ///   - why: A sentence that is shown when it fails.
  ///   - id: What failures call it; nil for the line that expects it.
  public static func deny(
    from source: Endpoints, to destination: Endpoints, on services: Services,
    unlessThrough waypoints: [String] = [], except exceptions: [PathException] = [],
    unknown: PolicyAssertion.UnknownRule? = nil,
    mayBeEmpty: Bool = false, severity: Finding.Severity = .error, why: String? = nil, id: String? = nil
  ) -> NetworkAssertion {
    NetworkAssertion(
      .deny, ends(source, destination) + passing(waypoints), on: services, id: id,
      Options(unknown: unknown, mayBeEmpty: mayBeEmpty, severity: severity, why: why), excepting(exceptions))
  }

  /// No request arrives in either direction.
  public static func deny(
    between left: Endpoints, and right: Endpoints, on services: Services,
    unlessThrough waypoints: [String] = [], except exceptions: [PathException] = [],
    unknown: PolicyAssertion.UnknownRule? = nil,
    mayBeEmpty: Bool = false, severity: Finding.Severity = .error, why: String? = nil, id: String? = nil
  ) -> NetworkAssertion {
    NetworkAssertion(
      .deny, between(left, right) + passing(waypoints), on: services, id: id,
      Options(unknown: unknown, mayBeEmpty: mayBeEmpty, severity: severity, why: why), excepting(exceptions))
  }

  // MARK: Only

  /// From nobody but the senders any request arrives. It does not ask that they get there.
  ///
  /// - Parameters:
  ///   - source: Who may get there.
  ///   - destination: Who is to be left alone by everybody else, the outside included.
  ///   - services: `any` is every protocol there is.
  ///   - exceptions: Paths to put up with until a day.
  ///   - unknown: What becomes of it where the input doesn't tell; nil for what `ExpectationOptions` says.
  ///   - mayBeEmpty: Whether nobody on one side is all right. Without it that is a failure, since such an assertion would
  ///     hold whatever happens.
  ///   - severity: What is less than `ExpectationOptions.failsFrom` is a warning.
  ///   - why: A sentence that is shown when it fails.
  ///   - id: What failures call it; nil for the line that expects it.
  public static func only(
    from source: Endpoints, to destination: Endpoints, on services: Services,
    except exceptions: [PathException] = [], unknown: PolicyAssertion.UnknownRule? = nil,
    mayBeEmpty: Bool = false, severity: Finding.Severity = .error, why: String? = nil, id: String? = nil
  ) -> NetworkAssertion {
    NetworkAssertion(
      .only, ends(source, destination), on: services, id: id,
      Options(unknown: unknown, mayBeEmpty: mayBeEmpty, severity: severity, why: why), excepting(exceptions))
  }

  // MARK: Fields

  private static func ends(_ source: Endpoints, _ destination: Endpoints) -> [(String, YAMLNode)] {
    [("from", source.node), ("to", destination.node)]
  }

  private static func between(_ left: Endpoints, _ right: Endpoints) -> [(String, YAMLNode)] {
    [("between", .list([left.node, right.node]))]
  }

  private static func passing(_ waypoints: [String]) -> [(String, YAMLNode)] {
    waypoints.isEmpty ? [] : [("unless-through", .list(waypoints.map(YAMLNode.text)))]
  }

  private static func allowing(_ quantifier: PolicyAssertion.Quantifier, _ isOneWay: Bool)
    -> [(String, YAMLNode)]
  {
    var fields: [(String, YAMLNode)] = []
    if quantifier != .all { fields.append(("quantifier", .text(quantifier.rawValue))) }
    if isOneWay { fields.append(("one-way", .text("true"))) }
    return fields
  }

  private static func excepting(_ exceptions: [PathException]) -> [(String, YAMLNode)] {
    exceptions.isEmpty ? [] : [("except", .list(exceptions.map(\.node)))]
  }
}
