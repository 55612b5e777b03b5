package import PacketWalkDiagnostics

/// A view of one value of a document: cheap to make, to copy and to pass on.
package struct JSONValue: Sendable {
  /// What a value is.
  package enum Kind: Sendable {
    case object, array, string, number, boolean, null
  }

  let document: JSONDocument
  /// Its place on the tape.
  let index: Int

  var node: Node { document.tape[index] }

  /// What the value is.
  package var kind: Kind {
    switch node.tag {
    case .object: .object
    case .array: .array
    case .plainString, .escapedString: .string
    case .integer, .decimal: .number
    case .true, .false: .boolean
    case .null: .null
    }
  }

  /// The value's first byte, from 0: a string's opening quote, an object's brace.
  package var byteOffset: Int { Int(node.start) }

  /// File, line and column of the value's first byte.
  ///
  /// - Complexity: O(log lines)
  package var origin: Origin {
    document.standIn ?? Origin(file: document.file, position: document.position(of: byteOffset))
  }

  /// The member of an object; nil where there is none, or where this is no object.
  ///
  /// Names are compared byte by byte: no Unicode normalisation.
  /// - Complexity: O(members), without allocating.
  package subscript(key: String) -> JSONValue? {
    let tape = document.tape
    let nodes = tape.span
    guard nodes[index].tag == .object else { return nil }
    let end = Int(nodes[index].end)
    let length = key.utf8.count
    var name = index + 1
    while name < end {
      let node = nodes[name]
      // Most names differ in length, which is told without a look at their bytes.
      if node.content.count == length || node.tag == .escapedString,
        document.string(at: name, equals: key)
      {
        return JSONValue(document: document, index: name + 1)
      }
      name = nodes[name + 1].next(after: name + 1)
    }
    return nil
  }

  /// The elements of an array, in order; none where this is no array.
  package var elements: JSONElements { JSONElements(of: self) }

  /// The members of an object, in the text's order; none where this is no object.
  package var members: JSONMembers { JSONMembers(of: self) }
}

extension JSONValue.Kind: CustomStringConvertible {
  /// With its article, as messages need it: `an object`.
  package var description: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .boolean: "a boolean"
    case .null: "null"
    }
  }
}
