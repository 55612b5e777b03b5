/// Fields of comma-separated values, by RFC 4180.
enum CSVText {
  /// A field, quoted where it must be. What a spreadsheet would take for a formula begins with a quotation mark instead.
  static func field(_ name: String) -> String {
    let text = name.visible
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return safe }
    return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }
}
