import PacketWalkDiagnostics

/// Scans a YAML text before it is parsed and refuses what would be dangerous or misread: nesting that
/// overflows a recursive parser's stack, aliases (a few lines expand to gigabytes), directives, and in our own
/// files tags, block texts and texts over several lines.
///
/// The scan follows libyaml's scanner token by token. That is possible in so little code only because
/// every construct in which the two could drift apart is itself refused; those of templates are in
/// `YAMLGuard+Template.swift`.
struct YAMLGuard {
  let text: YAMLText
  let bytes: [UInt8]
  private let dialect: YAMLDocument.Dialect
  private let maximumDepth: Int
  private let maximumCount: Int
  /// Keys and values so far.
  private var count = 0
  var index = 0
  var lineStart = 0
  /// Columns of the open block collections, ascending.
  private(set) var indents: [Int] = []
  private(set) var flowDepth = 0
  /// The column of the last token that could be a key.
  private var keyColumn = 0
  /// The line of the last tag: what follows it there is no key of its own.
  var taggedLine: Int?
  private var counted = (line: 0, offset: 0, column: 0)

  static func check(
    _ text: YAMLText, dialect: YAMLDocument.Dialect = .own, maximumDepth: Int, maximumCount: Int = .max
  ) throws(InputError) {
    var scan = YAMLGuard(
      text: text, dialect: dialect, maximumDepth: maximumDepth, maximumCount: maximumCount)
    try scan.run()
  }

  private init(text: YAMLText, dialect: YAMLDocument.Dialect, maximumDepth: Int, maximumCount: Int) {
    self.text = text
    self.bytes = text.bytes
    self.dialect = dialect
    self.maximumDepth = maximumDepth
    self.maximumCount = maximumCount
  }

