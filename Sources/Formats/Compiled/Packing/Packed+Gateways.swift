import PacketWalkTopology

// Ways out of a VPC.

extension InternetGateway: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(id: try reader.read(), info: try reader.read(), vpc: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc)
  }
}

extension EgressOnlyInternetGateway: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(id: try reader.read(), info: try reader.read(), vpc: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc)
  }
}

extension CarrierGateway: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(id: try reader.read(), info: try reader.read(), vpc: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc)
  }
}

extension NATGateway: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), vpc: try reader.read(), subnet: try reader.read(),
      connectivity: try reader.read(), isAvailable: try reader.read(), addresses: try reader.read(),
      isRegional: try reader.read(), routeTable: try reader.read(), zones: try reader.read(),
      isAutomatic: try reader.read(), proxies: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(
      id, info, vpc, subnet, connectivity, isAvailable, addresses, isRegional, routeTable, zones, isAutomatic,
      proxies)
  }
}

extension NATGateway.Connectivity: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .public
    case 1: self = .private
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .public: writer.tag(0)
    case .private: writer.tag(1)
    }
  }
}

extension NATGateway.Zone: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(zone: try reader.read(), addresses: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(zone, addresses)
  }
}

extension VPCPeeringConnection: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), requester: try reader.read(),
      accepter: try reader.read(), isActive: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, requester, accepter, isActive)
  }
}

extension VPCPeeringConnection.End: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      vpc: try reader.read(), account: try reader.read(), region: try reader.read(),
      prefixes: try reader.read(), allowsDNSResolution: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(vpc, account, region, prefixes, allowsDNSResolution)
  }
}
