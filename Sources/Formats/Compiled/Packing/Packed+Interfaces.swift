import PacketWalkTopology

// Hosts and their addresses.

extension NetworkInterface: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), subnet: try reader.read(), addresses: try reader.read(),
      delegatedPrefixes: try reader.read(), securityGroups: try reader.read(),
      isSourceDestChecked: try reader.read(), kind: try reader.read(), instance: try reader.read(),
      deviceIndex: try reader.read(), isAttached: try reader.read(), interfaceDescription: try reader.read(),
      requester: try reader.read(), deniesInternetGatewayTraffic: try reader.read(),
      ephemeralPorts: try reader.read(), idleTimeouts: try reader.read(), middlebox: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(
      id, info, subnet, addresses, delegatedPrefixes, securityGroups, isSourceDestChecked, kind, instance,
      deviceIndex, isAttached, interfaceDescription, requester, deniesInternetGatewayTraffic, ephemeralPorts,
      idleTimeouts, middlebox)
  }
}

extension IdleTimeouts: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(tcp: try reader.read(), udp: try reader.read(), udpStream: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(tcp, udp, udpStream)
  }
}

extension InterfaceAddress: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      try reader.read(), publicAddress: try reader.read(), carrierAddress: try reader.read(),
      isPrimary: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(address, publicAddress, carrierAddress, isPrimary)
  }
}

extension InterfaceKind: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .interface
    case 1: self = .natGateway
    case 2: self = .networkLoadBalancer
    case 3: self = .applicationLoadBalancer
    case 4: self = .classicLoadBalancer
    case 5: self = .gatewayLoadBalancer
    case 6: self = .gatewayLoadBalancerEndpoint
    case 7: self = .vpcEndpoint
    case 8: self = .transitGateway
    case 9: self = .lambda
    case 10: self = .other(try reader.read())
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .interface: writer.tag(0)
    case .natGateway: writer.tag(1)
    case .networkLoadBalancer: writer.tag(2)
    case .applicationLoadBalancer: writer.tag(3)
    case .classicLoadBalancer: writer.tag(4)
    case .gatewayLoadBalancer: writer.tag(5)
    case .gatewayLoadBalancerEndpoint: writer.tag(6)
    case .vpcEndpoint: writer.tag(7)
    case .transitGateway: writer.tag(8)
    case .lambda: writer.tag(9)
    case .other(let value):
      writer.tag(10)
      writer.write(value)
    }
  }
}

extension Instance: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), state: try reader.read(), isWindows: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, state, isWindows)
  }
}

extension UnassociatedAddress: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(allocation: try reader.read(), publicAddress: try reader.read(), info: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(allocation, publicAddress, info)
  }
}

extension Middlebox: Packed {}
