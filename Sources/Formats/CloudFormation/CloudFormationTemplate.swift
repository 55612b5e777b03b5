import PacketWalkDiagnostics
import PacketWalkJSONScan

/// A template's sections, nothing evaluated yet.
struct CloudFormationTemplate: Sendable {
  /// As the user named it, or as it was found.
  var file: String
  var root: TemplateValue

  /// Reads JSON or YAML.
  ///
  /// - Throws: `malformed` with line and column, `unrecognised` where the document has no resources.
  init(_ bytes: [UInt8], file: String) throws(InputError) {
    self.file = file
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let isJSON =
      first == UInt8(ascii: "{") || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    if isJSON {
      root = try TemplateValue(JSONDocument(parsing: bytes, file: file).root)
    } else {
      root = TemplateValue(try YAMLDocument.parse(bytes, file: file, dialect: .template))
    }
    guard let resources = root["Resources"], resources.isObject else {
      throw InputError(
        .unrecognised, "this is no CloudFormation template: it has no mapping Resources", at: root.origin)
    }
  }

  /// The file's name without folders and without what follows the first dot: what a stack is called that nobody named.
  var stackName: String {
    let name = Self.basename(file)
    let stem = name.prefix { $0 != "." }
    return stem.isEmpty ? name : String(stem)
  }

  static func basename(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  func section(_ name: String) -> [TemplateMember] { root[name]?.members ?? [] }

  /// The transforms that it asks for: `AWS::Serverless-2016-10-31`.
  var transforms: [String] {
    guard let value = root["Transform"] else { return [] }
    return value.text.map { [$0] } ?? (value.elements ?? []).compactMap(\.text)
  }
}
