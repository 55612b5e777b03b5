extension String {
  /// The text with everything written out that a terminal would act on instead of showing: control
  /// characters, line ends, changes of writing direction. Names come from tags, which anybody may set.
  package var visible: String {
    guard !isPlain, unicodeScalars.contains(where: \.isTreacherous) else { return self }
    var shown = ""
    for scalar in unicodeScalars {
      if scalar.isTreacherous {
        shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// The text with spaces up to a width, and always at least two after it.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(2, width - columns)) }

  /// The text with spaces before it up to a width.
  func right(_ width: Int) -> String { String(repeating: " ", count: max(0, width - columns)) + self }
}

extension StringProtocol {
  /// How many columns a terminal needs.
  var columns: Int { isPlain ? utf8.count : reduce(0) { $0 + $1.columns } }

  /// Whether it is of ASCII's printed characters only.
  fileprivate var isPlain: Bool { utf8.allSatisfy { 0x20 <= $0 && $0 < 0x7F } }
}

extension Unicode.Scalar {
  fileprivate var isTreacherous: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .format: true
    default: false
    }
  }
}

extension Character {
  /// Two for the scripts and signs that terminals draw wide (Unicode Standard Annex 11), else one.
  fileprivate var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    switch first.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
