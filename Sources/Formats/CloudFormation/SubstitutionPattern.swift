/// The text of a `Fn::Sub`, taken apart.
enum SubstitutionPattern {
  enum Piece: Equatable {
    case text(String)
    /// The name in `${Name}`.
    case name(String)
  }

  /// `${!Literal}` stands for `${Literal}` itself; a `${` without an end is text.
  static func pieces(of pattern: String) -> [Piece] {
    let bytes = Array(pattern.utf8)
    var pieces: [Piece] = []
    var text: [UInt8] = []
    func flush() {
      if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
      text = []
    }
    // Without it each of many a `${` would be looked for to the text's end.
    let lastEnd = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "$"), index + 1 < lastEnd, bytes[index + 1] == UInt8(ascii: "{"),
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "}"))
      else {
        text.append(bytes[index])
        index += 1
        continue
      }
      var name = bytes[(index + 2)..<end]
      if name.first == UInt8(ascii: "!") {
        text += Array("${".utf8) + Array(name.dropFirst()) + [UInt8(ascii: "}")]
      } else {
        while name.first == 0x20 { name = name.dropFirst() }
        while name.last == 0x20 { name = name.dropLast() }
        flush()
        pieces.append(.name(String(decoding: name, as: UTF8.self)))
      }
      index = end + 1
    }
    flush()
    return pieces
  }
}
