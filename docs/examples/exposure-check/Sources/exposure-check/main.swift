import PacketWalkKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Prints the answers to one question: verdict, why, and how far the packet's way was followed.
func report(_ answers: [Answer]) {
  for answer in answers {
    print("\(answer.question): \(answer.verdict)")
    print("  \(answer.because)")
    print("  \(answer.explanation?.hops.count ?? 0) hops")
  }
}

do {
  let network = try Network(path: CommandLine.arguments.dropFirst().first ?? "network.yaml")

  let own = try network.answers(from: "sg:web", to: "sg:database", on: "postgres", isExplaining: true)
  report(own)

  let fromOutside = try network.answers(
    from: "internet", to: "sg:database", on: "postgres", isExplaining: true)
  report(fromOutside)

  // Delivered is enough: an attacker needs no reply. And what is not known is no reassurance.
  guard fromOutside.allSatisfy({ $0.delivered == .none }) else {
    print("The database is exposed to the internet.")
    exit(1)
  }
  guard try network.verdict(from: "sg:web", to: "sg:database", on: "postgres") == .reachable else {
    print("The shop cannot reach its database.")
    exit(1)
  }
  print("The database is reachable for the shop and for nobody outside.")
} catch {
  print("\(error)")
  exit(2)
}
