/// The elements of an array, in order.
package struct JSONElements: Sequence, IteratorProtocol, Sendable {
  private let document: JSONDocument
  private var index: Int
  private let end: Int

  init(of value: JSONValue) {
    let node = value.node
    document = value.document
    index = value.index + 1
    end = node.tag == .array ? Int(node.end) : 0
  }

  /// Whether nothing is left.
  package var isEmpty: Bool { index >= end }

  package mutating func next() -> JSONValue? {
    guard index < end else { return nil }
    let value = JSONValue(document: document, index: index)
    index = document.tape[index].next(after: index)
    return value
  }
}
