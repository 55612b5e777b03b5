import PacketWalkTopology

// What leads to networks that are not AWS's.

extension VPNGateway: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(id: try reader.read(), info: try reader.read(), vpc: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc)
  }
}

extension VPNConnection: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), vpnGateway: try reader.read(),
      transitGateway: try reader.read(), customerGateway: try reader.read(), isAvailable: try reader.read(),
      tunnels: try reader.read(), staticRoutes: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpnGateway, transitGateway, customerGateway, isAvailable, tunnels, staticRoutes)
  }
}

extension DirectConnectGateway: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), associations: try reader.read(),
      interfaces: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, associations, interfaces)
  }
}

extension DirectConnectGateway.Association: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(gateway: try reader.read(), allowed: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(gateway, allowed)
  }
}

extension DirectConnectGateway.Association.Gateway: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .vpnGateway(try reader.read())
    case 1: self = .transitGateway(try reader.read())
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .vpnGateway(let value):
      writer.tag(0)
      writer.write(value)
    case .transitGateway(let value):
      writer.tag(1)
      writer.write(value)
    }
  }
}

extension ClientVPNEndpoint: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), vpc: try reader.read(), subnets: try reader.read(),
      interfaces: try reader.read(), authorizationRules: try reader.read(), routes: try reader.read(),
      isAvailable: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc, subnets, interfaces, authorizationRules, routes, isAvailable)
  }
}

extension ClientVPNEndpoint.AuthorizationRule: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(try reader.read(), group: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(destination, group)
  }
}

extension ClientVPNEndpoint.Route: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(try reader.read(), subnet: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(destination, subnet)
  }
}

extension ExternalNetwork: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), ranges: try reader.read(), ways: try reader.read(),
      isUp: try reader.read(), routes: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, ranges, ways, isUp, routes)
  }
}

extension ExternalNetwork.Way: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .vpnGateway(try reader.read())
    case 1: self = .vpnConnection(try reader.read())
    case 2: self = .directConnectGateway(try reader.read())
    case 3: self = .clientVPNEndpoint(try reader.read())
    case 4: self = .transitGatewayAttachment(try reader.read())
    case 5: self = .unmodelled(try reader.read())
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .vpnGateway(let value):
      writer.tag(0)
      writer.write(value)
    case .vpnConnection(let value):
      writer.tag(1)
      writer.write(value)
    case .directConnectGateway(let value):
      writer.tag(2)
      writer.write(value)
    case .clientVPNEndpoint(let value):
      writer.tag(3)
      writer.write(value)
    case .transitGatewayAttachment(let value):
      writer.tag(4)
      writer.write(value)
    case .unmodelled(let value):
      writer.tag(5)
      writer.write(value)
    }
  }
}
