/// How wide text is, and where it is broken: by the widths of a wide common font, so that none is wider anywhere.
enum SVGText {
  /// The width in pixels at a size.
  static func width(_ text: String, _ size: Double, isBold: Bool = false) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width($1) } * size * (isBold ? 1.08 : 1)
  }

  /// Of an em; as DejaVu Sans has it.
  private static func width(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "'", "|": 0.32
    case ".", ",", ":", ";", " ", "f", "t", "r", "(", ")", "[", "]", "!", "/", "-": 0.42
    case "m", "w", "M", "W", "@", "%": 0.99
    case "A"..."Z", "~", "+", "<", ">", "=", "#", "→", "←": 0.84
    case "0"..."9", "a"..."z", "_", "*", "$", "\"", "`", "\\", "{", "}", "?": 0.64
    case _ where scalar.value < 0x1100: 0.85
    default: 1.1
    }
  }

  /// Lines no wider than a width, broken between words, and inside of words that are wider by themselves.
  static func wrapped(_ text: String, _ limit: Double, _ size: Double, isBold: Bool = false) -> [String] {
    var lines: [String] = []
    var line = ""
    func fits(_ text: String) -> Bool { width(text, size, isBold: isBold) <= limit }
    for word in text.visible.split(separator: " ", omittingEmptySubsequences: false) {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if fits(longer) {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if !line.isEmpty, !fits(line + String(character)) {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }
}
