import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTestSupport
import Testing

/// Every answer against packets that a kernel really forwarded, or dropped, on the same topology.
@Suite struct KernelTests {
  static let recordings = Result { try KernelTopology.folders(in: Fixtures.path("kernel")) }

  @Test func hasRecordings() throws {
    #expect(try Self.recordings.get().count == 6)
  }

  @Test(arguments: (try? recordings.get()) ?? []) func agreesWithPackets(folder: String) throws {
    let topology = try KernelTopology(folder: folder)
    #expect(topology.network.findings.filter { $0.severity == .error } == [])
    let tally = Tally(asking: topology)
    print("kernel \(topology.name): \(tally.summary)")
    report(tally)
  }

  /// A file less makes answers undetermined, or no difference, but never another answer.
  @Test(arguments: (try? recordings.get().prefix(3)) ?? []) func aFileLessIsNoOtherAnswer(folder: String)
    throws
  {
    let whole = try KernelTopology(folder: folder)
    let asked = whole.probes.enumerated().filter { $0.offset % 9 == 0 }.map { whole.question($0.element) }
    let verdicts = try asked.map { try whole.network.answers(to: $0).map(\.verdict) }
    var same = 0
    var open = 0
    for file in try KernelTopology.files(of: folder) {
      // Without VPCs there is no network to ask about.
      guard let partial = try? KernelTopology(folder: folder, without: file).network else { continue }
      let asker = VerdictAsker(partial)
      for (question, verdict) in zip(asked, verdicts) {
        guard let found = try? partial.answers(to: question).map(\.verdict) else { continue }
        #expect(asker.verdicts(of: try asker.prepared(question)) == found, "without \(file) and reasons")
        if found == verdict { same += 1 } else { open += 1 }
        #expect(
          found == verdict || found.contains(.undetermined),
          "without \(file): \(question.source) \(question.sourceAddress ?? "") \(question.destination) \(question.service)"
        )
      }
    }
    print("kernel \(whole.name) without a file: \(same) answers as before, \(open) undetermined")
    #expect(same > 0 && open > 0)
  }

  /// `PACKETWALK_CORPUS` names a folder of further recordings, each a folder with `snapshot/` and `truth.json`.
  @Test func agreesWithTheCorpus() throws {
    guard let root = Environment.value("PACKETWALK_CORPUS"), !root.isEmpty else {
      print("corpus: skipped, PACKETWALK_CORPUS is not set")
      return
    }
    let folders = try KernelTopology.folders(in: root)
    try #require(!folders.isEmpty, "no folder with snapshot/ and truth.json in \(root)")
    let tallies = parallelMap(folders, threads: 16, chunk: 1) { folder in
      Result { () throws(InputError) in Tally(asking: try KernelTopology(folder: folder)) }
    }
    var total = Tally()
    for tally in tallies { total.add(try tally.get()) }
    for (cause, count) in total.intermittent.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      print("corpus: intermittent \(count) times: \(cause)")
    }
    report(total)
    print("corpus: \(total.topologies) topologies, \(total.summary)")
  }

  /// As many as somebody can look at; the count says how many there are.
  private func report(_ tally: Tally) {
    for disagreement in tally.disagreements.prefix(12) { Issue.record("\(disagreement)") }
    #expect(tally.disagreements.count == 0)
  }
}
