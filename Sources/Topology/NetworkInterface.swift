package import PacketWalkAddressing

/// A network interface (`describe-network-interfaces`): the host of this model.
package struct NetworkInterface: Resource, Hashable {
  package static let kindName = "network interface"
  package var id: NetworkInterfaceID
  package var info: ResourceInfo
  package var subnet: SubnetID
  package var addresses: [InterfaceAddress]
  /// `Ipv4Prefixes`, `Ipv6Prefixes`: ranges whose every address is the interface's.
  package var delegatedPrefixes: [IPPrefix]
  package var securityGroups: [SecurityGroupID]
  /// `SourceDestCheck` (SDC-1).
  package var isSourceDestChecked: Bool
  package var kind: InterfaceKind
  /// The instance it is attached to, and the place there (`DeviceIndex`).
  package var instance: InstanceID?
  package var deviceIndex: Int
  /// Whether anything holds it: false when `Status` is `available`, so that nobody sends or answers.
  package var isAttached: Bool
  /// `Description`: how AWS marks the interfaces of its own services.
  package var interfaceDescription: String?
  /// `RequesterId`.
  package var requester: String?
  /// `DenyAllIgwTraffic` (IGW-6).
  package var deniesInternetGatewayTraffic: Bool
  /// The ports its programs open connections from.
  package var ephemeralPorts: PortRange
  /// How long its groups remember idle connections (SG-17).
  package var idleTimeouts: IdleTimeouts
  /// What it does with others' packets; nil where nobody says (SDC-2).
  package var middlebox: Middlebox?

  package init(
    id: NetworkInterfaceID, info: ResourceInfo = ResourceInfo(), subnet: SubnetID,
    addresses: [InterfaceAddress], delegatedPrefixes: [IPPrefix] = [],
    securityGroups: [SecurityGroupID] = [], isSourceDestChecked: Bool = true,
    kind: InterfaceKind = .interface, instance: InstanceID? = nil, deviceIndex: Int = 0,
    isAttached: Bool = true,
    interfaceDescription: String? = nil, requester: String? = nil,
    deniesInternetGatewayTraffic: Bool = false, ephemeralPorts: PortRange = .linuxEphemeral,
    idleTimeouts: IdleTimeouts = IdleTimeouts(), middlebox: Middlebox? = nil
  ) {
    self.id = id
    self.info = info
    self.subnet = subnet
    self.addresses = addresses
    self.delegatedPrefixes = delegatedPrefixes
    self.securityGroups = securityGroups
    self.isSourceDestChecked = isSourceDestChecked
    self.kind = kind
    self.instance = instance
    self.deviceIndex = deviceIndex
    self.isAttached = isAttached
    self.interfaceDescription = interfaceDescription
    self.requester = requester
    self.deniesInternetGatewayTraffic = deniesInternetGatewayTraffic
    self.ephemeralPorts = ephemeralPorts
    self.idleTimeouts = idleTimeouts
    self.middlebox = middlebox
  }

  /// The address a name stands for: the primary private one, else the first IPv6 one.
  package var primaryAddress: IPAddress? {
    (addresses.first { $0.isPrimary && $0.address.family == .ipv4 } ?? addresses.first)?.address
  }

  /// The address a name stands for on the internet: a mapped one, else the first IPv6 one.
  package var addressOutside: IPAddress? {
    addresses.lazy.compactMap(\.publicAddress).first ?? addresses.lazy.compactMap(\.carrierAddress).first
      ?? addresses.first { $0.address.family == .ipv6 }?.address
  }

  /// Whether the address is one of the interface's own, delegated ranges included.
  package func owns(_ address: IPAddress) -> Bool {
    addresses.contains { $0.address == address } || delegatedPrefixes.contains { $0.contains(address) }
  }

  /// Whether it is a host of which the input does not say where it is.
  package var isUnplaced: Bool {
    addresses.isEmpty && delegatedPrefixes.isEmpty && isAttached && !kind.isGateway
  }

  /// The private address that a packet to one of the interface's addresses arrives at: for a public one that behind it.
  package func ownAddress(behind address: IPAddress) -> IPAddress? {
    addresses.first { $0.publicAddresses.contains(address) }?.address ?? (owns(address) ? address : nil)
  }

  /// All addresses by which packets arrive at one of its own: that, and what is mapped to it.
  package func addresses(for own: IPAddress) -> [IPAddress] {
    [own] + addresses.filter { $0.address == own }.flatMap(\.publicAddresses)
  }
}

