import PacketWalkTestSupport

/// Valid documents, in every spelling that the grammar allows.
struct RandomDocument {
  private var random: SplitMix64
  private var text = ""
  private var names = 0

  static func bytes(seed: UInt64) -> [UInt8] {
    var document = RandomDocument(random: SplitMix64(seed: seed))
    document.space()
    document.value(depth: 0)
    document.space()
    return (document.random.oneIn(20) ? [0xEF, 0xBB, 0xBF] : []) + Array(document.text.utf8)
  }

  private init(random: SplitMix64) { self.random = random }

  private mutating func one(of choices: [String]) { text += choices.randomElement(using: &random) ?? "" }

  private mutating func space() {
    if random.oneIn(3) { one(of: ["\n", " ", "\t", "\r\n", "\n                  ", "\n\n"]) }
  }

  private mutating func value(depth: Int) {
    switch Int.random(in: 0..<(depth < 6 ? 8 : 5), using: &random) {
    case 0: one(of: ["true", "false", "null"])
    case 1, 2: number()
    case 3, 4: string()
    case 5: list("[", "]") { $0.value(depth: depth + 1) }
    default:
      list("{", "}") {
        $0.name()
        $0.space()
        $0.text += ":"
        $0.space()
        $0.value(depth: depth + 1)
      }
    }
  }

  private mutating func list(_ open: String, _ close: String, item: (inout Self) -> Void) {
    text += open
    // At times more than the names for which an object keeps hashes.
    let count = Int.random(in: 0...(random.oneIn(30) ? 60 : 5), using: &random)
    for index in 0..<count {
      if index > 0 { text += "," }
      space()
      item(&self)
      space()
    }
    if count == 0 { space() }
    text += close
  }

  private mutating func name() {
    // The number keeps names apart; rarely it is left out, and a name may then be there twice.
    names += 1
    let number = random.oneIn(200) ? "" : "\(names)"
    one(of: ["\"Key\(number)\"", "\"é\(number)\"", "\"\\u004bey\(number)x\"", "\"\(number)\""])
  }

  private mutating func number() {
    if random.oneIn(3) { text += "-" }
    one(of: ["0", "7", "443", "65535", "9223372036854775807", "9223372036854775808"])
    if random.oneIn(4) { one(of: [".0", ".5", ".000123"]) }
    if random.oneIn(4) { one(of: ["e1", "E+10", "e-3"]) }
  }

  private mutating func string() {
    text += "\""
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      one(of: [
        "a", "eni-0123456789abcdef0", "10.0.0.1", " ", "é", "€", "😀", "\u{7F}", "\u{10FFFF}", "\\n", "\\\"",
        "\\\\", "\\/", "\\b\\f\\r\\t", "\\u0000", "\\u20AC", "\\ud83d\\uDE00", "e\u{301}",
      ])
    }
    text += "\""
  }
}
