import ArgumentParser
import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTopology

/// `packetwalk graph`: pictures of a path, of a network, of a difference.
struct GraphCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Pictures of a path, a network or a difference: Mermaid, DOT, SVG.",
    discussion: """
      With a source and a destination: one path through its VPCs, zones and subnets, every hop numbered as explain \
      numbers it, the blocker marked by shape and word. Of several pairs the first that isn't reachable is drawn.

      Without: the whole network, subnets of one kind as one box, and each kind of connection once, at the coarsest \
      level at which it is the same for all members; and as thin lines without arrows what joins VPCs: transit \
      gateways, core networks, peering connections, the ways to external networks. With --diff: what opens (+), closes (-) or changes (~) between \
      two networks, by the number of the changed resource that causes it.

      Mermaid goes into Markdown; DOT is for Graphviz; an SVG needs nothing else, and is light or dark as its reader \
      likes. The exit code is 0, whatever is drawn.

        packetwalk graph -t network.yaml web-1 db-1 tcp/5432
        packetwalk graph -t snapshot/ -o svg=report.svg -o mermaid
        packetwalk graph -t network.yaml --level subnet --on tcp/443 -o dot
        packetwalk graph --diff plan.json -o svg
      """)

  @OptionGroup var source: TopologySource

  @Argument(
    help: ArgumentHelp(
      "Who sends: web-1, sg:web, internet …; with --diff the network before, or a plan alone.",
      valueName: "source|old"))
  var from: String?

  @Argument(
    help: ArgumentHelp("Who receives, likewise; with --diff the network after.", valueName: "destination|new")
  )
  var to: String?

  @Argument(help: ArgumentHelp("tcp/443, udp/53, icmp/8, any, or a name.", valueName: "service"))
  var service: String = "any"

  @Flag(help: "Draw what changes between two networks.")
  var diff = false

  @Option(help: ArgumentHelp("Ask through this load balancer's listener.", valueName: "lb:name"))
  var through: String?

  @Option(
    help: ArgumentHelp(
      "Of a network: one box a VPC, a kind of subnet, or a security group in it; else the finest that stays readable.",
      valueName: "vpc|subnet|group"))
  var level: NetworkPictureOptions.Level?

  @Option(help: ArgumentHelp("Of a network: only this service.", valueName: "service"))
  var on: String?

  @Option(
    help: ArgumentHelp(
      "Of a network: how many kinds of connection, and bundles of attachments, are drawn at most; the rest is counted.",
      valueName: "number"))
  var edges: Int = NetworkPictureOptions.standardEdgeLimit

  @Option(
    help: ArgumentHelp(
      "With --diff: group by sg, subnet, vpc, tag:KEY or interface.",
      valueName: "sg|subnet|vpc|tag:KEY|interface"))
  var by: ReachGrouping?

  @OptionGroup var walk: WalkArguments

  @OptionGroup var outputs: OutputArguments

  enum Format: String, OutputFormat {
    case mermaid
    case dot
    case svg

    static let standard = mermaid

    func text(_ picture: Picture) -> String {
      switch self {
      case .mermaid: MermaidReport.text(picture)
      case .dot: DOTReport.text(picture)
      case .svg: SVGReport.text(picture)
      }
    }
  }

  func validate() throws {
    if edges < 1 { throw ValidationError("--edges takes a number from 1 on") }
    if diff {
      guard from != nil else { throw ValidationError("which networks? Give --diff OLD NEW, or a plan alone") }
      if source.topology != nil || source.source != nil || service != "any"
        || !(source.edit + source.with).isEmpty
      {
        throw ValidationError(
          "--diff draws two networks, OLD and NEW: no -t, --with, --source or --edit, and no service")
      }
    } else {
      try source.validateNeeded()
      if from != nil, to == nil {
        throw ValidationError("a path needs a source and a destination, such as: web-1 sg:db tcp/5432")
      }
    }
    if by != nil, !diff { throw ValidationError("--by goes with --diff") }
    if through != nil, diff || from == nil { throw ValidationError("--through goes with a path") }
    if level != nil || on != nil, diff || from != nil {
      throw ValidationError("--level and --on go with the picture of a whole network")
    }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let outputs = try outputs.outputs(Format.self)
    let picture = try diff ? difference(terminal) : from == nil ? network(terminal) : path()
    for output in outputs { try output.write(output.format.text(picture), terminal) }
    return .yes
  }

  private func path() throws -> Picture {
    let question = Question(from: from ?? "", to: to ?? "", on: service, through: through)
    let answers = try Network(source.load()).answers(
      to: question, isExplaining: true, isStrict: walk.strict, settled: try walk.settled(),
      respectsHealth: walk.respectHealth)
    guard let drawn = answers.first(where: { $0.verdict != .reachable }) ?? answers.first else {
      throw InputError(.noMatch, "there is no pair of different ends to draw")
    }
    return PathPicture.picture(drawn, others: answers.count - 1)
  }

  private func network(_ terminal: Terminal) throws -> Picture {
    let network = Network(try source.load())
    let options = try walk.reachOptions(service: on ?? "")
    let level = NetworkPictureOptions(level: level, edgeLimit: edges)
    return try Progress.during("comparing all with all", in: terminal) {
      try NetworkPicture.picture(network, options, level)
    }
  }

  private func difference(_ terminal: Terminal) throws -> Picture {
    let options = try walk.reachOptions(by: by?.grouping ?? .securityGroup)
    let both = try BeforeAndAfter(
      old: from ?? "", new: to, parameters: try source.values.read())
    let (before, after) = both.networks
    return try Progress.during("comparing all with all, before and after", in: terminal) {
      try DiffPicture.picture(
        before.diff(to: after, options), before: before.matrix(options), after: after.matrix(options))
    }
  }
}

extension NetworkPictureOptions.Level: ExpressibleByArgument {}
