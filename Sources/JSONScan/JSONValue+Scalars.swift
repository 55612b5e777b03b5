extension JSONValue {
  /// The text of a string, its escapes resolved; nil where this is no string.
  package var string: String? {
    let node = node
    switch node.tag {
    case .plainString:
      return String(decoding: document.bytes[node.content], as: UTF8.self)
    case .escapedString:
      return String(decoding: document.unescaped(node), as: UTF8.self)
    default:
      return nil
    }
  }

  /// The text of a scalar: a string's, a number as written, `true`, `false`, `null`; nil for objects and arrays.
  package var scalarText: String? {
    let node = node
    if node.isContainer { return nil }
    return string ?? String(decoding: document.bytes[node.content], as: UTF8.self)
  }

  /// A number without fraction and exponent, or a string that reads like one (`"-1"`, as AWS writes
  /// protocols); nil for anything else and for what an `Int` cannot hold.
  package var integer: Int? {
    let node = node
    switch node.tag {
    case .integer, .plainString: return Self.integer(document.bytes, node.content)
    default: return nil
    }
  }

  private static func integer(_ bytes: [UInt8], _ content: Range<Int>) -> Int? {
    var index = content.lowerBound
    let isNegative = index < content.upperBound && bytes[index] == ASCII.minus
    if isNegative { index += 1 }
    // As in a number's grammar: at least one digit, and no zero before another.
    guard index < content.upperBound, bytes[index] != ASCII.zero || index + 1 == content.upperBound else {
      return nil
    }
    var value = 0
    while index < content.upperBound {
      guard ASCII.isDigit(bytes[index]) else { return nil }
      let digit = Int(bytes[index] - ASCII.zero)
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      // Negative all the way, since the least Int has no positive counterpart.
      let (sum, overflow) =
        isNegative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      if tooLarge || overflow { return nil }
      value = sum
      index += 1
    }
    return value
  }

  /// `true` and `false`, and strings of those words, as CloudFormation writes them; nil for anything else.
  package var boolean: Bool? {
    switch node.tag {
    case .true: true
    case .false: false
    case .plainString, .escapedString: equals("true") ? true : equals("false") ? false : nil
    default: nil
    }
  }

  /// Whether this is `null`.
  package var isNull: Bool { node.tag == .null }

  /// Whether this is a string of exactly this text, compared byte by byte and without allocating.
  package func equals(_ text: String) -> Bool { document.string(at: index, equals: text) }
}

extension JSONDocument {
  /// The text of a string that has escapes.
  func unescaped(_ node: Node) -> [UInt8] {
    let bytes = bytes
    return Escapes.decode(bytes.span, node.content)
  }

  /// Whether the tape has, at `index`, a string of exactly this text.
  func string(at index: Int, equals text: String) -> Bool {
    let node = tape[index]
    switch node.tag {
    case .plainString:
      let content = node.content
      guard content.count == text.utf8.count else { return false }
      var offset = content.lowerBound
      for byte in text.utf8 {
        if bytes[offset] != byte { return false }
        offset += 1
      }
      return true
    case .escapedString:
      return unescaped(node).elementsEqual(text.utf8)
    default:
      return false
    }
  }
}
