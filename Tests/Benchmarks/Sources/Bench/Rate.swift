/// One line of a table of rates: how many records or packets a second of processor time takes.
struct Rate {
  var work: String
  /// Records or packets.
  var count: Int
  var cpu: [Double]
  var wall: [Double]
  var peak: Int
  /// Millions in a second of processor time that the project promises, and that it strives for.
  var goal: Double?
  var aim: Double?
  /// The work of ours that this one, another program's, is beside.
  var peerOf: String?

  init(
    _ work: String, _ count: Int, _ runs: [Measurement], goal: Double? = nil, aim: Double? = nil,
    peerOf: String? = nil
  ) {
    self.work = work
    self.count = count
    cpu = runs.map(\.cpu).sorted()
    wall = runs.map(\.wall).sorted()
    peak = runs.map(\.peak).max() ?? 0
    self.goal = goal
    self.aim = aim
    self.peerOf = peerOf
  }

  /// Millions in a second of processor time, at its best.
  var million: Double { cpu[0] > 0 ? Double(count) / 1e6 / cpu[0] : 0 }

  private static let header = [
    "work", "million", "cpu s min", "cpu s median", "wall s min", "peak MB", "million a cpu s", "goal", "aim",
    "met",
    "ours is faster",
  ]

  private func cells(beside all: [Rate]) -> [String] {
    let own = peerOf.flatMap { name in all.first { $0.work == name } }
    return [
      work, Row.decimal(Double(count) / 1e6, 1), Row.decimal(cpu[0], 2), Row.decimal(cpu[cpu.count / 2], 2),
      Row.decimal(wall[0], 2), Row.decimal(Double(peak) / 1e6, 0), Row.decimal(million, 2),
      goal.map { Row.decimal($0, 1) } ?? "", aim.map { Row.decimal($0, 1) } ?? "", verdict,
      own.map { Row.decimal($0.million / million, 1) + " ×" } ?? "",
    ]
  }

  private var verdict: String {
    guard let goal else { return "" }
    guard million >= goal else { return "no" }
    return aim.map { million >= $0 } == true ? "aim" : "goal"
  }

  static func table(_ rates: [Rate]) -> String {
    Table.markdown([header] + rates.map { $0.cells(beside: rates) })
  }

  /// One line, for whoever waits.
  var line: String { "\(work)  \(Row.decimal(million, 2)) million a second of \(Row.decimal(cpu[0], 2))" }
}
