/// Something that flow records are wrapped in, unwrapped as it comes.
protocol Envelope {
  /// Takes the next bytes of the source and puts the lines it finds into the output.
  ///
  /// - Returns: how many bytes were taken: all, or as far as something that has to be unpacked first.
  mutating func consume(_ bytes: ArraySlice<UInt8>, into output: EnvelopeOutput) -> Int

  /// The source is at its end.
  mutating func finish(into output: EnvelopeOutput)
}

/// The lines found so far.
final class EnvelopeOutput {
  struct Damage {
    var message: String
    var line: Int
  }

  /// What was found and not yet taken.
  var text: [UInt8] = []
  let origins = LineOrigins()
  var controlMessages = 0
  /// Packed data within a text, which holds records in turn.
  var packed: [UInt8]?
  var damage: Damage?
  /// Where in the source what is unwrapped from packed data is cited.
  var outerPlace: (offset: Int, line: Int)?
  private var written = 0
  private var names: [String] = []

  /// Adds the text of a message, which ends with a newline or doesn't.
  func add(message: [UInt8], offset: Int, line: Int) {
    let place = outerPlace ?? (offset, line)
    origins.append(LineOrigins.Origin(start: written, offset: place.offset, line: place.line))
    var end = message.count
    while end > 0, message[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    add(message[..<end])
    add(CollectionOfOne(UInt8(ascii: "\n")))
  }

  /// Adds a record field by field, after a header wherever the fields are others than before.
  func add(record: [(name: String, value: String)], offset: Int, line: Int) {
    let names = record.map(\.name)
    if names != self.names {
      self.names = names
      add(message: Array(names.joined(separator: " ").utf8), offset: offset, line: line)
    }
    let values = record.map { field -> String in
      let value = String(field.value.map { $0.isWhitespace ? "?" : $0 })
      return value.isEmpty ? "-" : value
    }
    add(message: Array(values.joined(separator: " ").utf8), offset: offset, line: line)
  }

  private func add(_ bytes: some Collection<UInt8>) {
    text += bytes
    written += bytes.count
  }
}
