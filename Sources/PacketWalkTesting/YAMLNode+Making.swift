import PacketWalkDiagnostics
import PacketWalkFormats

/// Assertions are handed to the reader of policy files in that file's own form: there is one grammar and one reader, and
/// whatever a file may say means the same here. The place is the caller's, whom failures name, so nodes have none.
extension YAMLNode {
  /// Quoted, so that an empty text is one and not nothing.
  static func text(_ text: String) -> YAMLNode {
    YAMLNode(.scalar(text, isQuoted: true), origin: .implied)
  }

  static func list(_ items: [YAMLNode]) -> YAMLNode { YAMLNode(.sequence(items), origin: .implied) }

  static func fields(_ fields: [(key: String, value: YAMLNode)]) -> YAMLNode {
    YAMLNode(
      .mapping(fields.map { YAMLPair(key: $0.key, origin: .implied, value: $0.value) }), origin: .implied)
  }
}
