import ArgumentParser
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
import PacketWalkPolicy
import PacketWalkQueries
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

        packetwalk policy init -t network.yaml > policy.yaml
      """)

  @OptionGroup var input: TopologyOptions

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
    let draft = Progress.during("looking at who reaches whom", in: terminal) {
      network.draftedPolicy(options, today: today, limit: limit)
    }
    guard !draft.items.isEmpty else {
      throw InputError(.empty, "no assertion by security groups holds on this network that is about anybody")
    }
    terminal.write(PolicyDraftReport.yaml(draft))
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

  @OptionGroup var policy: PolicyArguments
  @OptionGroup var input: TopologyOptions

  @Flag(help: "One JSON object, schema 1.")
  var json = false

  mutating func run(in terminal: Terminal) throws -> Outcome {
    let loaded = try input.load(in: terminal).after
    let policy = try self.policy.policy(only: [], on: loaded.format)
    let network = Network(loaded)
    var judge = PolicyJudge(network, try self.policy.walk.reachOptions(), today: try self.policy.day())
    let flaws = judge.check(policy)
    terminal.write(
      json
        ? PolicyFlawReport.json(flaws, of: policy) + "\n"
        : PolicyFlawReport.text(flaws, of: policy, terminal.style))
    return flaws.contains(where: \.kind.isError) ? .no : .yes
  }
}
