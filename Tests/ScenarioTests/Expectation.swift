import PacketWalkDiagnostics
@testable import PacketWalkFormats
import PacketWalkQueries

/// One row of a scenario's expectations: a question, its verdict and what decides it.
struct Expectation: Sendable {
  struct Blocker: Sendable {
    var code: String
    var component: String
    var direction: String
    var rule: String?
  }

  var row: String
  var question: Question
  var verdict: String
  var blockers: [Blocker]
  /// Names that stand among the hops in this order.
  var path: [String]
  /// Names that do not stand among the hops.
  var avoids: [String]
  /// Words of the printed explanation.
  var mentions: [String]
  var assumptions: [String]
  /// Words of what an undetermined answer lacks.
  var missing: String?
  var edits: YAMLNode?
  /// The end whose flow log is asked for, in place of the answer.
  var flowLogAt: String?
  /// The file asked, where a folder holds several.
  var input: String?
  /// Clauses that need a later capability.
  var pending: String?

  /// Reads a scenario's expectations file.
  static func all(in bytes: [UInt8], file: String) throws -> [Expectation] {
    let root = try YAMLDocument.parse(bytes, file: file)
    return try required("rows", root).items.map(Expectation.init)
  }

  /// A text beside the rows.
  static func text(_ key: String, in bytes: [UInt8], file: String) throws -> String {
    try required(key, YAMLDocument.parse(bytes, file: file)).scalar ?? ""
  }

  private init(_ node: YAMLNode) throws {
    let known: Set<String> = [
      "row", "ask", "verdict", "blockers", "path", "avoids", "mentions", "assumptions", "undetermined",
      "edits", "input", "pending",
    ]
    if case .mapping(let pairs) = node.content {
      for pair in pairs where !known.contains(pair.key) {
        throw InputError(.malformed, "'\(pair.key)' is no key of an expectation", at: pair.origin)
      }
    }
    row = try Self.required("row", node).scalar ?? ""
    let ask = try Self.required("ask", node)
    question = Question(
      from: try Self.required("from", ask).scalar ?? "", to: try Self.required("to", ask).scalar ?? "",
      on: try Self.required("on", ask).scalar ?? "", through: Self.member("through", ask)?.scalar)
    verdict = try Self.required("verdict", node).scalar ?? ""
    blockers =
      try Self.member("blockers", node)?.items.map { item in
        Blocker(
          code: try Self.required("code", item).scalar ?? "",
          component: try Self.required("component", item).scalar ?? "",
          direction: try Self.required("direction", item).scalar ?? "",
          rule: Self.member("rule", item)?.scalar)
      } ?? []
    path = Self.texts("path", node)
    avoids = Self.texts("avoids", node)
    mentions = Self.texts("mentions", node)
    assumptions = Self.texts("assumptions", node)
    missing = Self.member("undetermined", node)?.scalar
    edits = Self.member("edits", node)
    flowLogAt = Self.member("flow-log-at", ask)?.scalar
    input = Self.member("input", node)?.scalar
    pending = Self.member("pending", node)?.scalar
  }

  private static func member(_ key: String, _ node: YAMLNode) -> YAMLNode? {
    guard case .mapping(let pairs) = node.content else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  private static func required(_ key: String, _ node: YAMLNode) throws -> YAMLNode {
    guard let value = member(key, node) else {
      throw InputError(.malformed, "an expectation without '\(key)'", at: node.origin)
    }
    return value
  }

  private static func texts(_ key: String, _ node: YAMLNode) -> [String] {
    member(key, node)?.items.compactMap(\.scalar) ?? []
  }
}
