package import PacketWalkDiagnostics
import PacketWalkByteInput
import PacketWalkJSONScan

/// The source that a plan or a state was made of: where each resource stands in it (`--source`).
///
/// Nothing is evaluated. A module is found where `.terraform/modules/modules.json` says, as `terraform init` left it, or
/// where its block's `source` leads, if that is a path.
package final class TerraformSource {
  /// As the user gave it, without a slash at the end.
  private let root: String
  /// Folders of modules that `terraform init` knows, by their path in calls: `vpc.subnets`.
  private var installed: [String: String] = [:]
  private var modules: [String: Module?] = [:]
  private var folders: [String: Module] = [:]
  /// Addresses that are not in the source.
  private(set) var missing: [String] = []

  /// The blocks of a module's files, by what addresses call them: `data.aws_vpc.main`, `module.vpc`.
  private struct Module {
    var folder: String
    var blocks: [String: (file: String, block: HCLBlock)] = [:]
  }

  /// More is no source that somebody wrote.
  private static let maximumFileSize = 4 << 20
  private static let maximumFiles = 10_000
  private var filesRead = 0

  /// Opens the folder of the root module.
  ///
  /// - Throws: what reading throws; `empty` where the folder has no files of Terraform's.
  package init(folder: String) throws(InputError) {
    root = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let module = try read(root)
    guard !module.blocks.isEmpty else {
      throw InputError(
        .empty, "there is no source of Terraform's in the folder: no file ending in .tf has a block",
        at: Origin(file: folder))
    }
    modules[""] = module
    try readInstalled()
  }

  /// Where a resource is declared, and where the parts directly in its block are; nil where it isn't found.
  func block(of instance: TerraformInstance) -> (origin: Origin, members: [String: Origin])? {
    guard let module = module(Self.path(of: instance.module)),
      let found = module.blocks[instance.resource]
    else {
      if missing.last != instance.address { missing.append(instance.address) }
      return nil
    }
    func origin(_ place: HCLPlace) -> Origin {
      Origin(file: found.file, position: Position(line: place.line, column: place.column))
    }
    // Of several blocks of one name nobody knows which one made a value.
    let members = found.block.members.compactMapValues { $0.count == 1 ? origin($0[0]) : nil }
    return (origin(found.block.place), members)
  }

  /// One note for all that was not found.
  var findings: [Finding] {
    guard let first = missing.first else { return [] }
    return [
      Finding(
        code: "PW_NOT_IN_SOURCE", severity: .note, subject: first,
        message: missing.count == 1
          ? "this resource is not in the source"
          : "this and \(missing.count - 1) more resources are not in the source",
        origin: Origin(file: root))
    ]
  }

  // MARK: Modules

  /// `["vpc", "subnets"]` of `module.vpc[0].module.subnets["a.b"]`.
  static func path(of address: String) -> [String] {
    var names: [String] = []
    var word = ""
    var isQuoted = false
    var depth = 0
    for character in address + "." {
      if character == "\"" { isQuoted.toggle() }
      if isQuoted { continue }
      switch character {
      case "[": depth += 1
      case "]": depth -= 1
      case "." where depth == 0:
        names.append(word)
        word = ""
      default: if depth == 0 { word.append(character) }
      }
    }
    return names.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
  }

  private func module(_ path: [String]) -> Module? {
    let key = path.joined(separator: ".")
    if let known = modules[key] { return known }
    let found = find(path, key)
    modules[key] = .some(found)
    return found
  }

  private func find(_ path: [String], _ key: String) -> Module? {
    if let folder = installed[key] { return try? read("\(root)/\(folder)") }
    guard let name = path.last, let parent = module(path.dropLast()),
      let source = parent.blocks["module.\(name)"]?.block.source,
      source.hasPrefix("./") || source.hasPrefix("../")
    else { return nil }
    return try? read("\(parent.folder)/\(source)")
  }

  /// `modules.json`: which folder each call's module is in.
  private func readInstalled() throws(InputError) {
    let path = "\(root)/.terraform/modules/modules.json"
    guard (try? ByteInput.kind(of: path)) == .file else { return }
    let document = try JSONDocument(parsing: ByteInput.read(path), file: path)
    for entry in document.root["Modules"].map({ Array($0.elements) }) ?? [] {
      guard let key = entry["Key"]?.string, let folder = entry["Dir"]?.string, !key.isEmpty else { continue }
      installed[key] = folder
    }
  }

  private func read(_ folder: String) throws(InputError) -> Module {
    let folder = Self.plain(folder)
    if let known = folders[folder] { return known }
    var module = Module(folder: folder)
    for name in try ByteInput.names(in: folder) where name.hasSuffix(".tf") || name.hasSuffix(".tofu") {
      filesRead += 1
      guard filesRead <= Self.maximumFiles else {
        throw InputError(
          .tooLarge, "the source has more than \(Self.maximumFiles) files", at: Origin(file: root))
      }
      let file = folder == "." ? name : "\(folder)/\(name)"
      guard (try? ByteInput.kind(of: file)) == .file else { continue }
      let bytes = try ByteInput.read(file)
      guard bytes.count <= Self.maximumFileSize else {
        throw InputError(.tooLarge, "no source that somebody wrote is as large", at: Origin(file: file))
      }
      for block in HCLLocator.blocks(in: bytes) {
        guard let key = Self.key(block.head), module.blocks[key] == nil else { continue }
        module.blocks[key] = (file, block)
      }
    }
    folders[folder] = module
    return module
  }

  /// What addresses call a block; nil for one that they don't.
  private static func key(_ head: [String]) -> String? {
    switch (head.first, head.count) {
    case ("resource", 3): "\(head[1]).\(head[2])"
    case ("data", 3): "data.\(head[1]).\(head[2])"
    case ("module", 2): "module.\(head[1])"
    default: nil
    }
  }

  /// Without `.` and with as few `..` as there can be.
  private static func plain(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    let joined = parts.joined(separator: "/")
    return path.hasPrefix("/") ? "/\(joined)" : joined.isEmpty ? "." : joined
  }
}

extension DeclaredField {
  /// The same value, read from a resource's block instead of from a plan.
  func relocated(_ block: (origin: Origin, members: [String: Origin])) -> DeclaredField {
    guard case .object(let fields) = value else { return moved(to: block.origin) }
    var members = fields
    for (name, field) in fields { members[name] = field.moved(to: block.members[name] ?? block.origin) }
    return DeclaredField(.object(members), at: block.origin)
  }

  // As deep as the values of a plan are, which their reader limits.
  private func moved(to origin: Origin) -> DeclaredField {
    let value: DeclaredValue =
      switch self.value {
      case .list(let fields): .list(fields.map { $0.moved(to: origin) })
      case .object(let fields): .object(fields.mapValues { $0.moved(to: origin) })
      case .null, .boolean, .text, .unknown: self.value
      }
    var moved = DeclaredField(value, at: origin)
    moved.candidates = candidates
    return moved
  }
}
