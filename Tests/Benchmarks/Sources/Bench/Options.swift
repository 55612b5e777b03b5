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
  /// comparison of two networks; changes that a policy notices; how whole answers grow; and where all is unkind.
  enum Suite: String { case packets, inputs, whole, gate, mutate, growth, hostile }

  /// The program that makes networks, built together with this one.
  var generator: String

  /// - Parameter words: the command line, this program's path first.
  init(_ words: [String]) throws {
    let usage = BenchError(
      "usage: bench [--binary PATH] [--data FOLDER] [--runs N] [--interfaces N,N,…] "
        + "[--suites packets,inputs,whole,gate,mutate,growth,hostile]")
    let folder = words[0].lastIndex(of: "/").map { words[0][...$0] } ?? "./"
    generator = folder + "generate-topology"
    var words = words.dropFirst()
    while let word = words.popFirst() {
      guard let value = words.popFirst() else { throw usage }
      switch word {
      case "--binary": binary = value
      case "--data": data = value
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
