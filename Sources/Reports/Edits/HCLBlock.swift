/// A block of Terraform's language, its arguments aligned as `terraform fmt` aligns them.
struct HCLBlock {
  private var header: String
  private var lines: [Line] = []

  private enum Line {
    case argument(String, String)
    case block(HCLBlock)
  }

  init(_ type: String, _ labels: String...) {
    header = ([type] + labels.map(Self.quoted)).joined(separator: " ")
  }

  /// - Parameter value: an expression: quoted text, a number, a reference.
  mutating func add(_ name: String, _ value: String?) {
    if let value { lines.append(.argument(name, value)) }
  }
  mutating func add(_ name: String, text: String?) { add(name, text.map(Self.quoted)) }
  mutating func add(_ name: String, _ number: Int?) { add(name, number.map { "\($0)" }) }
  mutating func add(_ name: String, list: [String]) {
    if !list.isEmpty { add(name, "[\(list.joined(separator: ", "))]") }
  }
  mutating func add(_ block: HCLBlock) { lines.append(.block(block)) }

  /// A map of texts, its keys quoted.
  mutating func add(_ name: String, map: [(key: String, value: String)]) {
    guard !map.isEmpty else { return }
    let pairs = map.map { "\(Self.quoted($0.key)) = \(Self.quoted($0.value))" }
    add(name, "{ \(pairs.joined(separator: ", ")) }")
  }

  func text(indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent)
    let width =
      lines.compactMap { line in if case .argument(let name, _) = line { name.utf8.count } else { nil } }
      .max() ?? 0
    var text = "\(margin)\(header) {\n"
    for line in lines {
      switch line {
      case .argument(let name, let value):
        text += "\(margin)  \(name.padded(toExactly: width)) = \(value)\n"
      case .block(let block): text += "\n" + block.text(indent: indent + 2)
      }
    }
    return text + "\(margin)}\n"
  }

  /// A text as a quoted template of which nothing is interpolated.
  static func quoted(_ text: String) -> String {
    var result = "\""
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "{" where last == "$" || last == "%":
        // The sign before it is doubled.
        result.unicodeScalars.append(contentsOf: last.map { [$0, "{"] } ?? ["{"])
      default:
        if String(scalar).visible == String(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          let isLong = scalar.value > 0xFFFF
          result += (isLong ? "\\U" : "\\u")
          result += String(repeating: "0", count: (isLong ? 8 : 4) - digits.count) + digits
        }
      }
      last = scalar
    }
    return result + "\""
  }
}

extension String {
  fileprivate func padded(toExactly width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}
