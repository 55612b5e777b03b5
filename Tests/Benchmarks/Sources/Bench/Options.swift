/// The runner's command line.
struct Options {
  /// The tool to measure.
  var binary = "../../.build/release/packetwalk"
  /// Where the made-up networks go.
  var data = ".build/networks"
  var runs = 7
  /// Numbers of interfaces.
  var sizes = [1000, 5000, 20_000, 50_000]

  /// What to measure.
  var suites: Set<Suite> = [.packets, .inputs, .whole, .gate, .mutate]

  /// Questions about packets; inputs of each kind as they grow; questions about everything at once; a policy and the
  /// comparison of two networks; changes that a policy notices; how whole answers grow; where all is unkind; and
  /// flow logs and captures beside a network.
  enum Suite: String { case packets, inputs, whole, gate, mutate, growth, hostile, replay }

  /// Millions of records of flow logs, and of packets of captures half as many.
  var records = 10
  /// A Python that has the other programs, if there is any.
  var python = "python3"
  /// The folder of the other programs' scripts.
  var peers = "Peers"

  /// The programs that make networks and flow logs, built together with this one.
  var generator: String
  var flowGenerator: String

  /// - Parameter words: the command line, this program's path first.
  init(_ words: [String]) throws {
    let usage = BenchError(
      "usage: bench [--binary PATH] [--data FOLDER] [--runs N] [--interfaces N,N,…] "
        + "[--suites packets,inputs,whole,gate,mutate,growth,hostile,replay] "
        + "[--records MILLIONS] [--python PROGRAM] [--peers FOLDER]")
    let folder = words[0].lastIndex(of: "/").map { words[0][...$0] } ?? "./"
    generator = folder + "generate-topology"
    flowGenerator = folder + "generate-flows"
    var words = words.dropFirst()
    while let word = words.popFirst() {
      guard let value = words.popFirst() else { throw usage }
      switch word {
      case "--binary": binary = value
      case "--data": data = value
      case "--python": python = value
      case "--peers": peers = value
      case "--records":
        guard let number = Int(value), (1...1_000).contains(number) else { throw usage }
        records = number
      case "--runs":
        guard let number = Int(value), number > 0 else { throw usage }
        runs = number
      case "--interfaces":
        sizes = value.split(separator: ",").compactMap { Int($0) }
        guard !sizes.isEmpty, sizes.allSatisfy((60...400_000).contains) else { throw usage }
      case "--suites":
        let names = value.split(separator: ",")
        suites = Set(names.compactMap { Suite(rawValue: String($0)) })
        guard !suites.isEmpty, suites.count == names.count else { throw usage }
      default: throw usage
      }
    }
  }
}
