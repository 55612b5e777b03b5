import ArgumentParser
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkFormats
import PacketWalkKit
import PacketWalkPolicy
import PacketWalkQueries
import PacketWalkReplay
import PacketWalkReports

/// `packetwalk policy`: what there is to do with a policy but to hold a network to it.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Write a first policy, or look for what is wrong with one.",
    subcommands: [PolicyInitCommand.self, PolicyCheckCommand.self])
}

/// `packetwalk policy init`: a first policy from what a network does today.
struct PolicyInitCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a first policy: what the network does today.",
    discussion: """
      Writes, by security group, whom nobody but a few get at, what the internet does not get at, and what works: assertions \
      that hold on this network, each of them about somebody. What is wrong today is in it too, so read it before \
      it becomes the rule.

      With --from-flows it says what flow logs recorded and the network lets pass: who used what, and nothing that nobody did.

        packetwalk policy init -t network.yaml > policy.yaml
        packetwalk policy init -t network.yaml --from-flows flows.log > policy.yaml
      """)

  @OptionGroup var input: TopologyOptions

  @Option(
    help: ArgumentHelp(
      "Write down what these flow logs recorded, as packetwalk replay reads them. Repeatable.",
      valueName: "flows"), completion: .file())
  var fromFlows: [String] = []

  @OptionGroup var reading: FlowReadingArguments

  @Option(
    help: ArgumentHelp("How many assertions about what works there are at most.", valueName: "number"))
  var limit: Int = 40

  @OptionGroup var walk: WalkArguments

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit takes a number from 0 on") }
  }

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let options = try walk.reachOptions()
    let network = Network(try input.load(in: terminal).after)
    let today = CalendarDate(secondsSince1970: Clock.secondsSince1970)
    guard fromFlows.isEmpty else { return try write(seenOn: network, options, today, terminal) }
    let draft = Progress.during("looking at who reaches whom", in: terminal) {
      network.draftedPolicy(options, today: today, limit: limit)
    }
    guard !draft.items.isEmpty else {
      throw InputError(.empty, "no assertion by security groups holds on this network that is about anybody")
    }
    terminal.write(PolicyDraftReport.yaml(draft))
    return .yes
  }

  private func write(
    seenOn network: Network, _ options: ReachOptions, _ today: CalendarDate, _ terminal: Terminal
  ) throws -> Outcome {
    let listing = try FlowLogListing(fromFlows)
    let reader = Tightener(
      network, fields: try reading.format(), validity: try reading.validity(), threads: reading.threads)
    let draft = try Progress.during("reading \(listing.sources.count) files", in: terminal) {
      try reader.policy(on: listing.sources, options, today: today, limit: limit)
    }
    guard !draft.items.isEmpty else {
      throw InputError(
        .empty, "no flow of these logs is one that this network lets pass by a rule of a group")
    }
    terminal.write(
      PolicyDraftReport.yaml(draft, opening: "What flow logs recorded.", working: "This was seen, and works.")
    )
    return .yes
  }
}

/// `packetwalk policy check`: what is wrong with a policy itself.
struct PolicyCheckCommand: TopologyCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Look for what is wrong with a policy, whatever the network does.",
    discussion: """
      Assertions that contradict each other, groups that hold nobody here and selectors that match nothing are errors; \
      assertions that another implies and groups that none is about are notes. No path is looked at: packetwalk test does that.

      Exit code 0 if there is no error, 1 if there is one, 2 for a file that is no policy.

        packetwalk policy check policy.yaml -t network.yaml
      """)

  @OptionGroup var policy: PolicyFileArguments
  @OptionGroup var input: TopologyOptions

  @Flag(help: "One JSON object, schema 1.")
  var json = false

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let loaded = try input.load(in: terminal).after
    let policy = try self.policy.policy(only: [], on: loaded.format)
    let network = Network(loaded)
    // The day decides nothing here: an exception counts until somebody takes it out.
    let today = CalendarDate(secondsSince1970: Clock.secondsSince1970)
    var judge = PolicyJudge(network, ReachOptions(), today: today)
    let flaws = judge.check(policy)
    terminal.write(
      json
        ? PolicyFlawReport.json(flaws, of: policy) + "\n"
        : PolicyFlawReport.text(flaws, of: policy, terminal.style))
    return flaws.contains(where: \.kind.isError) ? .no : .yes
  }
}
