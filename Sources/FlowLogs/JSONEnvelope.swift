/// Flow records within JSON: the values of `message`, `@message` and `body`; or objects and rows whose members are
/// named like fields.
///
/// Takes the answers of `filter-log-events`, `get-log-events` and `get-query-results`; what subscriptions
/// deliver, by Lambda and Kinesis in packed form, by Firehose one object after the other; and what a flow log
/// delivers to Firehose. A file has its records in one of the two forms; the first that is found counts.
struct JSONEnvelope: Envelope {
  /// Deeper than anything that holds records.
  private static let maximumDepth = 64
  /// More members with fields' names than there are fields.
  private static let maximumMembers = 256
  /// A Lambda's event has at most 6 MB.
  private static let longestData = 1 << 24

  private struct Frame {
    var isArray: Bool
    var offset: Int
    var line: Int
    var key = ""
    /// Whether what comes next is the key's value.
    var isAtValue = false
    var members: [(name: String, value: String)] = []
    /// The two members of a row's column, in the answers of `get-query-results`.
    var columnName: String?
    var columnValue: String?
    /// A message to test the subscription: it and all in it holds no records.
    var isControl = false
  }

  private enum State { case between, string, escape, unicode, literal }
  private enum Form { case messages, members }

  private let longestText: Int
  private let isInner: Bool
  private var state = State.between
  private var stack: [Frame] = []
  private var text: [UInt8] = []
  private var textLimit = 0
  private var textPlace = (offset: 0, line: 1)
  private var hexDigits = 0
  private var unit: UInt32 = 0
  private var highSurrogate: UInt32?
  private var form: Form?
  private var offset = 0
  private var line = 1

  init(longestText: Int, isInner: Bool = false) {
    self.longestText = longestText
    self.isInner = isInner
  }

  mutating func consume(_ bytes: ArraySlice<UInt8>, into output: EnvelopeOutput) -> Int {
    for place in bytes.indices {
      let byte = bytes[place]
      switch state {
      case .string: inString(byte, output)
      case .escape: escaped(byte, output)
      case .unicode: inUnicode(byte, output)
      case .literal:
        if Self.endsLiteral(byte) {
          state = .between
          value(String(decoding: text, as: UTF8.self), isString: false, output)
          between(byte, output)
        } else if text.count < longestText {
          text.append(byte)
        }
      case .between: between(byte, output)
      }
      offset += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      if output.damage != nil || output.packed != nil { return place + 1 - bytes.startIndex }
    }
    return bytes.count
  }

  mutating func finish(into output: EnvelopeOutput) {
    if state != .between && state != .literal || !stack.isEmpty { damage("the JSON is cut short", output) }
  }

  private func damage(_ message: String, _ output: EnvelopeOutput) {
    if output.damage == nil {
      output.damage = EnvelopeOutput.Damage(message: message, line: output.outerPlace?.line ?? line)
    }
  }

  private static func endsLiteral(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }

  private mutating func between(_ byte: UInt8, _ output: EnvelopeOutput) {
    switch byte {
    case UInt8(ascii: "\""):
      state = .string
      text.removeAll(keepingCapacity: true)
      textPlace = (offset, line)
      textLimit =
        stack.last?.isAtValue == true && stack.last?.key == "data" ? Self.longestData : longestText + 1
    case UInt8(ascii: "{"), UInt8(ascii: "["): push(isArray: byte == UInt8(ascii: "["), output)
    case UInt8(ascii: "}"), UInt8(ascii: "]"): pop(isArray: byte == UInt8(ascii: "]"), output)
    case UInt8(ascii: ":"):
      guard let last = stack.indices.last, !stack[last].isArray else {
        return damage("a colon in no object", output)
      }
      stack[last].isAtValue = true
    case UInt8(ascii: ","):
      if let last = stack.indices.last { stack[last].isAtValue = false }
    case 0...0x20, 0xEF, 0xBB, 0xBF: break
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"):
      state = .literal
      text = [byte]
      textPlace = (offset, line)
    default: damage("no JSON", output)
    }
  }

  private mutating func push(isArray: Bool, _ output: EnvelopeOutput) {
    guard stack.count < Self.maximumDepth else { return damage("JSON nested too deeply", output) }
    var frame = Frame(isArray: isArray, offset: offset, line: line)
    frame.isControl = stack.last?.isControl ?? false
    stack.append(frame)
  }

