/// What all partial results that come together must have in common.
package struct PartialSettings: Hashable, Sendable {
  var model: String
  var tool: String
  var validity: ClosedRange<Int>

  static let schema = 1

  var line: String {
    var line = PartialLine("meta")
    line.member("schema", Self.schema)
    line.member("tool", tool)
    line.member("model", model)
    if validity.lowerBound != .min { line.member("from", validity.lowerBound) }
    if validity.upperBound != .max { line.member("to", validity.upperBound) }
    return line.ended
  }
}
