import CAllocations
import FoundationEssentials
import PacketWalkKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Asks prepared questions, over and over, and says how many a second of processor time.
///
///     walk-bench FOLDER [--questions hosts|all] [--threads N] [--rounds N] [--gate]
///
/// The folder is `generate-topology --estate --questions N`'s.
@main struct WalkBench {
  var folder = ""
  var file = "hosts"
  var threads = 1
  var rounds = 10
  /// A fixed amount of work, to be counted by valgrind.
  var isGate = false

  static func main() {
    var bench = WalkBench()
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch argument {
      case "--questions": bench.file = arguments.popFirst() ?? bench.file
      case "--threads": bench.threads = arguments.popFirst().flatMap { Int($0) } ?? 1
      case "--rounds": bench.rounds = arguments.popFirst().flatMap { Int($0) } ?? 10
      case "--gate": bench.isGate = true
      default: bench.folder = argument
      }
    }
    do throws(InputError) {
      try bench.run()
    } catch {
      print("walk-bench:", error.message)
      exit(2)
    }
  }

  func run() throws(InputError) {
    let loading = Self.processorTime()
    let network = try Network(path: "\(folder)/network.yaml")
    let begun = Self.processorTime()
    let asker = VerdictAsker(network)
    let laidOut = Self.processorTime()
    let questions = try prepared(asker)
    let resolved = Self.processorTime()
    // Once unmeasured, which also shows what the answers are.
    var tally: [String: Int] = [:]
    for verdict in asker.verdicts(of: questions, threads: threads) {
      tally[verdict?.rawValue ?? "by port", default: 0] += 1
    }
    print(
      "\(questions.count) questions;",
      tally.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
    guard !isGate else { return }

    var best = Double.infinity
    var bestWall = Double.infinity
    for _ in 0..<rounds {
      let (processor, wall) = (Self.processorTime(), Self.wallTime())
      let answered = asker.verdicts(of: questions, threads: threads).count
      precondition(answered == questions.count)
      best = min(best, Self.processorTime() - processor)
      bestWall = min(bestWall, Self.wallTime() - wall)
    }
    let count = Double(questions.count)
    print(
      "load \(Self.text((begun - loading) * 1000)) ms, lay out \(Self.text((laidOut - begun) * 1000)) ms, resolve \(Self.text((resolved - laidOut) / count * 1e6)) µs each"
    )
    print(
      "\(threads) threads: \(Self.text(count / best / 1e6)) M walks a processor second, \(Self.text(best / count * 1e9)) ns each; \(Self.text(count / bestWall / 1e6)) M a second by the clock"
    )
    // What twice as many ask for on top is what walks ask for.
    let half = Array(questions.prefix(questions.count / 2))
    func allocations(_ questions: [PreparedQuestion]) -> Int {
      let before = packetwalk_allocations()
      let answered = asker.verdicts(of: questions, threads: 1).count
      precondition(answered == questions.count)
      return packetwalk_allocations() - before
    }
    let (fewer, more) = (allocations(half), allocations(questions))
    print("allocations: \(fewer) for \(half.count) questions, \(more) for \(questions.count)")
  }

  private func prepared(_ asker: VerdictAsker) throws(InputError) -> [PreparedQuestion] {
    let path = "\(folder)/\(file).csv"
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw InputError(.missing, "no file \(path)")
    }
    var questions: [PreparedQuestion] = []
    for row in try QueryFile.rows(of: Array(bytes), file: path) {
      switch row {
      case .question(let question, _): questions += try asker.prepared(question)
      case .invalid(let error): throw error
      }
    }
    return questions
  }

  /// Seconds of processor time of all threads until now.
  static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  static func wallTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Three significant digits.
  static func text(_ number: Double) -> String {
    var scale = 1.0
    while number.magnitude * scale < 100, scale < 1e6 { scale *= 10 }
    return "\((number * scale).rounded() / scale)"
  }
}
