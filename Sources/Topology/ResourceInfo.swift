package import PacketWalkDiagnostics

/// What every resource carries besides its own fields.
package struct ResourceInfo: Hashable, Sendable {
  /// The `Name` tag, or the name in a native topology.
  package var name: String?
  /// What its author calls it in a plan or a state (`module.vpc.aws_subnet.web[0]`), where it was read from one.
  package var address: String?
  /// All tags but `Name`.
  package var tags: [String: String]
  /// The owner's account number, 12 digits.
  package var account: String?
  /// The Region, such as `eu-west-1`.
  package var region: String?
  /// Findings of `lint` that are known and all right.
  package var lintExceptions: [LintException]
  /// Where it was read.
  package var origin: Origin

  package init(
    name: String? = nil, address: String? = nil, tags: [String: String] = [:], account: String? = nil,
    region: String? = nil,
    lintExceptions: [LintException] = [], origin: Origin = .implied
  ) {
    self.name = name
    self.address = address
    self.tags = tags
    self.account = account
    self.region = region
    self.lintExceptions = lintExceptions
    self.origin = origin
  }
}

/// A resource that has an identifier and the common facts.
package protocol Resource: Sendable {
  var id: ResourceID<Self> { get set }
  var info: ResourceInfo { get set }
  /// Renames what the resource refers to.
  mutating func renameReferences(_ renaming: ResourceRenaming)
  /// The field's word for the kind, in lower case: `security group`.
  static var kindName: String { get }
}

extension Resource {
  /// `web (sg-0123)`, or the identifier alone when there is no other name.
  package var displayName: String {
    guard let name = info.name, !name.isEmpty, name != id.rawValue else { return id.rawValue }
    return "\(name) (\(id))"
  }

  /// The name if there is one, else the identifier.
  package var shortName: String {
    guard let name = info.name, !name.isEmpty else { return id.rawValue }
    return name
  }
}
