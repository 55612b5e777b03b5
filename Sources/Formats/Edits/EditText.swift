package import PacketWalkDiagnostics
package import PacketWalkTopology

/// Edits as text: one a line, or several between semicolons, as `docs/topology-format.md` has it.
///
///     sg:db +in tcp/5432 from sg:web
///     rtb:app 0.0.0.0/0 via nat:nat-a
///
/// Additions of whole resources are written in YAML's words, on one line: `add-interface: {…}`.
package enum EditText {
  /// Reads edits of a topology of any format; later ones may refer to what earlier ones add.
  ///
  /// - Parameter source: the file, or whatever else the text is from, for messages.
  /// - Throws: `malformed`, `noMatch` or `ambiguous`, with the place and the edit's text.
  package static func read(
    _ bytes: [UInt8], from source: String, for topology: Topology
  ) throws(InputError) -> [Edit] {
    guard bytes.count <= YAMLDocument.maximumSize else {
      throw InputError(.tooLarge, "a text of edits may have at most 64 MiB", at: Origin(file: source))
    }
    let text = try YAMLText(bytes, file: source)
    let sentences = try EditSentences.all(in: text)
    guard !sentences.isEmpty else {
      throw InputError(.empty, "there is no edit in it", at: Origin(file: source))
    }
    var reader = EditTextReader(text, for: topology)
    var edits: [Edit] = []
    edits.reserveCapacity(sentences.count)
    for (place, sentence) in sentences.enumerated() {
      edits.append(try reader.read(sentence, number: place + 1, of: sentences.count))
    }
    return edits
  }

  /// The text of one edit of a topology; reading it gives the edit, but for the identifier of a rule.
  package static func text(_ edit: Edit, on topology: Topology) -> String {
    EditTextWriter([edit], on: topology).text(edit)
  }

  /// The texts of edits of a topology, each of which may refer to what those before it add.
  ///
  /// - Complexity: O(resources) for all of them together, and O(interfaces) more for one of an interface
  ///   that is named by its instance.
  package static func texts(_ edits: [Edit], on topology: Topology) -> [String] {
    let writer = EditTextWriter(edits, on: topology)
    return edits.map(writer.text)
  }
}
