import PacketWalkDiagnostics
import PacketWalkJSONScan
import Testing

/// Views of values, and what comes before parsing.
@Suite struct ValueTests {
  private func parse(_ text: String) throws -> JSONValue {
    try JSONDocument(parsing: Array(text.utf8), file: "f.json").root
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("443", 443), ("-1", -1), ("\"-1\"", -1), ("\"443\"", 443),
      ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("9223372036854775808", nil),
      ("-9223372036854775809", nil), ("99999999999999999999999", nil), ("1.0", nil), ("1e3", nil),
      ("\"\"", nil),
      ("\"-\"", nil), ("\"+1\"", nil), ("\"01\"", nil), ("\" 1\"", nil), ("\"1x\"", nil), ("true", nil),
      ("null", nil), ("[1]", nil),
    ] as [(String, Int?)])
  func readsIntegers(text: String, value: Int?) throws {
    #expect(try parse(text).integer == value)
  }

  @Test(
    arguments: [
      ("true", true), ("false", false), ("\"true\"", true), ("\"false\"", false), (#""tru\u0065""#, true),
      ("\"True\"", nil), ("1", nil), ("null", nil), ("{}", nil),
    ] as [(String, Bool?)])
  func readsBooleans(text: String, value: Bool?) throws {
    #expect(try parse(text).boolean == value)
  }

  @Test func looksMembersUp() throws {
    let root = try parse(#"{"Vpc":{"Id":"vpc-1"},"V":1,"":2,"VpcI\u0064":"\u0061b","n":null}"#)
    #expect(root["Vpc"]?["Id"]?.string == "vpc-1")
    #expect(root["V"]?.integer == 1)
    #expect(root[""]?.integer == 2)
    #expect(root["VpcId"]?.equals("ab") == true)
    #expect(root["VpcId"]?.equals("abc") == false)
    #expect(root["Vp"] == nil && root["Vpcs"] == nil && root["Id"] == nil)
    #expect(root["V"]?["Id"] == nil && root["n"]?.isNull == true && root["V"]?.isNull == false)
    #expect(root["V"]?.equals("1") == false && root["V"]?.string == nil)
    #expect(root.members.map(\.key) == ["Vpc", "V", "", "VpcId", "n"])
    #expect(root.elements.isEmpty && !root.members.isEmpty)
    #expect(root["V"]?.members.isEmpty == true && root.scalarText == nil)
  }

  @Test func givesOrigins() throws {
    let root = try parse("{\r\n  \"é\": [1,\n\n\t{\"b\": -2}]\n}")
    let list = try #require(root["é"])
    #expect(root.origin.description == "f.json:1:1")
    #expect(list.origin.description == "f.json:2:9")
    #expect(list.elements.map(\.origin.description) == ["f.json:2:10", "f.json:4:2"])
    #expect(list.elements.map { $0["b"]?.origin.description } == [nil, "f.json:4:8"])
    #expect(list.byteOffset == 11)
    #expect(root.kind == .object && "\(list.kind)" == "an array")
  }

  @Test func skipsTheByteOrderMark() throws {
    let document = try JSONDocument(parsing: [0xEF, 0xBB, 0xBF] + Array("[1,\n2]".utf8), file: "f")
    #expect(document.root.origin.description == "f:1:1")
    #expect(document.root.elements.map(\.origin.description) == ["f:1:2", "f:2:1"])
  }

  @Test(arguments: [false, true])
  func transcodesUTF16(isBigEndian: Bool) throws {
    let document = try JSONDocument(parsing: utf16("[\"é€😀\",\n {}]", isBigEndian), file: "f")
    #expect(describe(document.root) == "[<é€😀>,{}]")
    #expect(document.root.elements.map(\.origin.description) == ["f:1:2", "f:2:2"])
  }

  @Test(arguments: [false, true])
  func refusesBrokenUTF16(isBigEndian: Bool) {
    let start = utf16("[\n\"é", isBigEndian)
    let high: [UInt8] = isBigEndian ? [0xD8, 0x3D] : [0x3D, 0xD8]
    let low: [UInt8] = isBigEndian ? [0xDE, 0x00] : [0x00, 0xDE]
    let end = utf16("\"]", isBigEndian).dropFirst(2)
    for broken in [high, low, high + high, low + high] {
      let error = #expect(throws: InputError.self) {
        try JSONDocument(parsing: start + broken + end, file: "f")
      }
      #expect(error?.origin.description == "f:2:4" && error?.message.contains("surrogate") == true)
    }
    let cut = #expect(throws: InputError.self) { try JSONDocument(parsing: start + [0x20], file: "f") }
    #expect(cut?.message.contains("middle of a unit") == true && cut?.code == .malformed)
  }

  @Test(arguments: [
    [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE, 0, 0], [0xEF, 0xBB], [0xFF],
  ])
  func refusesMarksWithoutText(bytes: [UInt8]) {
    let error = #expect(throws: InputError.self) { try JSONDocument(parsing: bytes, file: "f") }
    #expect(error?.code == .malformed && error?.origin.description == "f:1:1")
  }

  private func utf16(_ text: String, _ isBigEndian: Bool) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap { unit -> [UInt8] in
      let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
      return isBigEndian ? [high, low] : [low, high]
    }
  }
}
