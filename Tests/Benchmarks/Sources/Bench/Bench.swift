#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Times the command line tool as whole processes on made-up networks of growing size, and prints a table.
@main
struct Bench {
  let options: Options
  /// Each is told about as soon as it is known, aside from the table.
  var rows: [Row] = [] {
    didSet {
      for row in rows.dropFirst(oldValue.count) {
        Self.tell(row.cells.filter { !$0.isEmpty }.joined(separator: "  "))
      }
    }
  }
  /// Likewise, of work that is told by its rate.
  var rates: [Rate] = [] {
    didSet { for rate in rates.dropFirst(oldValue.count) { Self.tell(rate.line) } }
  }
  /// What is said below the tables.
  var notes: [String] = []

  private static func tell(_ words: String) {
    _ = (words + "\n").withCString { write(STDERR_FILENO, $0, strlen($0)) }
  }

  static func main() {
    do {
      var bench = Bench(options: try Options(CommandLine.arguments))
      try bench.run()
      if !bench.rows.isEmpty { print(Row.table(bench.rows)) }
      if !bench.rates.isEmpty { print(Rate.table(bench.rates)) }
      for note in bench.notes { print(note) }
    } catch {
      print("bench: \(error)")
      exit(2)
    }
  }

  private init(options: Options) { self.options = options }

  private mutating func run() throws {
    if options.suites.contains(.packets) { try measurePackets() }
    if options.suites.contains(.inputs) { try measureInputs() }
    if options.suites.contains(.replay) { try measureReplay() }
    guard !options.suites.isSubset(of: [.packets, .inputs, .replay]) else { return }
    try Limits.set(seconds: 120, bytes: 8_000_000_000)
    if options.suites.contains(.whole) { try measureWhole() }
    if options.suites.contains(.gate) { try measureGate() }
    if options.suites.contains(.mutate) { try measureMutations() }
    if options.suites.contains(.growth) { try measureGrowth() }
    if options.suites.contains(.hostile) { try measureHostile() }
  }

  /// Questions about one packet each, by the size of the network and the number of questions.
  private mutating func measurePackets() throws {
    rows.append(Row("--version", nil, try measure(["--version"], codes: [0]), goal: 0.015))
    for size in options.sizes { try measure(try Network(options, interfaces: size)) }
    guard options.sizes.contains(5000) else { return }
    try measure(try Network(options, interfaces: 5000, hasInstances: true))
    for count in [1000, 100_000] {
      try measure(try Network(options, interfaces: 5000, questions: count), questions: "\(count)")
    }
  }

  /// One question and many about one network.
  private mutating func measure(_ network: Network, questions count: String = "10000") throws {
    let isGoal = network.interfaces == 5000 && !network.hasInstances && count == "10000"
    let suffix = network.hasInstances ? ", with instances" : ""
    let one = Row(
      "one question" + suffix, network,
      try measure(["check", "-t", network.snapshot] + network.question + ["--json"]),
      goal: isGoal ? 0.15 : nil, aim: isGoal ? 0.03 : nil, peakGoal: isGoal ? 150_000_000 : nil)
    let many = Row(
      "\(count) questions" + suffix, network,
      try measure(["check", "-t", network.snapshot, "--queries", network.questions, "--json"]))
    if count == "10000" { rows += [one, many] }
    rows.append(many.onTop(of: one, "\(count) questions, on top" + suffix, goal: isGoal ? 0.5 : nil))
  }

  /// Several runs, or a single one of what takes long.
  ///
  /// - Parameter codes: the exit codes that don't spoil the measurement: any verdict, but no error.
  func measure(_ arguments: [String], codes: Set<Int32> = [0, 1, 3, 4]) throws -> [Measurement] {
    // Once before, so that the files are in memory; it counts where that hardly matters.
    let first = try Measurement(running: options.binary, arguments, codes: codes)
    if first.isStopped || first.cpu > 5 { return [first] }
    return try (0..<options.runs).map { _ in
      try Measurement(running: options.binary, arguments, codes: codes)
    }
  }
}