/// How long connection tracking remembers a connection without packets (`ConnectionTrackingConfiguration`), in
/// seconds; nil for AWS's default (SG-17).
package struct IdleTimeouts: Hashable, Sendable {
  /// Established TCP connections.
  package var tcp: Int?
  /// UDP flows of one request and its answer at most.
  package var udp: Int?
  /// UDP flows that saw more.
  package var udpStream: Int?

  package static let tcpRange = 60...432_000
  package static let udpRange = 30...60
  package static let udpStreamRange = 60...180

  package init(tcp: Int? = nil, udp: Int? = nil, udpStream: Int? = nil) {
    self.tcp = tcp
    self.udp = udp
    self.udpStream = udpStream
  }
}

/// A private address of an interface and the public one that the internet gateway maps to it (IGW-2).
package struct InterfaceAddress: Hashable, Sendable {
  package var address: IPAddress
  /// Public or Elastic IPv4 address; nil for IPv6, which needs none.
  package var publicAddress: IPAddress?
  /// The carrier IP that a carrier gateway maps to it, in a Wavelength Zone (`CarrierIp`, OUT-1).
  package var carrierAddress: IPAddress?
  package var isPrimary: Bool

  package init(
    _ address: IPAddress, publicAddress: IPAddress? = nil, carrierAddress: IPAddress? = nil,
    isPrimary: Bool = false
  ) {
    self.address = address
    self.publicAddress = publicAddress
    self.carrierAddress = carrierAddress
    self.isPrimary = isPrimary
  }

  /// What a gateway maps to it.
  package var publicAddresses: [IPAddress] { [publicAddress, carrierAddress].compactMap(\.self) }
  /// All by which packets may be for it, or from it.
  package var appearances: [IPAddress] { [address] + publicAddresses }
}

/// `InterfaceType`, as far as the model tells kinds apart.
package enum InterfaceKind: Hashable, Sendable {
  /// An instance's, a task's, a database's: a plain host.
  case interface
  case natGateway
  case networkLoadBalancer
  case applicationLoadBalancer
  case classicLoadBalancer
  case gatewayLoadBalancer
  case gatewayLoadBalancerEndpoint
  /// An interface endpoint's.
  case vpcEndpoint
  case transitGateway
  case lambda
  /// Any other word of AWS's; behaves as a plain host (MS-5).
  case other(String)

  /// Whether it can neither send nor receive as a host of its own.
  package var isGateway: Bool {
    switch self {
    case .natGateway, .transitGateway, .gatewayLoadBalancer, .gatewayLoadBalancerEndpoint: true
    default: false
    }
  }
}

/// An instance (`describe-instances`): a name for one or more interfaces.
package struct Instance: Resource, Hashable {
  package static let kindName = "instance"
  package var id: InstanceID
  package var info: ResourceInfo
  /// `State.Name`, such as `running`.
  package var state: String?
  /// `Platform` is `windows`.
  package var isWindows: Bool

  package init(
    id: InstanceID, info: ResourceInfo = ResourceInfo(), state: String? = nil, isWindows: Bool = false
  ) {
    self.id = id
    self.info = info
    self.state = state
    self.isWindows = isWindows
  }
}

/// An Elastic IP address (`describe-addresses`) that no interface or NAT gateway holds.
package struct UnassociatedAddress: Hashable, Sendable {
  package var allocation: String
  package var publicAddress: IPAddress
  package var info: ResourceInfo

  package init(allocation: String, publicAddress: IPAddress, info: ResourceInfo = ResourceInfo()) {
    self.allocation = allocation
    self.publicAddress = publicAddress
    self.info = info
  }
}
