import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

/// The parser beside a slow and obvious one, on random documents and on damaged ones.
@Suite struct GoldenTests {
  @Test func agreesOnValidDocuments() throws {
    let seed = Fuzzing.seed()
    for turn in 0..<UInt64(Fuzzing.iterations(default: 1_000)) {
      try compare(RandomDocument.bytes(seed: seed &+ turn), "seed \(seed &+ turn)")
    }
  }

  @Test func agreesOnDamagedDocuments() throws {
    let seed = Fuzzing.seed()
    for turn in 0..<UInt64(Fuzzing.iterations(default: 4_000)) {
      let document = RandomDocument.bytes(seed: seed &+ turn / 8)
      var mutator = Mutator(seed: seed &+ turn, tokens: Mutator.jsonTokens)
      let bytes = mutator.mutate(document)
      // UTF-16 is transcoded first, which the golden parser knows nothing of: there, surviving is all.
      if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
        _ = try? JSONDocument(parsing: bytes, file: "f.json")
      } else {
        try compare(bytes, "seed \(seed &+ turn)")
      }
    }
  }

  private func compare(_ bytes: [UInt8], _ name: String) throws {
    let comment = Comment(rawValue: "\(name): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
    let places = positions(in: bytes)
    let golden: GoldenValue
    do throws(GoldenError) {
      golden = try GoldenParser.parse(bytes)
    } catch {
      let refusal = #expect(throws: InputError.self, comment) {
        try JSONDocument(parsing: bytes, file: "f.json")
      }
      try #require(refusal?.code == .malformed, comment)
      try #require(refusal?.origin.position == places[error.offset], comment)
      return
    }
    let document = try JSONDocument(parsing: bytes, file: "f.json")
    try #require(isSame(document.root, golden, places), comment)
  }

  private func isSame(_ value: JSONValue, _ golden: GoldenValue, _ places: [Position]) -> Bool {
    guard value.byteOffset == golden.offset, value.origin.position == places[golden.offset]
    else { return false }
    switch (value.kind, golden.content) {
    case (.object, .object(let members)):
      let same = zip(value.members, members).allSatisfy { member, golden in
        member.key.utf8.elementsEqual(golden.name.utf8) && isSame(member.value, golden.value, places)
          && value[golden.name]?.byteOffset == golden.value.offset
      }
      return same && Array(value.members).count == members.count && value["no such"] == nil
    case (.array, .array(let elements)):
      let same = zip(value.elements, elements).allSatisfy { isSame($0, $1, places) }
      return same && Array(value.elements).count == elements.count
    case (.string, .string(let text)):
      return value.string?.utf8.elementsEqual(text.utf8) == true && value.equals(text)
        && !value.equals(text + "x")
    case (.number, .number(let text)):
      return value.scalarText == text && value.integer == Int(text)
    case (.boolean, .word(let word)):
      return value.boolean == (word == "true") && word != "null"
    case (.null, .word(let word)):
      return word == "null"
    default:
      return false
    }
  }

  /// The position of every byte, and of the end.
  private func positions(in bytes: [UInt8]) -> [Position] {
    var position = Position(line: 1, column: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? -2 : 1)
    return bytes.reduce(into: [position]) { positions, byte in
      if byte == UInt8(ascii: "\n") {
        position = Position(line: position.line + 1, column: 1)
      } else {
        position.column += 1
      }
      positions.append(position)
    }
  }
}
