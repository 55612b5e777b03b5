/// Something in a log that is no record, or a record that is odd.
package struct FlowIssue: Hashable, Sendable {
  /// What kind of thing it is; the raw value is stable.
  package enum Kind: String, Sendable, Hashable, CaseIterable, Comparable {
    /// A line with another number of fields than its log's format has.
    case fieldCount = "field-count"
    /// A line of a log whose format nobody told, neither by a header nor by the number of fields.
    case unknownFormat = "unknown-format"
    /// A line longer than any record.
    case tooLong = "too-long"
    case address
    case port
    case protocolNumber = "protocol"
    /// Packets, bytes or another counter that is no number, or a greater one than fits.
    case number
    case time
    case action
    case logStatus = "log-status"
    case tcpFlags = "tcp-flags"
    case direction = "flow-direction"
    case trafficPath = "traffic-path"
    /// More different names than a log can have.
    case tooManyNames = "too-many-names"
    /// A record that ends before it starts; it is evaluated all the same.
    case startAfterEnd = "start-after-end"
    /// A file that could not be read, or from some place on: gzip data cut short, for example.
    case damagedFile = "damaged-file"
    /// An envelope, such as JSON, that could not be read from some place on.
    case damagedEnvelope = "damaged-envelope"

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// Whether it is about a file, not about a line.
    package var isOfFile: Bool { self == .damagedFile || self == .damagedEnvelope }
  }

  package var kind: Kind
  /// The file as the user gave it.
  package var file: String
  /// The line, from 1 at the beginning of what is read of the file; 0 for a whole file.
  package var line: Int
  /// The beginning of the line, with escapes for what does not print, or what is wrong with a file.
  package var text: String

  package init(kind: Kind, file: String, line: Int, text: String) {
    (self.kind, self.file, self.line, self.text) = (kind, file, line, text)
  }

  func isBefore(_ other: FlowIssue) -> Bool {
    text == other.text ? (file, line) < (other.file, other.line) : text < other.text
  }

  static let shownBytes = 120

  /// The beginning of a text as one line that prints anywhere.
  static func shown(_ bytes: some Sequence<UInt8>) -> String {
    let limit = shownBytes
    var head = Array(bytes.prefix(limit + 1))
    let isWhole = head.count <= limit
    if !isWhole { head.removeLast() }
    if isWhole, head.allSatisfy({ 0x20..<0x7F ~= $0 }) { return String(decoding: head, as: UTF8.self) }
    var shown = ""
    for scalar in String(decoding: head, as: UTF8.self).unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return isWhole ? shown : shown + "…"
  }
}