  func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  func isBlank(_ offset: Int) -> Bool {
    switch byte(offset) {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), 0: true
    default: false
    }
  }

  /// In characters, as libyaml counts. Asked for ascending offsets, so that each byte is counted once.
  private mutating func column(of offset: Int) -> Int {
    if counted.line != lineStart { counted = (lineStart, lineStart, 0) }
    while counted.offset < offset {
      if bytes[counted.offset] & 0xC0 != 0x80 { counted.column += 1 }
      counted.offset += 1
    }
    return counted.column
  }

  private mutating func run() throws(InputError) {
    while true {
      skipBlanks()
      guard index < bytes.count else { return }
      if index == lineStart, isDocumentMark(index) {
        indents = []
        index += 3
        continue
      }
      try token()
    }
  }

  private mutating func skipBlanks() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"):
        index += 1
        lineStart = index
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        index += 1
      case UInt8(ascii: "#"):
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
      default:
        return
      }
    }
  }

  private func isDocumentMark(_ offset: Int) -> Bool {
    let first = byte(offset)
    return (first == UInt8(ascii: "-") || first == UInt8(ascii: "."))
      && byte(offset + 1) == first && byte(offset + 2) == first && isBlank(offset + 3)
  }

  private mutating func token() throws(InputError) {
    let column = column(of: index)
    if flowDepth == 0 { while let last = indents.last, last > column { indents.removeLast() } }
    // Signs count too, since an empty value between two of them is one.
    count += 1
    if count > maximumCount {
      var error = text.error("more than \(maximumCount) keys, values and signs", at: index)
      error.code = .tooLarge
      throw error
    }
    switch bytes[index] {
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      noteKey(column)
      flowDepth += 1
      try checkDepth()
      index += 1
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      flowDepth = max(0, flowDepth - 1)
      index += 1
    case UInt8(ascii: ","):
      index += 1
    case UInt8(ascii: "-") where isBlank(index + 1):
      try open(column)
      index += 1
    case UInt8(ascii: "?") where flowDepth > 0 || isBlank(index + 1):
      throw text.error("a key is written without `?`", at: index)
    case UInt8(ascii: ":") where flowDepth > 0 || isBlank(index + 1):
      if flowDepth == 0 { try open(keyColumn) }
      index += 1
    case UInt8(ascii: "&"):
      throw text.error("anchors (&) are not supported; put a text that begins with & in quotes", at: index)
    case UInt8(ascii: "*"):
      throw text.error("aliases (*) are not supported; put a text that begins with * in quotes", at: index)
    case UInt8(ascii: "!") where dialect == .template:
      noteKey(column)
      try tag()
    case UInt8(ascii: "|") where flowDepth == 0 && dialect == .template,
      UInt8(ascii: ">") where flowDepth == 0 && dialect == .template:
      try blockText()
    case UInt8(ascii: "!"):
      throw text.error("tags (!) are not supported; put a text that begins with ! in quotes", at: index)
    case UInt8(ascii: "|") where flowDepth == 0, UInt8(ascii: ">") where flowDepth == 0:
      throw text.error("block texts (| and >) are not supported; use quotes", at: index)
    case UInt8(ascii: "%") where index == lineStart:
      throw text.error("directives (%) are not supported", at: index)
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      noteKey(column)
      try quoted(bytes[index])
    default:
      noteKey(column)
      try plain()
    }
  }

  private mutating func noteKey(_ column: Int) {
    if flowDepth == 0, taggedLine != lineStart { keyColumn = column }
  }

  private mutating func open(_ column: Int) throws(InputError) {
    guard flowDepth == 0, column > indents.last ?? -1 else { return }
    indents.append(column)
    try checkDepth()
  }

  private func checkDepth() throws(InputError) {
    if indents.count + flowDepth > maximumDepth {
      throw text.error("nested more than \(maximumDepth) levels deep", at: index)
    }
  }

  private mutating func quoted(_ quote: UInt8) throws(InputError) {
    let start = index
    index += 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"):
        lineStart = index + 1
      case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""):
        // The escaped byte is no quote's end; an escaped line break still ends the line.
        if byte(index + 1) != UInt8(ascii: "\n"), byte(index + 1) != UInt8(ascii: "\r") { index += 1 }
      case quote where quote == UInt8(ascii: "'") && byte(index + 1) == quote:
        index += 1
      case quote:
        index += 1
        return
      default:
        break
      }
      index += 1
    }
    throw text.error("the quote that opens here is never closed", at: start)
  }

  private mutating func plain() throws(InputError) {
    let start = index
    while true {
      while index < bytes.count, !isBlank(index) {
        if endsPlain(index) { return }
        index += 1
      }
      while byte(index) == UInt8(ascii: " ") || byte(index) == UInt8(ascii: "\t") { index += 1 }
      guard index < bytes.count, byte(index) != UInt8(ascii: "#") else { return }
      guard byte(index) == UInt8(ascii: "\r") || byte(index) == UInt8(ascii: "\n") else { continue }
      // The text ended with its line. The parser goes on with the next one where that is indented.
      skipEmptyLines()
      guard plainGoesOn() else { return }
      if dialect == .own {
        throw text.error("a text over several lines needs quotes, and a list commas", at: start)
      }
    }
  }

  private mutating func plainGoesOn() -> Bool {
    let first = byte(index)
    guard index < bytes.count, first != UInt8(ascii: "#") else { return false }
    if index == lineStart, isDocumentMark(index) { return false }
    return flowDepth > 0
      ? !(first == UInt8(ascii: ",") || first == UInt8(ascii: "]") || first == UInt8(ascii: "}"))
      : column(of: index) > indents.last ?? -1
  }

  private func endsPlain(_ offset: Int) -> Bool {
    switch bytes[offset] {
    case UInt8(ascii: ":"): isBlank(offset + 1)
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
      flowDepth > 0
    default: false
    }
  }

  private mutating func skipEmptyLines() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"):
        index += 1
        lineStart = index
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        index += 1
      default:
        return
      }
    }
  }
}
