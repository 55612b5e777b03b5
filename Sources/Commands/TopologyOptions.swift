import ArgumentParser
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkForwarding
import PacketWalkKit
import PacketWalkQueries

/// Where the topology comes from, for commands of which not all forms need one.
struct TopologySource: ParsableArguments {
  @Option(
    name: [.customShort("t"), .long],
    help: ArgumentHelp(
      "A file, a folder, or - for standard input; the format is detected.", valueName: "path"),
    completion: .file())
  var topology: String?

  @Option(
    help: ArgumentHelp(
      "Add what no snapshot holds: YAML with the external networks behind VPNs and the like. Repeatable.",
      valueName: "file"), completion: .file())
  var with: [String] = []

  @OptionGroup var values: ParameterArguments

  @Option(
    help: ArgumentHelp(
      "The source of a Terraform plan or state: then its files and lines are given as places.",
      valueName: "folder"), completion: .directory)
  var source: String?

  @Option(
    help: ArgumentHelp(
      "What if: edit the network first, by text such as 'sg:db +in tcp/5432 from sg:web' or by a file of edits. Repeatable.",
      valueName: "edit|file"), completion: .file())
  var edit: [String] = []

  /// The path: the argument's, else the environment's.
  var path: String? { Self.path(topology, environment: Terminal.environment("PACKETWALK_TOPOLOGY")) }

  static func path(_ argument: String?, environment: String?) -> String? {
    argument ?? environment.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// - Throws: a `ValidationError` where there is no path, or standard input is asked for twice.
  func validateNeeded() throws {
    let path = try requiredPath()
    if ((with + edit).count { $0 == "-" }) + (path == "-" ? 1 : 0) > 1 {
      throw ValidationError(
        "standard input can be only one of the topology and the files for --with and --edit")
    }
  }

  /// The topology that was asked for: after the edits, where there are some.
  func load() throws -> LoadedTopology { try loadEdited().after }

  /// The topology as it is and as the edits make it.
  ///
  /// - Parameter names: the two ends of the only question that will be asked of it; none for any.
  func loadEdited(about names: [String] = []) throws -> EditedTopology {
    let parameters = try values.read()
    return try EditedTopology(
      TopologyLoader.load(
        path: requiredPath(), parameters: parameters, with: with, source: source,
        about: edit.isEmpty ? names : []), editedBy: edit)
  }

  private func requiredPath() throws -> String {
    guard let path else {
      throw ValidationError("which topology? Give -t PATH, or set PACKETWALK_TOPOLOGY")
    }
    return path
  }
}

/// Where the topology comes from, for commands that need one.
struct TopologyOptions: ParsableArguments {
  @OptionGroup var source: TopologySource

  var path: String? { source.path }

  func validate() throws { try source.validateNeeded() }
  func load() throws -> LoadedTopology { try source.load() }
}

/// The ends and the service of a question.
struct QuestionArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Who sends: web-1, sg:web, 10.0.1.5, internet, lb:front …", valueName: "source"))
  var source: String?

  @Argument(help: ArgumentHelp("Who receives, likewise.", valueName: "destination"))
  var destination: String?

  @Argument(
    help: ArgumentHelp(
      "tcp/443, tcp/1024-65535, udp/53, icmp/8, proto/47, any (TCP, UDP, ping), or a name.",
      valueName: "service"))
  var service: String = "any"

  @Option(help: ArgumentHelp("Ask through this load balancer's listener.", valueName: "lb:name"))
  var through: String?

  @Option(help: ArgumentHelp("The client's port, if it is known.", valueName: "port"))
  var sourcePort: UInt16?

  @Option(help: ArgumentHelp("The address to send from, if not the first.", valueName: "address"))
  var sourceAddress: String?

  @OptionGroup var walk: WalkArguments

  @Flag(help: "Ask for the subnets that a managed service may fail over to, too.")
  var failover = false

  @Flag(help: "One JSON object an answer, schema 1.")
  var json = false

  var strict: Bool { walk.strict }

  var respectHealth: Bool { walk.respectHealth }

  func settled() throws(InputError) -> [Assumption: Bool] { try walk.settled() }

  /// Whether nothing is given that belongs to one question only.
  var isBare: Bool { through == nil && sourcePort == nil && sourceAddress == nil }

  /// The ends, where an answer is about nobody else; none where it may be.
  var ends: [String] { failover || sourceAddress != nil ? [] : [source, destination].compactMap(\.self) }

  func requireEnds() throws { _ = try question() }

  func question() throws -> Question {
    guard let source, let destination else {
      throw ValidationError("a question needs a source and a destination, such as: web-1 sg:db tcp/5432")
    }
    return Question(
      from: source, to: destination, on: service, sourceAddress: sourceAddress, sourcePort: sourcePort,
      through: through)
  }
}
