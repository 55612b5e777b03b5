package import PacketWalkDiagnostics
import Yams

/// Reads a YAML file: one document, no anchors, aliases or merge keys, limited in size and depth.
package enum YAMLDocument {
  /// What may stand in a file.
  package enum Dialect: Sendable {
    /// Our own files: no tags, no block texts, no plain texts over several lines.
    case own
    /// CloudFormation's templates, which have all three.
    case template
  }

  /// How many bytes a file may have.
  package static let maximumSize = 64 << 20
  /// How many keys, values and signs a file may have; each value takes many times the memory of its text.
  package static let maximumCount = 8_000_000
  /// How deeply mappings and lists may be nested.
  package static let maximumDepth = 64

  /// Parses the bytes.
  ///
  /// - Throws: `tooLarge` past 64 MiB or 8 million keys, values and signs, `malformed` with line and byte column for anything else.
  /// - Complexity: O(bytes)
  package static func parse(
    _ bytes: [UInt8], file: String, dialect: Dialect = .own
  ) throws(InputError) -> YAMLNode {
    guard bytes.count <= maximumSize else {
      throw InputError(.tooLarge, "a YAML file may have at most 64 MiB", at: Origin(file: file))
    }
    let text = try YAMLText(bytes, file: file)
    try YAMLGuard.check(
      text, dialect: dialect, maximumDepth: maximumDepth, maximumCount: maximumCount)
    var reader = YAMLNodeReader(text: text, hasTags: dialect == .template)
    return try reader.convert(compose(text), depth: 0)
  }

  private static func compose(_ text: YAMLText) throws(InputError) -> Node {
    do {
      // Nobody asks what kinds of values plain texts look like, and guessing takes a third of the time.
      guard let root = try Yams.compose(yaml: text.string, .basic, .default, .utf8) else {
        throw InputError(.empty, "the file is empty", at: Origin(file: text.file))
      }
      return root
    } catch let error as InputError {
      throw error
    } catch let error as YamlError {
      throw inputError(error, in: text)
    } catch {
      throw InputError(.malformed, "\(error)", at: Origin(file: text.file))
    }
  }

  private static func inputError(_ error: YamlError, in text: YAMLText) -> InputError {
    var reader = YAMLNodeReader(text: text)
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      let origin = reader.origin(mark)
      if problem.contains("cannot start any token"), text.holdsTab(at: origin.position) {
        return InputError(.malformed, "a tab cannot start any token; indent with spaces", at: origin)
      }
      let doing = context.map { ", \($0.text)" } ?? ""
      return InputError(.malformed, problem + doing, at: origin)
    case .composer(let context, let problem, let mark, _):
      let expected = context.map { "\($0.text), " } ?? ""
      return InputError(.malformed, expected + problem, at: reader.origin(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      let key = keys.first ?? ""
      return InputError(
        .malformed, "“\(key)” is written twice in one mapping", at: reader.origin(context.mark))
    default:
      return InputError(.malformed, "\(error)", at: Origin(file: text.file))
    }
  }
}

/// Turns the parser's nodes into ours, with positions in bytes.
private struct YAMLNodeReader {
  let text: YAMLText
  let hasTags: Bool
  /// The last position that was asked for: nodes come in the text's order, so that a long line is walked
  /// once and not once a node.
  private var line = 0
  private var character = 0
  private var byte = 0

  init(text: YAMLText, hasTags: Bool = false) {
    self.text = text
    self.hasTags = hasTags
  }

  private func tag(_ node: Node) -> String? {
    guard hasTags else { return nil }
    let tag = node.tag.description
    return tag.hasPrefix("!") && tag.utf8.count > 1 ? tag : nil
  }

  /// libyaml counts characters; everyone else's positions are bytes.
  mutating func origin(_ mark: Mark) -> Origin {
    guard mark.line >= 1, mark.line <= text.lineStarts.count else { return Origin(file: text.file) }
    let start = text.lineStarts[mark.line - 1]
    if line != mark.line || character > mark.column - 1 { (line, character, byte) = (mark.line, 0, start) }
    while character < mark.column - 1, byte < text.bytes.count {
      byte += 1
      while byte < text.bytes.count, text.bytes[byte] & 0xC0 == 0x80 { byte += 1 }
      character += 1
    }
    return Origin(file: text.file, position: Position(line: mark.line, column: byte - start + 1))
  }

  mutating func convert(_ node: Node, depth: Int) throws(InputError) -> YAMLNode {
    let origin = if let mark = node.mark { self.origin(mark) } else { Origin(file: text.file) }
    guard depth <= YAMLDocument.maximumDepth else {
      throw InputError(.malformed, "nested more than \(YAMLDocument.maximumDepth) levels deep", at: origin)
    }
    let tag = tag(node)
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style != .plain
      return YAMLNode(.scalar(scalar.string, isQuoted: isQuoted), origin: origin, tag: tag)
    case .sequence(let sequence):
      var items: [YAMLNode] = []
      items.reserveCapacity(sequence.count)
      for item in sequence { items.append(try convert(item, depth: depth + 1)) }
      return YAMLNode(.sequence(items), origin: origin, tag: tag)
    case .mapping(let mapping):
      return YAMLNode(.mapping(try pairs(mapping, depth: depth)), origin: origin, tag: tag)
    case .alias:
      throw InputError(.malformed, "aliases (*) are not supported", at: origin)
    }
  }

  private mutating func pairs(_ mapping: Node.Mapping, depth: Int) throws(InputError) -> [YAMLPair] {
    var pairs: [YAMLPair] = []
    pairs.reserveCapacity(mapping.count)
    var seen: Set<String> = []
    for (keyNode, valueNode) in mapping {
      let key = try convert(keyNode, depth: depth + 1)
      guard let name = key.scalar else {
        throw InputError(.malformed, "a key has to be a text, and this is \(key.kindName)", at: key.origin)
      }
      if name == "<<" {
        throw InputError(.malformed, "merge keys (<<) are not supported", at: key.origin)
      }
      // The parser tells `1` from `"1"`; here they are the same key.
      guard seen.insert(name).inserted else {
        throw InputError(.malformed, "“\(name)” is written twice in one mapping", at: key.origin)
      }
      pairs.append(YAMLPair(key: name, origin: key.origin, value: try convert(valueNode, depth: depth + 1)))
    }
    return pairs
  }
}
