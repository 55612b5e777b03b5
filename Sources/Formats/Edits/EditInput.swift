import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTopology

/// What `--edit` is given: a file of edits, or the edits themselves.
enum EditInput {
  /// - Parameter label: what messages call the value where it is no file.
  /// - Throws: what reading the file, the YAML list or the text throws.
  static func read(_ value: String, label: String, for topology: Topology) throws(InputError) -> [Edit] {
    if try isFile(value) { return try read(ByteInput.read(value), from: value, for: topology) }
    do {
      return try read(Array(value.utf8), from: label, for: topology)
    } catch {
      guard error.code != .empty, !value.contains(where: \.isWhitespace) else { throw error }
      // One word is no edit: it is a file's name that is spelt wrongly.
      throw InputError(
        .missing, "there is no file “\(value)”, and as an edit: \(error.message)", at: error.origin,
        candidates: error.candidates)
    }
  }

  private static func isFile(_ value: String) throws(InputError) -> Bool {
    do {
      return try ByteInput.kind(of: value) != .folder
    } catch {
      // What is too long or too odd for a path is a text, and what has blanks is one rather than a path.
      if error.code == .missing || value.contains(where: \.isWhitespace) { return false }
      throw error
    }
  }

  /// A YAML list begins with a minus sign or a bracket, and no edit's text does.
  private static func read(
    _ bytes: [UInt8], from source: String, for topology: Topology
  ) throws(InputError) -> [Edit] {
    guard isYAML(bytes) else { return try EditText.read(bytes, from: source, for: topology) }
    let edits = try NativeEdits.read(YAMLDocument.parse(bytes, file: source), for: topology)
    guard !edits.isEmpty else { throw InputError(.empty, "there is no edit in it", at: Origin(file: source)) }
    return edits
  }

  private static func isYAML(_ bytes: [UInt8]) -> Bool {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }), first != UInt8(ascii: "#") else {
        continue
      }
      return [UInt8(ascii: "-"), UInt8(ascii: "["), UInt8(ascii: "{")].contains(first)
    }
    return false
  }
}
