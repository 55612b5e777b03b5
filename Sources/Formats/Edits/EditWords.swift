import PacketWalkDiagnostics

/// The words of one edit, from left to right.
struct EditWords {
  private var rest: ArraySlice<EditWord>
  private let sentence: EditSentence
  private(set) var isAfterBlackhole = false

  init(_ sentence: EditSentence) {
    self.sentence = sentence
    rest = sentence.words[...]
  }

  mutating func next() -> EditWord? { rest.popFirst() }

  /// - Throws: `malformed`, with what is expected, where the edit ends too early.
  mutating func next(_ expected: String) throws(InputError) -> EditWord {
    guard let word = rest.popFirst() else {
      throw InputError(.malformed, "the edit ends where \(expected) is expected", at: sentence.origin)
    }
    return word
  }

  /// A word in quotes, if one follows.
  mutating func nextQuoted() -> String? {
    guard rest.first?.isQuoted == true else { return nil }
    return rest.popFirst()?.text
  }

  /// The one or two words of a service, and the preposition behind it. `any` is `all`.
  mutating func service(before preposition: String) throws(InputError) -> EditWord {
    var service = try next("a service, such as tcp/443")
    if service.text == "any" { service.text = "all" }
    var word = try next("“\(preposition)”")
    if word.text == "all" {
      service.text += " all"
      word = try next("“\(preposition)”")
    }
    guard word.text == preposition else {
      throw InputError(
        .malformed, "“\(word.text)” stands where this direction has “\(preposition)”", at: word.origin)
    }
    return service
  }

  /// Passes over `blackhole of`.
  mutating func skipBlackhole() {
    guard rest.count >= 2, rest.prefix(2).map(\.text) == ["blackhole", "of"] else { return }
    rest = rest.dropFirst(2)
    isAfterBlackhole = true
  }

  /// - Throws: `malformed` where there is more.
  func end() throws(InputError) {
    guard let word = rest.first else { return }
    throw InputError(.malformed, "“\(word.text)” is one word too many", at: word.origin)
  }
}

extension EditWord {
  /// The rest after a prefix, at its own place.
  func dropping(_ prefix: String) -> EditWord {
    var word = self
    word.text = String(text.dropFirst(prefix.count))
    // Quotes or escapes before it would put the place off by a little; a word that has some keeps its start.
    if !isQuoted { word.origin.position?.column += prefix.utf8.count }
    return word
  }

  var node: YAMLNode { YAMLNode(.scalar(text, isQuoted: isQuoted), origin: origin) }

  /// The error for a word that is none of those known here.
  func unknown(_ what: String, _ known: [String]) -> InputError {
    let near = nearestNames(to: text, among: known)
    let hint = near.first.map { "; did you mean “\($0)”?" } ?? "; known are \(known.joined(separator: ", "))"
    return InputError(.malformed, "“\(text)” is no \(what)\(hint)", at: origin, candidates: near)
  }
}

extension Origin {
  func movedDown(by lines: Int) -> Origin {
    var moved = self
    moved.position?.line += lines
    return moved
  }
}

extension YAMLNode {
  /// The node as it stands further down in a file.
  func movedDown(by lines: Int) -> YAMLNode {
    let content: Content =
      switch self.content {
      case .scalar: self.content
      case .sequence(let items): .sequence(items.map { $0.movedDown(by: lines) })
      case .mapping(let pairs):
        .mapping(
          pairs.map {
            YAMLPair(
              key: $0.key, origin: $0.origin.movedDown(by: lines), value: $0.value.movedDown(by: lines))
          })
      }
    return YAMLNode(content, origin: origin.movedDown(by: lines))
  }
}
