/// What reading costs: one question about inputs of each kind as they grow.
extension Bench {
  mutating func measureInputs() throws {
    let plans = [6, 12, 25, 50]
    for modules in plans {
      let plan = try Declaration(options, ["--plan", "--modules", "\(modules)"], "plan.json")
      let isWhole = modules == plans.last
      try measure(
        plan, "plan", goal: isWhole ? 1.5 : nil, aim: isWhole ? 0.5 : nil,
        peakGoal: isWhole ? 600_000_000 : nil)
    }
    let snapshots = [7200, 14_400, 28_800, 57_500]
    for interfaces in snapshots {
      let network = try Network(options, interfaces: interfaces, questions: 10)
      var row = Row(
        "snapshot", network, try measure(["check", "-t", network.snapshot] + network.question),
        goal: interfaces == snapshots.last ? 0.5 : nil)
      row.hasRate = true
      rows.append(row)
    }
    let templates = [62, 125, 250, 500]
    for file in ["template.json", "template.yaml"] {
      for resources in templates {
        let template = try Declaration(options, ["--template", "--resources", "\(resources)"], file)
        try measure(template, file, goal: resources == templates.last ? 0.5 : nil)
      }
    }
  }

  private mutating func measure(
    _ input: Declaration, _ work: String, goal: Double?, aim: Double? = nil, peakGoal: Int? = nil
  ) throws {
    var row = Row(
      work, nil, try measure(["check", "-t", input.file] + input.question), goal: goal, aim: aim,
      peakGoal: peakGoal)
    row.bytes = input.bytes
    row.hasRate = true
    rows.append(row)
  }
}
