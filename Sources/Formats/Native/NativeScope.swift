import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkTopology

/// Where a thing is written: what its references mean, and what it inherits.
struct NativeScope {
  let names: NativeNames
  /// The key of the VPC or transit gateway around it.
  var key: String?
  var vpc: VPCID?
  var account: String?
  var region: String?
  var families: [AddressFamily] = [.ipv4]
  /// The VPC's default group; nil where it has none.
  var defaultGroup: SecurityGroupID?
  var windowsInstances: Set<InstanceID> = []
  /// Kinds of unmodelled things by identifier.
  var unmodelledKinds: [String: String] = [:]

  init(names: NativeNames) { self.names = names }

  /// The common fields.
  func info(_ fields: YAMLFields, key: String, origin: Origin) throws(InputError) -> ResourceInfo {
    var tags: [String: String] = [:]
    for pair in try fields.pairs("tags") { tags[pair.key] = try pair.value.text("a tag") }
    return ResourceInfo(
      name: try fields.text("name") ?? key, tags: tags,
      account: try inherited(fields, "account", account), region: try inherited(fields, "region", region),
      lintExceptions: try lintExceptions(fields), origin: origin)
  }

  /// `lint: {ignore: [{check: unused-group, reason: "…"}]}`. Which checks there are is not a format's business.
  private func lintExceptions(_ fields: YAMLFields) throws(InputError) -> [LintException] {
    guard let node = fields["lint"] else { return [] }
    let items = try YAMLFields(node, of: .lint).required("ignore").items
    var exceptions: [LintException] = []
    for item in items {
      let fields = try YAMLFields(item, of: .lintException)
      let reason = try fields.required("reason")
      exceptions.append(
        LintException(
          check: try fields.required("check").text("check"), reason: try reason.text("reason"),
          origin: item.origin))
      if exceptions[exceptions.count - 1].reason.allSatisfy(\.isWhitespace) {
        throw InputError(.malformed, "“reason” says why the finding is all right", at: reason.origin)
      }
    }
    return exceptions
  }

  /// An empty text takes away what would be inherited.
  private func inherited(_ fields: YAMLFields, _ key: String, _ value: String?) throws(InputError)
    -> String?
  {
    guard let text = try fields.text(key) else { return value }
    return text.isEmpty ? nil : text
  }

  /// The identifier that the file gives to one of its own.
  func ownID<Kind>(_ kind: NativeKind, _ key: String) -> ResourceID<Kind> {
    ResourceID(names.entry(kind, key: key, scope: self.key)?.id ?? key)
  }

  func entry(_ node: YAMLNode, _ kind: NativeKind) throws(InputError) -> NativeNames.Entry {
    guard let text = node.scalar else {
      throw InputError(
        .malformed, "the name of \(kind.withArticle) is a text, and this is \(node.kindName)", at: node.origin
      )
    }
    return try names.resolve(text, kind, from: key, at: node.origin)
  }

  func id<Kind>(_ node: YAMLNode, _ kind: NativeKind) throws(InputError) -> ResourceID<Kind> {
    ResourceID(try entry(node, kind).id)
  }

  func id<Kind>(_ text: Substring, _ kind: NativeKind, at origin: Origin) throws(InputError) -> ResourceID<
    Kind
  > {
    ResourceID(try names.resolve(String(text), kind, from: key, at: origin).id)
  }

  func ids<Kind>(_ nodes: [YAMLNode], _ kind: NativeKind) throws(InputError) -> [ResourceID<Kind>] {
    var ids: [ResourceID<Kind>] = []
    for node in nodes { ids.append(try id(node, kind)) }
    return ids
  }
}
