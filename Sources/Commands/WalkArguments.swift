import ArgumentParser
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries

/// How packets are walked, where more than one way makes sense.
struct WalkArguments: ParsableArguments {
  @OptionGroup var assumptions: AssumptionArguments

  @Flag(help: "Pass over load balancers' targets that were unhealthy when the input was taken.")
  var respectHealth = false

  var strict: Bool { assumptions.strict }

  func settled() throws(InputError) -> [Assumption: Bool] { try assumptions.settled() }

  /// The same for whole answers.
  func reachOptions(
    by grouping: ReachOptions.Grouping = .securityGroup, aspect: ReachOptions.Aspect = .verdict,
    service: String = ""
  ) throws(InputError) -> ReachOptions {
    ReachOptions(
      by: grouping, aspect: aspect, service: service, isStrict: strict, settled: try settled(),
      respectsHealth: respectHealth)
  }
}
