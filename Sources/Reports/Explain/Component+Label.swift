import PacketWalkQueries

extension Component {
  /// The name with the field's short word for the kind before it, unless the name begins with it already:
  /// `sg db`, `sg-web`, `rtb app-A`.
  var labelled: String {
    guard let word = shortKind, !name.lowercased().hasPrefix(word) else { return name }
    return "\(word) \(name)"
  }

  /// `network interface db-1 (eni-0d4)`; the name alone where it says the kind.
  var full: String { kind == name ? "the \(name)" : "\(kind) \(display)" }

  /// `security group db (sg-0a1b)` where that says more than the label.
  var identity: String? { name == id || id.isEmpty || kind == name ? nil : full }

  private var shortKind: String? {
    switch kind {
    case "security group": "sg"
    case "network ACL": "acl"
    case "route table": "rtb"
    case "subnet": "subnet"
    case "NAT gateway": "nat"
    case "internet gateway": "igw"
    case "egress-only internet gateway": "eigw"
    case "peering connection", "VPC peering connection": "pcx"
    case "transit gateway": "tgw"
    case "transit gateway attachment": "tgw-attach"
    case "transit gateway route table": "tgw-rtb"
    case "VPC endpoint": "vpce"
    case "load balancer": "lb"
    case "VPC": "vpc"
    default: nil
    }
  }
}
