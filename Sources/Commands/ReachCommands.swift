import ArgumentParser
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkForwarding
import PacketWalkKit
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTopology

/// `packetwalk who`: everything that can reach an end.
struct WhoCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "who", abstract: "Everything that can reach an end.",
    discussion: """
      Exact, for all addresses of the end, all services unless one is given, and the whole outside. One line for all \
      that have something in common and one answer, with a question that explain answers so. Without a word \
      before them services are reachable; 'sometimes' depends on the network's choices, 'without reply' is \
      delivered only, 'perhaps' depends on what the input does not hold. The exit code is 0, whatever the answer.

        packetwalk who -t network.yaml db-1
        packetwalk who -t snapshot/ sg:db tcp/5432 --by subnet
      """)

  @OptionGroup var input: TopologyOptions
  @Argument(help: ArgumentHelp("Who is reached: db-1, sg:db, 10.0.3.9, internet …", valueName: "destination"))
  var destination: String
  @OptionGroup var arguments: ReachArguments

  mutating func run(in terminal: Terminal) throws -> Outcome {
    try arguments.run(.who, destination, input, terminal)
  }
}

/// `packetwalk what`: everything an end can reach.
struct WhatCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "what", abstract: "Everything that an end can reach.",
    discussion: """
      The other way round of who, and read likewise; 'what internet' is all that is exposed.

        packetwalk what -t network.yaml web-1
        packetwalk what -t snapshot/ internet --delivered
      """)

  @OptionGroup var input: TopologyOptions
  @Argument(help: ArgumentHelp("Who sends: web-1, sg:web, 10.0.1.5, internet …", valueName: "source"))
  var source: String
  @OptionGroup var arguments: ReachArguments

  mutating func run(in terminal: Terminal) throws -> Outcome {
    try arguments.run(.what, source, input, terminal)
  }
}

/// What `who` and `what` are asked for besides their end.
struct ReachArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Only this service: tcp/443, udp, icmp/8, a name … All by default.", valueName: "service"))
  var service: String = ""

  @OptionGroup var settings: ReachSettings

  @Flag(help: "One JSON object, schema 1.")
  var json = false

  func run(_ side: Reach.Side, _ subject: String, _ input: TopologyOptions, _ terminal: Terminal) throws
    -> Outcome
  {
    let options = try settings.options(service: service)
    let edited = try input.load(in: terminal)
    let reach = try Progress.during(
      "looking at all that may \(side == .who ? "reach it" : "be reached")", in: terminal
    ) {
      try Network(edited.after).reach(side, subject, options)
    }
    if edited.isEdited {
      let before = try Network(edited.before).reach(side, subject, options)
      let changes = ReachChanges(reach, since: before)
      terminal.write(
        json ? ReachChangeReport.json(changes) + "\n" : ReachChangeReport.text(changes, terminal.style))
      if !json { terminal.write(Footer.text(edited.after.topology.coverage, terminal.style)) }
      return .yes
    }
    if json {
      terminal.write(ReachJSONReport.json(reach) + "\n")
    } else {
      terminal.write(ReachTextReport.text(reach, terminal.style))
      terminal.write(Footer.text(edited.after.topology.coverage, terminal.style))
    }
    return .yes
  }
}

/// How whole answers are grouped, and what counts.
struct ReachSettings: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Group by sg, subnet, vpc, tag:KEY or interface.", valueName: "sg|subnet|vpc|tag:KEY|interface"))
  var by: ReachGrouping = .init(grouping: .securityGroup)

  @Flag(help: "Only what is answered.")
  var reply = false

  @Flag(help: "Whatever is delivered, answered or not.")
  var delivered = false

  @OptionGroup var walk: WalkArguments

  func validate() throws {
    if reply, delivered { throw ValidationError("give one of --reply and --delivered") }
  }

  func options(service: String) throws -> ReachOptions {
    try walk.reachOptions(
      by: by.grouping, aspect: reply ? .reply : delivered ? .delivered : .verdict, service: service)
  }
}

/// The text form of a grouping.
struct ReachGrouping: ExpressibleByArgument {
  var grouping: ReachOptions.Grouping

  init(grouping: ReachOptions.Grouping) { self.grouping = grouping }

  init?(argument: String) {
    switch argument {
    case "sg": grouping = .securityGroup
    case "subnet": grouping = .subnet
    case "vpc": grouping = .vpc
    case "interface": grouping = .interface
    case _ where argument.hasPrefix("tag:") && argument.count > 4:
      grouping = .tag(String(argument.dropFirst(4)))
    default: return nil
    }
  }

  var defaultValueDescription: String { "sg" }
}
