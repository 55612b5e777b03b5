import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries
import PacketWalkTestSupport

/// A network that fools people and tools: what one would say of it, what is right, and the questions that show it.
struct Trap {
  /// Such as `T12`.
  let id: String
  let folder: String
  let title: String
  let naive: String
  let right: String
  let expectations: [Expectation]

  /// The folders of `Fixtures/traps`, in the order of their numbers.
  static func folders() throws -> [String] {
    let root = Fixtures.path("traps")
    let names = try ByteInput.files(in: root).compactMap { file -> String? in
      let parts = file.dropFirst(root.count + 1).split(separator: "/")
      return parts.last == "trap.yaml" ? parts.first.map(String.init) : nil
    }
    func key(_ name: String) -> (String, Int) {
      let id = name.prefix { $0 != "-" }
      return (String(id.prefix(1)), Int(id.dropFirst()) ?? 0)
    }
    return names.sorted { key($0) < key($1) }
  }

  init(_ name: String) throws {
    folder = "traps/\(name)"
    id = String(name.prefix { $0 != "-" })
    let file = Fixtures.path("\(folder)/trap.yaml")
    let bytes = try ByteInput.read(file)
    func text(_ key: String) throws -> String { try Expectation.text(key, in: bytes, file: file) }
    title = try text("title")
    naive = try text("naive")
    right = try text("right")
    expectations = try Expectation.all(in: bytes, file: file)
  }

  /// The rows, each asked of its own input.
  func rows() throws -> [Scenario.Row] {
    try expectations.map { expectation in
      let path = Fixtures.path("\(folder)/\(expectation.input ?? "topology.yaml")")
      let loaded = try TopologyLoader.load(path: path)
      if let end = expectation.flowLogAt { return try logged(expectation, at: end, Network(loaded)) }
      return try Scenario(loaded, [expectation]).rows()[0]
    }
  }

  /// What the flow log of one end says.
  private func logged(_ expectation: Expectation, at end: String, _ network: Network) throws -> Scenario.Row {
    let records = try network.flowLog(at: end, for: expectation.question)
    let verdict = records.map(\.action.rawValue).joined(separator: ", ")
    let problems =
      verdict == expectation.verdict ? [] : ["the log says \(verdict), not \(expectation.verdict)"]
    return Scenario.Row(
      expectation: expectation, answers: [], verdict: verdict, text: "\(records)", problems: problems)
  }
}
