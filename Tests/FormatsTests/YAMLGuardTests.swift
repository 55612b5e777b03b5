import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology
import Testing
import Yams

@testable import PacketWalkFormats

/// No input harms the reader, and what passes the guard holds nothing that it is there to refuse.
@Suite struct YAMLGuardTests {
  static let deep: KeyValuePairs<String, String> = [
    "lists": String(repeating: "[", count: 10_000), "mappings": String(repeating: "{a: ", count: 10_000),
    "entries": String(repeating: "- ", count: 10_000), "complex keys": String(repeating: "? ", count: 10_000),
    "indents": (0..<600).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    "one too many": "a: " + String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
    "behind a quote that is none": "a: b\n  '\nc: " + String(repeating: "[", count: 10_000),
    "behind an escaped break": "a: \"x\\\n\" [" + String(repeating: "[", count: 10_000),
  ]

  @Test(arguments: deep.map(\.key))
  func deepNestingIsRefused(_ what: String) throws {
    let text = try #require(Self.deep.first { $0.key == what }?.value)
    #expect(throws: InputError(.malformed, "")) {
      try YAMLDocument.parse(Array("packetwalk: 1\n\(text)".utf8), file: "test")
    }
  }

  @Test func sixtyFourLevelsAreRead() throws {
    let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    _ = try YAMLDocument.parse(Array(text.utf8), file: "test")
  }

  @Test func aliasBombIsRefused() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1...40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    text += "? *a40\n: x\n"
    #expect(throws: InputError(.malformed, "")) { try YAMLDocument.parse(Array(text.utf8), file: "test") }
  }

  @Test func tooLargeIsRefused() {
    let bytes = [UInt8](repeating: UInt8(ascii: " "), count: YAMLDocument.maximumSize + 1)
    #expect(throws: InputError(.tooLarge, "")) { try YAMLDocument.parse(bytes, file: "test") }
  }

  /// What texts in this format look like is not refused.
  @Test(arguments: [
    "a: b c\nd: [e f, g h]\n", "a: it's\nb: say \"x\"\n", "::/0: a\n\"::/0\": b\n",
    "a: # comment\n  b: c # d\n\n# e\n  f: g\n",
    "a: {b: c,\n  d: [e,\n  f]\n}\n", "- a: b\n  c: d\n- e\n", "a:\n- b\n- c\nd: e\n",
    "a: \"x\n  y\"\nb: 'x''y'\n",
    "---\na: b\n...\n", "a: b#c\nd: sg:web\n", "\"a\": {\"b\": 1}\r\nc: d\r\n", "a:\n  b\nc: d\n", "",
  ])
  func ordinaryTextPasses(_ text: String) throws {
    try YAMLGuard.check(YAMLText(Array(text.utf8), file: "test"), maximumDepth: 64)
  }

  @Test func valuesHaveALimit() throws {
    let text = try YAMLText(Array("a: [b, c]\n".utf8), file: "test")
    try YAMLGuard.check(text, maximumDepth: 64, maximumCount: 7)
    let error = #expect(throws: InputError.self) {
      try YAMLGuard.check(text, maximumDepth: 64, maximumCount: 6)
    }
    #expect(error?.code == .tooLarge && error?.origin.position == Position(line: 1, column: 9))
  }

  /// The guard and the parser read the same tokens: nothing gets past the one that the other then meets.
  @Test func nothingSlipsThrough() throws {
    let tokens = [
      "&a ", "*a", "!t ", "| ", "> ", "[", "]", "{", "}", ": ", "- ", "? ", ", ", "'", "\"", "\\", "#", " #",
      "\n", "\n  ",
      "\n    ", "\t", "---\n", "...\n", "%YAML 1.1\n", "a: b\n", "a:\n  ", "x", ":", "-", "é", "\r\n", "''",
      "\"\"", "::",
    ]
    var passed = 0
    for iteration in 0..<UInt64(Fuzzing.iterations(default: 4_000)) {
      let seed = Fuzzing.seed() &+ iteration
      var random = SplitMix64(seed: seed)
      var text = ""
      for _ in 0..<Int.random(in: 1...14, using: &random) {
        text += tokens[Int.random(in: 0..<tokens.count, using: &random)]
      }
      guard let source = try? YAMLText(Array(text.utf8), file: "test"),
        (try? YAMLGuard.check(source, maximumDepth: 4)) != nil
      else { continue }
      passed += 1
      do {
        let parser = try Yams.Parser(yaml: text + String(repeating: "\n", count: 16), encoding: .utf8)
        // Anchors are only known while the parser lives.
        try withExtendedLifetime(parser) {
          if let root = try parser.singleRoot() {
            expectHarmless(root, depth: 0, "seed \(seed): \(text.debugDescription)")
          }
        }
      } catch YamlError.composer(_, let problem, _, _) {
        #expect(!problem.contains("alias"), "seed \(seed): \(text.debugDescription)")
      } catch {
        continue
      }
    }
    #expect(passed > 100)
  }

  private func expectHarmless(_ node: Node, depth: Int, _ comment: String) {
    // Lists may stand at the column of their key, and a list's pair is a mapping: one level more each.
    #expect(depth <= 2 * 4 + 2, "\(comment)")
    switch node {
    case .scalar(let scalar):
      #expect(scalar.anchor == nil, "\(comment)")
      #expect(scalar.style != .literal && scalar.style != .folded, "\(comment)")
    case .sequence(let sequence):
      #expect(sequence.anchor == nil, "\(comment)")
      for item in sequence { expectHarmless(item, depth: depth + 1, comment) }
    case .mapping(let mapping):
      #expect(mapping.anchor == nil, "\(comment)")
      for (key, value) in mapping {
        expectHarmless(key, depth: depth + 1, comment)
        expectHarmless(value, depth: depth + 1, comment)
      }
    case .alias: Issue.record("\(comment)")
    }
  }

  /// Damaged files are refused or read, never a crash.
  @Test func damagedFilesAreHarmless() throws {
    let example = try Documentation.examples().map(\.text).joined()
    let tokens = [
      "id:", "sg:", "pl:", "blackhole of ", "unknown", "true", "[]", "{}", ": ", "- ", "\"", "0.0.0.0/0",
      "in", "out",
    ]
    for iteration in 0..<UInt64(Fuzzing.iterations(default: 200)) {
      var mutator = Mutator(seed: Fuzzing.seed() &+ iteration, tokens: tokens)
      let bytes = mutator.mutate(Array(example.utf8))
      if let error = Self.refusal(bytes) { #expect(error.origin.file == "test") }
    }
  }

  private static func refusal(_ bytes: [UInt8]) -> InputError? {
    do {
      _ = try NativeTopology.read(bytes, file: "test")
      return nil
    } catch {
      return error
    }
  }
}
