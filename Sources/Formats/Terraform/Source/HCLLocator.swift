/// Finds the blocks of a file of Terraform's language.
///
/// It is no parser: what does not look like a block or an attribute is passed over, so that a file with an error in it
/// still gives the places of what is whole.
enum HCLLocator {
  /// The blocks at the top of a file, in order.
  ///
  /// - Complexity: O(bytes)
  static func blocks(in bytes: [UInt8]) -> [HCLBlock] {
    var scan = Scan()
    var tokens = HCLTokens(bytes)
    while let token = tokens.next() { scan.take(token, at: tokens.place) }
    return scan.blocks
  }

  private struct Scan {
    var blocks: [HCLBlock] = []
    /// The words since a statement began; nil while its expression goes on.
    private var head: [String]? = []
    private var start = HCLPlace(line: 1, column: 1)
    /// What is open, outermost first: true for a block's body, false for a bracket of an expression.
    private var open: [Bool] = []
    /// Whether the attribute that is read is a module's `source`, and its text so far.
    private var isSource = false

    mutating func take(_ token: HCLTokens.Token, at place: HCLPlace) {
      switch token {
      case .line:
        // In brackets an expression goes on over lines.
        if open.last != false { head = [] }
        isSource = false
      case .open: openBrace()
      case .close:
        if !open.isEmpty { open.removeLast() }
        if open.last != false { head = [] }
      case .equals:
        guard let words = head else { return }
        if words.count == 1 { addMember(words[0]) }
        isSource = words == ["source"] && open == [true] && blocks.last?.head.first == "module"
        head = nil
      case .word(let word): add(word, at: place)
      case .string(let text):
        if isSource {
          blocks[blocks.count - 1].source = text
          isSource = false
        }
        add(text ?? "", at: place)
      case .heredoc, .other: head = nil
      }
    }

    private mutating func add(_ word: String, at place: HCLPlace) {
      // A label has some tens of bytes, and a block three words.
      guard let words = head, words.count < 8, open.last != false else { return }
      if words.isEmpty { start = place }
      head = words + [word]
    }

    private mutating func openBrace() {
      guard open.last != false, let words = head, let first = words.first else {
        open.append(false)
        return
      }
      if open.isEmpty {
        blocks.append(HCLBlock(head: words, place: start))
      } else {
        addMember(first == "dynamic" && words.count == 2 ? words[1] : first)
      }
      open.append(true)
      head = []
    }

    private mutating func addMember(_ name: String) {
      guard open == [true], !blocks.isEmpty else { return }
      blocks[blocks.count - 1].members[name, default: []].append(start)
    }
  }
}
