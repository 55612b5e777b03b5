import PacketWalkAddressing
package import PacketWalkDiagnostics
import PacketWalkJSONScan
package import PacketWalkTopology

/// Writes topologies of any format as the outputs of AWS's `describe-*` calls.
///
/// A folder for each account and Region, a file for each call, as a collection has them. What AWS prints nowhere but
/// the model knows (external networks, what appliances do with packets, addresses in a plan) is in `packetwalk.json`,
/// which only this project reads. What was written is read again at once, and whatever came back otherwise is a
/// finding, so that nothing is lost in silence.
package struct SnapshotTopologyWriter {
  package struct File: Sendable, Hashable {
    /// Its path within the folder.
    package var path: String
    package var text: String
  }

  /// Sorted by path.
  package let files: [File]
  /// What the snapshot can't say: `PW_NOT_IN_SNAPSHOT`.
  package let findings: [Finding]
  /// What was written: the same network, its classic load balancers' targets named as AWS's outputs have them.
  let topology: Topology
  private let documents: [(path: String, json: OutputJSON)]

  /// Writes, and reads again.
  ///
  /// - Complexity: O(n log n) for n rules, routes and interfaces.
  package init(_ topology: Topology) {
    let (topology, renamed) = ClassicTargets.named(topology)
    self.topology = topology
    var writer = SnapshotWriter(topology)
    documents = writer.write()
    files = documents.map { File(path: $0.path, text: $0.json.printed) }
    findings = renamed + Self.losses(of: topology, files: files)
  }

  /// All files as one document, for standard output.
  package var bundle: String {
    OutputJSON.object([
      "packetwalk": .object(["bundle": 1]), "files": .members(documents.map { ($0.path, $0.json) }),
    ]).printed
  }

  private static func losses(of topology: Topology, files: [File]) -> [Finding] {
    do throws(InputError) {
      var documents: [SnapshotDocument] = []
      for file in files {
        let json = try JSONDocument(parsing: Array(file.text.utf8), file: file.path)
        documents.append(SnapshotDocument(path: file.path, json: json))
      }
      var losses = SnapshotLosses()
      losses.compare(topology, try AWSSnapshot.read(documents).topology)
      return losses.findings
    } catch {
      return [
        Finding(
          code: "PW_NOT_IN_SNAPSHOT", severity: .error, subject: "",
          message: "the snapshot can't be read again: \(error.message)", origin: .implied)
      ]
    }
  }
}

/// The work of one writing.
struct SnapshotWriter {
  /// Where calls are made.
  struct Place: Hashable, Comparable {
    var account: String?
    var region: String?

    init(_ info: ResourceInfo) {
      account = info.account
      region = info.region
    }

    init(account: String?, region: String?) {
      self.account = account
      self.region = region
    }

    var path: String {
      [account, region].compactMap(\.self).filter { !$0.isEmpty }.map { SnapshotWriter.fileName($0) + "/" }
        .joined()
    }

    static func < (left: Self, right: Self) -> Bool { left.path < right.path }
  }

  let topology: Topology
  let subnets: [SubnetID: Subnet]
  let interfaces: [NetworkInterfaceID: NetworkInterface]
  let coreNetworks: Set<TransitGatewayID>
  /// Descriptions by which AWS marks the interfaces of its services.
  var descriptions: [NetworkInterfaceID: String] = [:]
  /// Target groups that are a classic load balancer's own.
  var classicGroups: Set<TargetGroupID> = []
  /// External networks that a Client VPN endpoint's range stands for.
  var clientNetworks: Set<ExternalNetworkID> = []
  private var lists: [Place: [String: [OutputJSON]]] = [:]
  private var documents: [(path: String, json: OutputJSON)] = []

