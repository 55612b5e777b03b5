/// Questions about everything at once.
extension Bench {
  /// The estate at two sizes: all against all, who reaches one database, what to change and what else that opens.
  mutating func measureWhole() throws {
    for size in [10_000, 50_000] {
      let estate = try Estate(options, [("interfaces", size)])
      let load = Row(
        "load: one question", estate, try measure(["check", "-t", estate.file] + estate.question))
      let (source, host, service) = (estate.question[0], estate.question[1], estate.question[2])
      let matrix = try measure(["matrix", "--classes", "-t", estate.file])
      let who = Row("who", estate, try measure(["who", "-t", estate.file, host]))
      let fix = Row(
        "explain --fix", estate, try measure(["explain", "-t", estate.file, source, host, service, "--fix"]))
      let isFirst = size == 10_000
      rows += [
        load,
        Row(
          "matrix --classes", estate, matrix, goal: isFirst ? 2 : 15, aim: isFirst ? 1 : 5,
          peakGoal: isFirst ? 500_000_000 : 2_000_000_000),
        who, who.onTop(of: load, "who, on top", goal: isFirst ? 0.3 : nil, aim: isFirst ? 0.05 : nil),
        fix, fix.onTop(of: load, "explain --fix, on top", goal: isFirst ? 3 : nil, aim: isFirst ? 1 : nil),
      ]
    }
  }

  /// All against all as one measure of the estate grows and the others stay.
  mutating func measureGrowth() throws {
    let small = [("interfaces", 2000), ("groups", 60), ("subnets", 36), ("rules", 12)]
    for (measure, values) in [
      ("interfaces", [500, 1000, 2000, 4000, 8000]), ("groups", [15, 30, 60, 120, 240]),
      ("subnets", [12, 36, 72, 144, 288]), ("rules", [6, 12, 24, 48, 96]),
    ] {
      for value in values {
        let estate = try Estate(options, small.map { ($0.0, $0.0 == measure ? value : $0.1) })
        try measureMatrix(estate, "matrix, \(value) \(measure == "rules" ? "rules a group" : measure)")
      }
    }
  }

  /// All against all where everything is as unkind as AWS allows, in rings of growing size.
  mutating func measureHostile() throws {
    for vpcs in [10, 25, 50, 100, 200] {
      let estate = try Estate(
        options, [("vpcs", vpcs), ("interfaces", 10 * vpcs), ("groups", vpcs), ("subnets", 2 * vpcs)],
        isHostile: true)
      try measureMatrix(estate, "matrix, hostile, \(vpcs) peerings")
    }
  }

  private mutating func measureMatrix(_ estate: Estate, _ work: String) throws {
    let load = Row("load", estate, try measure(["check", "-t", estate.file] + estate.question))
    let matrix = Row(work, estate, try measure(["matrix", "--classes", "-t", estate.file]))
    rows.append(matrix.onTop(of: load, work + ", on top", goal: nil))
  }
}
