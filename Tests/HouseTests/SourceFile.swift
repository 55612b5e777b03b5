import PacketWalkByteInput

/// One file of `Sources`.
struct SourceFile {
  /// From the root of the repository.
  let path: String
  /// The folder of `Sources` that it is in.
  let module: String
  let lines: [Substring]

  /// The repository's root; this file is `Tests/HouseTests/SourceFile.swift`.
  static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  static func text(of path: String) throws -> String {
    String(decoding: try ByteInput.read("\(root)/\(path)"), as: UTF8.self)
  }

  /// Every Swift file of `Sources`, in order.
  static func all() throws -> [SourceFile] {
    try ByteInput.files(in: "\(root)/Sources").compactMap { file in
      guard file.hasSuffix(".swift") else { return nil }
      let path = String(file.dropFirst(root.count + 1))
      return SourceFile(path: path, text: try text(of: path))
    }
  }

  init(path: String, text: String) {
    self.path = path
    let folders = path.split(separator: "/")
    module = folders.count > 2 ? String(folders[1]) : ""
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The modules that it imports.
  var imports: [String] { lines.compactMap(Self.importedModule) }

  /// `@_exported public import struct A.B` imports `A`.
  static func importedModule(_ line: Substring) -> String? {
    var words = line.split { $0 == " " || $0 == "\t" }[...]
    let levels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    while let word = words.first, word.hasPrefix("@") || levels.contains(word) { words.removeFirst() }
    guard words.popFirst() == "import", var name = words.popFirst() else { return nil }
    let kinds: Set<Substring> = [
      "struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor",
    ]
    if kinds.contains(name), let next = words.popFirst() { name = next }
    return String(name.prefix { $0 != "." && $0 != ";" })
  }
}