  private mutating func pop(isArray: Bool, _ output: EnvelopeOutput) {
    guard let frame = stack.popLast(), frame.isArray == isArray else {
      return damage("a bracket that closes nothing", output)
    }
    if let last = stack.indices.last {
      if !stack[last].isArray { stack[last].isAtValue = false }
      if let name = frame.columnName, let value = frame.columnValue, stack[last].isArray {
        if stack[last].members.count < Self.maximumMembers { stack[last].members.append((name, value)) }
        return
      }
    }
    guard !frame.isControl else { return }
    if isArray, let message = frame.members.first(where: { $0.name == "@message" }) {
      return add(message: Array(message.value.utf8), offset: frame.offset, line: frame.line, output)
    }
    let record = frame.members.filter { FlowField(named: $0.name) != nil }
    guard record.count >= 3, form != .messages else { return }
    form = .members
    output.add(record: record, offset: frame.offset, line: frame.line)
  }

  private mutating func add(message: [UInt8], offset: Int, line: Int, _ output: EnvelopeOutput) {
    guard form != .members else { return }
    form = .messages
    output.add(message: message, offset: offset, line: line)
  }

  /// A string or a literal is complete.
  private mutating func value(_ text: String, isString: Bool, _ output: EnvelopeOutput) {
    guard let last = stack.indices.last, !stack[last].isArray else { return }
    guard stack[last].isAtValue else {
      if isString { stack[last].key = text } else { damage("an object's key that is no string", output) }
      return
    }
    stack[last].isAtValue = false
    switch stack[last].key {
    case "message" where isString, "@message" where isString, "body" where isString:
      guard !stack[last].isControl else { return }
      add(message: self.text, offset: textPlace.offset, line: textPlace.line, output)
    case "messageType" where text == "CONTROL_MESSAGE":
      stack[last].isControl = true
      output.controlMessages += 1
    case "data" where !isInner && text.hasPrefix("H4sI"):
      guard let packed = Base64.decode(self.text) else { return damage("data that is no base64", output) }
      output.packed = packed
      output.outerPlace = textPlace
    case "field": stack[last].columnName = text
    case "value": stack[last].columnValue = text
    case let key:
      guard form != .messages, stack[last].members.count < Self.maximumMembers, FlowField(named: key) != nil
      else { return }
      stack[last].members.append((key, !isString && text == "null" ? "-" : text))
    }
  }
}

extension JSONEnvelope {
  private mutating func inString(_ byte: UInt8, _ output: EnvelopeOutput) {
    switch byte {
    case UInt8(ascii: "\""):
      endSurrogate()
      state = .between
      value(String(decoding: text, as: UTF8.self), isString: true, output)
    case UInt8(ascii: "\\"): state = .escape
    default:
      endSurrogate()
      append(byte)
    }
  }

  private mutating func append(_ byte: UInt8) {
    // What is longer is cut, so that it still counts as too long.
    if text.count < textLimit { text.append(byte) }
  }

  private mutating func escaped(_ byte: UInt8, _ output: EnvelopeOutput) {
    state = .string
    if byte == UInt8(ascii: "u") {
      (state, hexDigits, unit) = (.unicode, 0, 0)
      return
    }
    endSurrogate()
    switch byte {
    case UInt8(ascii: "n"): append(UInt8(ascii: "\n"))
    case UInt8(ascii: "t"): append(UInt8(ascii: "\t"))
    case UInt8(ascii: "r"): append(UInt8(ascii: "\r"))
    case UInt8(ascii: "b"): append(0x08)
    case UInt8(ascii: "f"): append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): append(byte)
    default: damage("an escape that JSON doesn't have", output)
    }
  }

  private mutating func inUnicode(_ byte: UInt8, _ output: EnvelopeOutput) {
    guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
      return damage("an escape that JSON doesn't have", output)
    }
    unit = unit << 4 | UInt32(digit)
    hexDigits += 1
    guard hexDigits == 4 else { return }
    state = .string
    if let high = highSurrogate, (0xDC00...0xDFFF).contains(unit) {
      highSurrogate = nil
      append(scalar: 0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00))
      return
    }
    endSurrogate()
    if (0xD800...0xDBFF).contains(unit) { highSurrogate = unit } else { append(scalar: unit) }
  }

  /// A half of a pair whose other half did not come.
  private mutating func endSurrogate() {
    if highSurrogate != nil {
      highSurrogate = nil
      append(scalar: 0xFFFD)
    }
  }

  private mutating func append(scalar: UInt32) {
    for byte in String(Character(Unicode.Scalar(scalar) ?? "\u{FFFD}")).utf8 { append(byte) }
  }
}
