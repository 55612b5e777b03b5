import PacketWalkDiagnostics
import PacketWalkJSONScan

/// Endpoints of network firewalls, which routes take out of `firewall_status`.
extension TerraformReferences {
  /// What a firewall's endpoint in a subnet is called until AWS names it.
  static func firewallEndpoint(of owner: String, in subnet: String) -> String { "\(owner)#\(subnet)" }

  private static let statuses = [
    "aws_networkfirewall_firewall": ("firewall_status", "subnet_mapping"),
    "aws_networkfirewall_vpc_endpoint_association": ("vpc_endpoint_association_status", "subnet_mapping"),
  ]

  /// The endpoint that an expression over a firewall's status means; nil for one that names no firewall's.
  ///
  /// Such an expression picks the endpoint of a subnet, or of a subnet's zone; what it names besides the firewall
  /// tells which. Where nothing does it is a list as any other.
  func firewallEndpoint(_ texts: [String], _ wish: Wish) -> DeclaredValue? {
    guard wish.attribute == "vpc_endpoint_id" || wish.attribute == "gateway_id" else { return nil }
    let references = TerraformReference.mostSpecific(texts)
    guard
      let text = references.first(where: { text in
        Self.statuses.contains { text.hasPrefix("\($0.key).") && text.contains($0.value.0) }
      })
    else { return nil }
    let reference = TerraformReference(text)
    let type = reference.name(0) ?? ""
    guard let mappings = Self.statuses[type]?.1 else { return nil }
    let owners = chosen(reference, "\(type).\(reference.name(1) ?? "")", wish)
    var endpoints: [(id: String, subnet: String)] = []
    for owner in owners {
      let values = TerraformValues(references: self, depth: wish.depth + 1).field(
        owner, expressions(of: owner))
      guard case .list(let elements) = values[mappings].value else { continue }
      for element in elements {
        guard case .text(let subnet) = element["subnet_id"].value else { continue }
        endpoints.append((Self.firewallEndpoint(of: owner.id, in: subnet), subnet))
      }
    }
    guard !endpoints.isEmpty else { return .unknown("the endpoints of \(text) are not known") }
    var subnetWish = wish
    subnetWish.attribute = "subnet_id"
    subnetWish.isList = false
    subnetWish.depth += 1
    var subnets: [String] = []
    for text in references where text.hasPrefix("aws_subnet.") || text.hasPrefix("data.aws_subnet.") {
      // The subnet itself, whichever of its attributes is compared.
      let parts = text.split(separator: ".")
      let resource = parts.prefix(text.hasPrefix("data.") ? 3 : 2).joined(separator: ".")
      if case .text(let subnet)? = follow("\(resource).id", subnetWish) { subnets.append(subnet) }
    }
    let own = endpoints.filter { subnets.contains($0.subnet) }
    let zones = Set(subnets.compactMap(zone(of:)))
    let near = endpoints.filter { zone(of: $0.subnet).map(zones.contains) ?? false }
    let meant = own.isEmpty ? (near.isEmpty ? endpoints : near) : own
    let list = DeclaredValue.list(meant.map { DeclaredField(.text($0.id), at: .implied) })
    return picked(list, reference, wish)
  }

  private func zone(of subnet: String) -> String? {
    instance(subnet)?.values["availability_zone"]?.string
  }
}
