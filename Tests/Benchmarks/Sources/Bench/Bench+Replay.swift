import FoundationEssentials

/// Flow logs and captures beside a network, and other programs on the same files.
extension Bench {
  mutating func measureReplay() throws {
    let inputs = try FlowInputs(options)
    let text = "text, 200 rules"
    let capture = "capture to flows"
    let answer = inputs.folder + "/ours.json"
    func replay(_ files: [String], _ topology: String, _ more: [String] = []) -> [String] {
      ["replay"] + files + ["-t", topology] + more
    }
    let model = try measure(replay([inputs.oneRecord], inputs.rules), codes: [0])
    _ = try Measurement(
      running: options.binary, replay([inputs.text], inputs.rules, ["--json"]), codes: [0], output: answer)
    let plain = Rate(
      text, inputs.records, try measure(replay([inputs.text], inputs.rules), codes: [0]), goal: 12, aim: 20)
    rates.append(plain)
    rates.append(
      Rate(
        "text, 200 rules, one thread", inputs.records,
        try measure(replay([inputs.text], inputs.rules, ["--threads", "1"]), codes: [0])))
    rates.append(
      Rate(
        "gzip, 200 rules", inputs.records, try measure(replay([inputs.packed], inputs.rules), codes: [0]),
        goal: 4,
        aim: 6))
    // At most twice the time, and 1.3 times.
    rates.append(
      Rate(
        "text, 1,000 interfaces with groups", inputs.records,
        try measure(replay([inputs.realText], inputs.snapshot), codes: [0]), goal: plain.million / 2,
        aim: plain.million / 1.3))
    rates.append(
      Rate(
        capture, inputs.packets,
        try measure(
          replay([inputs.capture], inputs.rules, ["--at", try inputs.firstInterface]), codes: [0]),
        goal: 5, aim: 10))
    let tenfold = Rate(
      "text, ten times the same file", 10 * inputs.records,
      try measure(replay(Array(repeating: inputs.text, count: 10), inputs.rules), codes: [0]))
    rates.append(tenfold)
    for (rate, name) in [(plain, "once"), (tenfold, "ten times")] {
      notes.append(memory(rate, name, beside: model))
    }
    try measurePeers(inputs, text, capture, answer)
    if let lines = rates.first(where: { $0.work == "wc -l" }) {
      notes.append(
        "as long as wc -l by the clock: \(Row.decimal(plain.wall[0] / lines.wall[0], 1)) times; the aim is 4")
    }
  }

  private func memory(_ rate: Rate, _ name: String, beside model: [Measurement]) -> String {
    let own = rate.peak - (model.map(\.peak).min() ?? 0)
    let verdict = own > 128_000_000 ? "no" : own > 64_000_000 ? "goal" : "aim"
    return
      "memory beside the model, the file \(name): \(Row.decimal(Double(own) / 1e6, 0)) MB, goal 128, aim 64: \(verdict)"
  }

  // MARK: Peers

  private mutating func measurePeers(
    _ inputs: FlowInputs, _ text: String, _ capture: String, _ answer: String
  ) throws {
    let script = options.peers + "/replay.py"
    func has(_ program: String, _ arguments: [String]) -> Bool {
      (try? Measurement(running: program, arguments, codes: [0])) != nil
    }
    try measurePeer("wc -l", "wc", ["-l", inputs.text], inputs.records, of: nil)
    let first = inputs.packed + "/0.log.gz"
    let part = inputs.records / FlowInputs.parts
    try measurePeer("gzip -dc, nothing else", "gzip", ["-dc", first], part, of: nil)
    if has("igzip", ["--version"]) {
      try measurePeer("igzip -dc, nothing else", "igzip", ["-dc", first], part, of: nil)
    } else {
      notes.append("not run: igzip (Debian: isal)")
    }
    if has(options.python, [script, "has", "duckdb"]) {
      let found = inputs.folder + "/duckdb.json"
      // Once, since it takes long.
      let run = try Measurement(
        running: options.python,
        [
          script, "duckdb", inputs.text, inputs.folder + "/rules.csv", inputs.folder + "/interfaces.csv", "2",
        ],
        codes: [0], output: found)
      rates.append(Rate("DuckDB: the same verdicts", inputs.records, [run], peerOf: text))
      notes.append(try comparison(answer, found))
    } else {
      notes.append("not run: DuckDB (PyPI: duckdb; --python)")
    }
    if has(options.python, [script, "has", "polars"]) {
      try measurePeer(
        "Polars: sums by action and port, no verdicts", options.python, [script, "polars", inputs.text],
        inputs.records, of: text)
    } else {
      notes.append("not run: Polars (PyPI: polars; --python)")
    }
    let loop = inputs.folder + "/flows"
    if has("cc", ["-O3", "-march=native", "-o", loop, options.peers + "/flows.c", "-lpcap"]) {
      try measurePeer(
        "libpcap's loop in C, a table, no limits", loop, [inputs.capture], inputs.packets, of: capture)
    } else {
      notes.append("not run: libpcap's loop (cc and Debian's libpcap-dev)")
    }
    if has("nfpcapd", ["-V"]) {
      try measurePeer(
        "nfpcapd to its own files", "nfpcapd", ["-r", inputs.capture, "-l", inputs.folder + "/nfcapd"],
        inputs.packets, of: capture)
    } else {
      notes.append("not run: nfpcapd (Debian: nfdump)")
    }
  }

  private mutating func measurePeer(
    _ work: String, _ program: String, _ arguments: [String], _ count: Int, of own: String?
  ) throws {
    let first = try Measurement(running: program, arguments, codes: [0])
    let runs =
      first.cpu > 5
      ? [first]
      : try (0..<options.runs).map { _ in try Measurement(running: program, arguments, codes: [0]) }
    rates.append(Rate(work, count, runs, peerOf: own))
  }

  /// Whether both find the same records that disagree with their rules.
  private func comparison(_ ours: String, _ theirs: String) throws -> String {
    struct Ours: Decodable {
      struct Class: Decodable { var records: Int }
      var classes: [String: Class]
    }
    struct Theirs: Decodable {
      var records: Int
      var mismatches: Int
    }
    let decoder = JSONDecoder()
    let own = try decoder.decode(Ours.self, from: Data(contentsOf: URL(filePath: ours))).classes
    let other = try decoder.decode(Theirs.self, from: Data(contentsOf: URL(filePath: theirs)))
    // DuckDB does not look for connections of which packets come late.
    let different = ["model-accept/log-reject", "model-reject/log-accept", "late-packet"]
    let mismatches = different.reduce(0) { $0 + (own[$1]?.records ?? 0) }
    let records =
      mismatches + ["agree-accept", "agree-reject"].reduce(0) { $0 + (own[$1]?.records ?? 0) }
    let verdict = (records, mismatches) == (other.records, other.mismatches) ? "the same" : "DIFFERENT"
    return
      "ours and DuckDB: \(records) and \(other.records) records, \(mismatches) and \(other.mismatches) of them against the rules: \(verdict)"
  }
}
