import PacketWalkDiagnostics
import PacketWalkJSONScan
import Testing

/// RFC 8259, text by text.
@Suite struct GrammarTests {
  @Test(arguments: [
    ("0", "0"), ("-0", "-0"), ("123", "123"), ("-1.5e+10", "-1.5e+10"), ("1E400", "1E400"), ("0e0", "0e0"),
    ("\"\"", "<>"), ("true", "true"), (" false ", "false"), ("\t\r\n null\n", "null"), ("[]", "[]"),
    ("{}", "{}"), ("[ ]", "[]"), ("{ }", "{}"), ("[[],{}]", "[[],{}]"), ("[1 , 2]", "[1,2]"),
    ("{\"a\":1}", "{<a>:1}"), ("{ \"a\" : [ true ] , \"\" : null }", "{<a>:[true],<>:null}"),
    (#""\"\\\/\b\f\n\r\t""#, "<\"\\/\u{8}\u{C}\n\r\t>"), (#""\u0041\u00e9\u20AC""#, "<Aé€>"),
    (#""\uD83D\ude00""#, "<😀>"), (#""\u0000""#, "<\0>"), ("\"é€😀\u{7F}\u{10FFFF}\"", "<é€😀\u{7F}\u{10FFFF}>"),
    ("\"\u{FEFF}\u{FFFE}\"", "<\u{FEFF}\u{FFFE}>"), ("\"\u{2028}\"", "<\u{2028}>"),
    (#"{"é":1,"e\u0301":2}"#, "{<é>:1,<e\u{301}>:2}"),
    (#"{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}"#, "{<a>:{<a>:{<a>:1}},<b>:[{<a>:1},{<a>:1}]}"),
    ("\"1234567\"", "<1234567>"), ("\"12345678\"", "<12345678>"), (#""1234567\n9""#, "<1234567\n9>"),
  ])
  func accepts(text: String, value: String) throws {
    #expect(describe(try JSONDocument(parsing: Array(text.utf8), file: "f").root) == value)
  }

  @Test(arguments: [
    ("", "1:1", "the document is empty"), (" \n ", "2:2", "the document is empty"),
    ("[1,2] x", "1:7", "found 'x'"), ("{}{}", "1:3", "nothing after"), ("1 2", "1:3", "nothing after"),
    ("[1,]", "1:4", "a value, found ']'"), ("[,1]", "1:2", "a value, found ','"),
    ("[1 2]", "1:4", "',' or ']'"),
    ("[", "1:2", "inside the array that begins at 1:1"),
    ("[\n{\"a\":", "2:6", "the object that begins at 2:1"),
    ("[1", "1:3", "ends inside"), ("]", "1:1", "a value"), ("[1}", "1:3", "',' or ']'"),
    ("{\"a\":1]", "1:7", "',' or '}'"), ("{\"a\":1,}", "1:8", "a member name in double quotes, found '}'"),
    ("{a:1}", "1:2", "a member name in double quotes or '}', found 'a'"), ("{'a':1}", "1:2", "found '''"),
    ("{\"a\" 1}", "1:6", "':' after a member name"), ("{\"a\":}", "1:6", "a value, found '}'"),
    ("{1:1}", "1:2", "a member name"), ("{\"a\":1 \"b\":2}", "1:8", "',' or '}'"),
    ("{,}", "1:2", "a member name"),
    ("tru", "1:1", "not true"), ("nul]", "1:1", "not null"), ("False", "1:1", "found 'F'"),
    ("[fals]", "1:2", "not false"), ("truex", "1:5", "nothing after"), ("NaN", "1:1", "found 'N'"),
    ("Infinity", "1:1", "found 'I'"), ("// c", "1:1", "found '/'"), ("[1] // c", "1:5", "found '/'"),
    ("01", "1:2", "0 and a digit"), ("-01", "1:3", "0 and a digit"), ("-", "1:2", "ends too early"),
    ("[-]", "1:3", "a digit"), ("+1", "1:1", "found '+'"), (".5", "1:1", "found '.'"),
    ("1.", "1:3", "too early"),
    ("[1.]", "1:4", "a digit"), ("[1e]", "1:4", "a digit"), ("[1e+]", "1:5", "a digit"),
    ("0x1", "1:2", "found 'x'"), ("1.5.5", "1:4", "found '.'"), ("[--1]", "1:3", "a digit"),
    ("\"", "1:1", "no end"), ("[\"abc", "1:2", "no end"), ("\"a\\", "1:1", "no end"),
    ("\"a\\\"", "1:1", "no end"),
    ("\"a\nb\"", "1:3", "byte 0x0A must be escaped"), ("[\n\n \"\tx\"]", "3:3", "byte 0x09 must be escaped"),
    ("\"12345678\u{1}\"", "1:10", "byte 0x01 must be escaped"), ("\"\0\"", "1:2", "byte 0x00"),
    (#""\x41""#, "1:2", "a backslash and 'x'"), (#""a\u12g4""#, "1:3", "four hexadecimal digits"),
    (#""\u12"#, "1:2", "four hexadecimal digits"), (#""\ud83d""#, "1:2", "lone surrogate"),
    (#""ab\ude00""#, "1:4", "lone surrogate"), (#""\ud83d\ud83d""#, "1:2", "lone surrogate"),
    (#""\ud83dx""#, "1:2", "lone surrogate"), (#""\ud83d\n""#, "1:2", "lone surrogate"),
    ("{\"a\":1,\n \"b\":2,\n \"a\":3}", "3:2", "\"a\" is here a second time, the first is at 1:2"),
    (#"{"a":1,"\u0061":2}"#, "1:8", "second time"), (#"{"":1,"":2}"#, "1:7", "second time"),
    (#"{"x":{"k":[{"k":1,"k":2}]}}"#, "1:19", "the first is at 1:13"), ("\0", "1:1", "byte 0x00"),
    ("é", "1:1", "byte 0xC3"), ("[1\u{A0}]", "1:3", "byte 0xC2"), ("\u{FEFF}[}", "1:2", "found '}'"),
    ("\r[\r}", "1:4", "a value"),
  ])
  func refuses(text: String, place: String, message: String) {
    expectRefusal(Array(text.utf8), place, message)
  }

  /// Sequences that are no UTF-8 (RFC 3629 section 3): Unicode's table 3-7 from the outside.
  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x20], [0xE0, 0x9F, 0xBF], [0xE1, 0x80],
      [0xE1, 0x80, 0x20], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF1, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE],
    ] as [[UInt8]])
  func refusesWhatIsNoUTF8(sequence: [UInt8]) {
    // At the start of a string, and behind what is scanned eight bytes at a time.
    for prefix in ["[\"", "[\"12345678901"] {
      let place = "1:\(prefix.utf8.count + 1)"
      expectRefusal(Array(prefix.utf8) + sequence + Array("\"]".utf8), place, "begins no UTF-8 sequence")
      expectRefusal(Array(prefix.utf8) + sequence, place, "begins no UTF-8 sequence")
    }
  }

  @Test func refusesNamesTwiceInLargeObjects() {
    let members = (0..<5_000).map { "\"name-\($0)\":\($0)" }.joined(separator: ",\n")
    #expect(throws: Never.self) { try JSONDocument(parsing: Array("{\(members)}".utf8), file: "f") }
    for name in ["name-0", "name-31", "name-32", "name-4999", #"name\u002d7"#] {
      expectRefusal(Array("{\(members),\n\"\(name)\":0}".utf8), "5001:1", "second time")
    }
    expectRefusal(
      Array("[{\(members)},{\(members)},{\"a\":{\(members)},\"a\":1}]".utf8), "14998:19", "second time")
  }

  @Test func capsDepth() throws {
    let open = [UInt8](repeating: UInt8(ascii: "["), count: 512)
    let close = [UInt8](repeating: UInt8(ascii: "]"), count: 512)
    #expect(throws: Never.self) { try JSONDocument(parsing: open + close, file: "f") }
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 10_000)
    expectRefusal(deep, "1:513", "nested deeper than 512 levels")
    let objects = Array(String(repeating: "{\"a\":", count: 10_000).utf8)
    expectRefusal(objects, "1:2561", "nested deeper than 512 levels")
  }

  private func expectRefusal(_ bytes: [UInt8], _ place: String, _ message: String) {
    let error = #expect(throws: InputError.self) { try JSONDocument(parsing: bytes, file: "f") }
    #expect(error?.code == .malformed)
    #expect(error?.origin.description == "f:\(place)", "\(error?.message ?? "")")
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }
}

/// A value's structure on one line, strings between `<` and `>`.
func describe(_ value: JSONValue) -> String {
  switch value.kind {
  case .object:
    "{" + value.members.map { "<\($0.key)>:\(describe($0.value))" }.joined(separator: ",") + "}"
  case .array:
    "[" + value.elements.map(describe).joined(separator: ",") + "]"
  case .string:
    "<\(value.string ?? "?")>"
  default:
    value.scalarText ?? "?"
  }
}
