/// One line of the table: a piece of work, measured several times.
struct Row {
  var work: String
  var interfaces: Int?
  /// The size of the input.
  var bytes: Int?
  var cpu: [Double]
  var wall: [Double]
  var peak: Int
  /// Seconds by the clock that the project promises, and those that it strives for.
  var goal: Double?
  var aim: Double?
  var peakGoal: Int?
  /// Whether it was stopped before its end, so that it takes more than what is said.
  var isStopped: Bool
  /// Whether how much it reads in a second is worth a word.
  var hasRate = false

  init(
    _ work: String, _ estate: Estate, _ runs: [Measurement], goal: Double? = nil, aim: Double? = nil,
    peakGoal: Int? = nil
  ) {
    self.init(work, nil, runs, goal: goal, aim: aim, peakGoal: peakGoal)
    interfaces = estate.interfaces
    bytes = estate.bytes
  }

  init(
    _ work: String, _ network: Network? = nil, _ runs: [Measurement], goal: Double? = nil,
    aim: Double? = nil, peakGoal: Int? = nil
  ) {
    self.work = work
    interfaces = network?.interfaces
    bytes = network?.bytes
    cpu = runs.map(\.cpu).sorted()
    wall = runs.map(\.wall).sorted()
    peak = runs.map(\.peak).max() ?? 0
    isStopped = runs.contains { $0.isStopped }
    self.goal = goal
    self.aim = aim
    self.peakGoal = peakGoal
  }

  /// What this work takes more than another, which it includes.
  func onTop(of base: Row, _ work: String, goal: Double?, aim: Double? = nil) -> Row {
    var row = self
    row.work = work
    (row.goal, row.aim, row.isStopped) = (goal, aim, isStopped || base.isStopped)
    row.cpu = [cpu[0] - base.cpu[0], cpu[cpu.count / 2] - base.cpu[base.cpu.count / 2]]
    row.wall = [wall[0] - base.wall[0], wall[wall.count / 2] - base.wall[base.wall.count / 2]]
    return row
  }

  static let header = [
    "work", "interfaces", "input MB", "cpu s min", "cpu s median", "wall s min", "wall s median", "peak MB",
    "MB/s", "goal s", "aim s", "met",
  ]

  /// The least of several runs is what the work takes where nothing else disturbs; goals are held to it.
  var cells: [String] {
    [
      work + (isStopped ? " (stopped)" : ""), interfaces.map { "\($0)" } ?? "",
      bytes.map { Self.decimal(Double($0) / 1e6, 1) } ?? "",
      Self.decimal(cpu[0], 3), Self.decimal(cpu[cpu.count / 2], 3), Self.decimal(wall[0], 3),
      Self.decimal(wall[wall.count / 2], 3), Self.decimal(Double(peak) / 1e6, 0),
      hasRate && cpu[0] > 0 ? bytes.map { Self.decimal(Double($0) / 1e6 / cpu[0], 0) } ?? "" : "",
      goal.map { Self.decimal($0, 3) } ?? "", aim.map { Self.decimal($0, 3) } ?? "", verdict,
    ]
  }

  private var verdict: String {
    guard let goal else { return "" }
    guard !isStopped, wall[0] <= goal, peak <= peakGoal ?? .max else { return "no" }
    return aim.map { wall[0] <= $0 } == true ? "aim" : "goal"
  }

  static func decimal(_ value: Double, _ places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value.magnitude * scale).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % Int(scale))
    return "\(sign)\(scaled / Int(scale))." + String(repeating: "0", count: places - fraction.count)
      + fraction
  }

  /// A table in Markdown.
  static func table(_ rows: [Row]) -> String { Table.markdown([header] + rows.map(\.cells)) }
}