  init(_ topology: Topology) {
    self.topology = topology
    subnets = Dictionary(topology.subnets.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    interfaces = Dictionary(
      topology.networkInterfaces.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    coreNetworks = Set(topology.transitGateways.filter(\.isCoreNetwork).map(\.id))
  }

  mutating func write() -> [(path: String, json: OutputJSON)] {
    writeVPCs()
    writeGateways()
    writePublicAccess()
    writeSecurityGroups()
    writeNetworkACLs()
    writePrefixLists()
    writeRouteTables()
    writeLoadBalancers()
    writeManagedServices()
    writeEndpoints()
    writeLattice()
    writeExternal()
    writeTransit()
    writeNetworkFirewalls()
    writeAccelerators()
    writeUnmodelled()
    // After those who describe interfaces as theirs.
    writeHosts()
    settleLists()
    writeDeclared()
    return documents.sorted { $0.path < $1.path }
  }

  // MARK: Files

  /// An element of what a call prints.
  mutating func add(_ key: String, _ info: ResourceInfo, _ item: OutputJSON) {
    add(key, Place(info), item)
  }

  mutating func add(_ key: String, _ place: Place, _ item: OutputJSON) {
    lists[place, default: [:]][key, default: []].append(item)
  }

  /// The output of a call for one resource, whose parameters it doesn't repeat.
  mutating func detail(
    _ call: String, _ info: ResourceInfo, _ parameter: String, _ id: String, _ result: OutputJSON
  ) {
    let name = Self.fileName(id)
    // Names have 255 bytes at the most.
    let short = name.utf8.count > 180 ? "\(name.prefix(150))-\(documents.count)" : name
    document(
      "\(Place(info).path)\(call)/\(short).json",
      .object([
        "packetwalk": .object(["call": .text(call), "parameters": .members([(parameter, .text(id))])]),
        "result": result,
      ]))
  }

  mutating func document(_ path: String, _ json: OutputJSON) { documents.append((path, json)) }

  /// A file for each list, and an empty one for what a place has none of: absent would mean unknown.
  private mutating func settleLists() {
    let missing = Set(
      SnapshotKeys.needed.filter { topology.isMissing($0.kind) }.flatMap(\.keys)
        + (topology.isMissing(.publicAccessExclusions) ? ["VpcBlockPublicAccessExclusions"] : []))
    // Parts of networks may have no VPC.
    let places = topology.vpcs.isEmpty ? Array(lists.keys) : topology.vpcs.map { Place($0.info) }
    for place in Set(places.isEmpty ? [Place(account: nil, region: nil)] : places) {
      for key in Self.calls.keys where !missing.contains(key) {
        lists[place, default: [:]][key, default: []] += []
      }
    }
    for (place, keys) in lists.sorted(by: { $0.key < $1.key }) {
      for (key, items) in keys.sorted(by: { $0.key < $1.key }) {
        let call = Self.calls[key] ?? Self.furtherCalls[key] ?? key
        document("\(place.path)\(call).json", .members([(key, .list(items))]))
      }
    }
  }

  /// Calls that every collection makes, by the key that they print.
  private static let calls: [String: String] = [
    "Vpcs": "ec2-describe-vpcs", "Subnets": "ec2-describe-subnets",
    "RouteTables": "ec2-describe-route-tables", "NetworkAcls": "ec2-describe-network-acls",
    "SecurityGroups": "ec2-describe-security-groups",
    "NetworkInterfaces": "ec2-describe-network-interfaces", "Reservations": "ec2-describe-instances",
    "Addresses": "ec2-describe-addresses", "InternetGateways": "ec2-describe-internet-gateways",
    "EgressOnlyInternetGateways": "ec2-describe-egress-only-internet-gateways",
    "CarrierGateways": "ec2-describe-carrier-gateways", "NatGateways": "ec2-describe-nat-gateways",
    "VpcPeeringConnections": "ec2-describe-vpc-peering-connections",
    "VpcEndpoints": "ec2-describe-vpc-endpoints", "PrefixLists": "ec2-describe-managed-prefix-lists",
    "VpnGateways": "ec2-describe-vpn-gateways", "VpnConnections": "ec2-describe-vpn-connections",
    "TransitGateways": "ec2-describe-transit-gateways",
    "TransitGatewayAttachments": "ec2-describe-transit-gateway-attachments",
    "TransitGatewayVpcAttachments": "ec2-describe-transit-gateway-vpc-attachments",
    "TransitGatewayPeeringAttachments": "ec2-describe-transit-gateway-peering-attachments",
    "TransitGatewayRouteTables": "ec2-describe-transit-gateway-route-tables",
    "LoadBalancers": "elbv2-describe-load-balancers", "TargetGroups": "elbv2-describe-target-groups",
    "LoadBalancerDescriptions": "elb-describe-load-balancers",
    "VpcBlockPublicAccessExclusions": "ec2-describe-vpc-block-public-access-exclusions",
    "directConnectGateways": "directconnect-describe-direct-connect-gateways",
    "directConnectGatewayAssociations": "directconnect-describe-direct-connect-gateway-associations",
  ]

  /// Calls of which a file is written where there is something to say.
  private static let furtherCalls: [String: String] = [
    "VpcBlockPublicAccessOptions": "ec2-describe-vpc-block-public-access-options",
    "VpcEncryptionControls": "ec2-describe-vpc-encryption-controls",
    "SecurityGroupRules": "ec2-describe-security-group-rules",
    "SecurityGroupVpcAssociations": "ec2-describe-security-group-vpc-associations",
    "PublicIpv4Pools": "ec2-describe-public-ipv4-pools", "ByoipCidrs": "ec2-describe-byoip-cidrs",
    "InstanceConnectEndpoints": "ec2-describe-instance-connect-endpoints",
    "ServiceConfigurations": "ec2-describe-vpc-endpoint-service-configurations",
    "ClientVpnEndpoints": "ec2-describe-client-vpn-endpoints",
    "virtualInterfaces": "directconnect-describe-virtual-interfaces",
    "Accelerators": "globalaccelerator-list-accelerators", "Listeners": "globalaccelerator-list-listeners",
    "EndpointGroups": "globalaccelerator-list-endpoint-groups", "DBInstances": "rds-describe-db-instances",
    "DBClusters": "rds-describe-db-clusters", "CacheClusters": "elasticache-describe-cache-clusters",
    "ReplicationGroups": "elasticache-describe-replication-groups", "Clusters": "redshift-describe-clusters",
    "MountTargets": "efs-describe-mount-targets", "CoreNetworks": "networkmanager-list-core-networks",
    "Attachments": "networkmanager-list-attachments",
  ]

  /// An identifier as the name of a file: ARNs have slashes.
  static func fileName(_ identifier: String) -> String {
    var name = ""
    for byte in identifier.utf8 {
      if Place.isNameByte(byte) {
        name.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        name += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return name.isEmpty ? "%" : name
  }

  // MARK: Words

  /// `Tags`, the name first.
  static func tags(_ info: ResourceInfo, name: Bool = true) -> OutputJSON {
    var tags: [OutputJSON] = []
    if name, let own = info.name { tags.append(.object(["Key": "Name", "Value": .text(own)])) }
    for (key, value) in info.tags.sorted(by: { $0.key < $1.key }) {
      tags.append(.object(["Key": .text(key), "Value": .text(value)]))
    }
    return .list(tags)
  }

  static func owner(_ info: ResourceInfo) -> OutputJSON? { .optional(info.account) }

  /// `IpProtocol` of a group, `Protocol` of an ACL.
  static func word(_ selected: IPProtocol?, named: Bool) -> String {
    guard let selected else { return "-1" }
    guard named else { return "\(selected.rawValue)" }
    switch selected {
    case .tcp: return "tcp"
    case .udp: return "udp"
    case .icmp: return "icmp"
    case .icmpv6: return "icmpv6"
    default: return "\(selected.rawValue)"
    }
  }
}

extension SnapshotWriter.Place {
  fileprivate static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
