import PacketWalkDiagnostics
import PacketWalkTopology

extension NativeReader {
  static let encryptionModes: [(String, EncryptionControls.Mode)] = [
    ("monitor", .monitor), ("enforce", .enforce),
  ]
  static let encryptionExclusions: [(String, EncryptionControls.Exclusion)] = [
    ("internet-gateway", .internetGateway), ("egress-only-gateway", .egressOnlyInternetGateway),
    ("nat-gateway", .natGateway), ("vpn-gateway", .virtualPrivateGateway), ("peering", .vpcPeering),
    ("lambda", .lambda), ("lattice", .vpcLattice), ("efs", .elasticFileSystem),
  ]

  /// A mode, or a mapping with exclusions.
  static func encryption(_ vpc: YAMLFields) throws(InputError) -> EncryptionControls? {
    guard let node = vpc["encryption"] else { return nil }
    if node.scalar != nil { return EncryptionControls(mode: try node.word("encryption", encryptionModes)) }
    let fields = try YAMLFields(node, of: .encryption)
    var controls = EncryptionControls(mode: try fields.required("mode").word("mode", encryptionModes))
    for item in fields.list("exclusions") ?? [] {
      controls.exclusions.insert(try item.word("exclusions", encryptionExclusions))
    }
    return controls
  }

  /// The shortest form.
  static func value(_ controls: EncryptionControls) -> YAMLValue {
    let mode = controls.mode.rawValue
    guard !controls.exclusions.isEmpty else { return .scalar(mode) }
    var fields = YAMLMembers()
    fields.add("mode", mode)
    fields.add("exclusions", encryptionExclusions.filter { controls.exclusions.contains($0.1) }.map(\.0))
    return fields.value
  }
}
