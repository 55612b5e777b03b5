import PacketWalkDiagnostics

/// A word of an edit's text, with its place.
struct EditWord: Hashable {
  var text: String
  /// Whether it begins with a double quote.
  var isQuoted: Bool
  var origin: Origin
}

/// One edit's text: its words, or the YAML form where it has that.
struct EditSentence {
  /// As it was written, for messages.
  var text: String
  var words: [EditWord]
  /// The place of `text` in the whole, if the edit is a YAML mapping on one line.
  var yaml: Range<Int>?
  var origin: Origin
}

extension EditWord {
  /// A word that reads as this text: as it is, or in double quotes.
  static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && !text.hasPrefix("#")
      && text.unicodeScalars.allSatisfy {
        $0 != "\"" && $0 != ";" && $0 != " " && YAMLPrinter.isPrintable($0) && !$0.properties.isWhitespace
      }
    return isPlain ? text : inQuotes(text)
  }

  /// The text in double quotes.
  static func inQuotes(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      default:
        if YAMLPrinter.isPrintable(scalar) {
          quoted.unicodeScalars.append(scalar)
        } else {
          quoted += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
      }
    }
    return quoted + "\""
  }
}
