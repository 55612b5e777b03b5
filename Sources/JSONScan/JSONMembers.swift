/// The members of an object, in the text's order.
package struct JSONMembers: Sequence, IteratorProtocol, Sendable {
  private let document: JSONDocument
  private var index: Int
  private let end: Int

  init(of value: JSONValue) {
    let node = value.node
    document = value.document
    index = value.index + 1
    end = node.tag == .object ? Int(node.end) : 0
  }

  /// Whether nothing is left.
  package var isEmpty: Bool { index >= end }

  package mutating func next() -> (key: String, value: JSONValue)? {
    guard index < end else { return nil }
    let key = JSONValue(document: document, index: index).string ?? ""
    let value = JSONValue(document: document, index: index + 1)
    index = document.tape[index + 1].next(after: index + 1)
    return (key, value)
  }
}
