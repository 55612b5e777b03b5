import PacketWalkByteInput
package import PacketWalkDiagnostics
import PacketWalkJSONScan

/// Values for templates' parameters, as people give them.
package enum CloudFormationParameters {
  /// Reads arguments: `Name=value`, or a file in one of the forms that AWS's tools take. Later ones win.
  ///
  /// The forms are the AWS CLI's (`[{"ParameterKey": …, "ParameterValue": …}]`, or a list of `Name=value`), a map of
  /// names to values, and such a map under `Parameters`, as CodePipeline and the CDK have it; JSON all of them.
  ///
  /// - Throws: what reading a file throws; `malformed` where it has none of the forms.
  package static func read(_ arguments: [String]) throws(InputError) -> [String: String] {
    var values: [String: String] = [:]
    for argument in arguments {
      if let (name, value) = pair(argument), !name.contains("/"), !name.contains(".") {
        values[name] = value
      } else {
        let document = try JSONDocument(parsing: ByteInput.read(argument), file: argument)
        try add(document.root, to: &values)
      }
    }
    return values
  }

  private static func pair(_ text: String) -> (String, String)? {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else { return nil }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }

  private static func add(_ root: JSONValue, to values: inout [String: String]) throws(InputError) {
    let map = root["Parameters"] ?? root
    switch map.kind {
    case .object:
      for (name, value) in map.members { values[name] = try text(value) }
    case .array:
      for element in map.elements {
        if let text = element.string, let (name, value) = pair(text) {
          values[name] = value
        } else if let name = element["ParameterKey"]?.string, let value = element["ParameterValue"] {
          values[name] = try text(value)
        } else {
          throw InputError(
            .malformed, "this is no parameter: neither ParameterKey and ParameterValue nor a text Name=value",
            at: element.origin)
        }
      }
    default:
      throw InputError(
        .malformed, "these are no parameters: a list of them, or names with values, was expected",
        at: map.origin)
    }
  }

  private static func text(_ value: JSONValue) throws(InputError) -> String {
    if value.kind == .array {
      return value.elements.compactMap(\.scalarText).joined(separator: ",")
    }
    guard let text = value.scalarText else {
      throw InputError(.malformed, "a parameter's value has to be a text", at: value.origin)
    }
    return text
  }
}
