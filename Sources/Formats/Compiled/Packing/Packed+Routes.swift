import PacketWalkTopology

// Tables of VPCs.

extension RouteTable: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), vpc: try reader.read(), isMain: try reader.read(),
      subnets: try reader.read(), gateways: try reader.read(), publicPools: try reader.read(),
      routes: try reader.read(), isComplete: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc, isMain, subnets, gateways, publicPools, routes, isComplete)
  }
}

extension Route: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      destination: try reader.read(), target: try reader.read(), state: try reader.read(),
      source: try reader.read(), origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(destination, target, state, source, origin)
  }
}

extension Route.Source: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .static
    case 1: self = .propagated
    case 2: self = .advertised
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .static: writer.tag(0)
    case .propagated: writer.tag(1)
    case .advertised: writer.tag(2)
    }
  }
}

extension Route.State: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .active
    case 1: self = .blackhole
    case 2: self = .filtered
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .active: writer.tag(0)
    case .blackhole: writer.tag(1)
    case .filtered: writer.tag(2)
    }
  }
}

extension RouteDestination: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .prefix(try reader.read())
    case 1: self = .prefixList(try reader.read())
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .prefix(let value):
      writer.tag(0)
      writer.write(value)
    case .prefixList(let value):
      writer.tag(1)
      writer.write(value)
    }
  }
}

extension RouteTarget: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .local
    case 1: self = .internetGateway(try reader.read())
    case 2: self = .egressOnlyInternetGateway(try reader.read())
    case 3: self = .carrierGateway(try reader.read())
    case 4: self = .natGateway(try reader.read())
    case 5: self = .networkInterface(try reader.read())
    case 6: self = .vpcPeeringConnection(try reader.read())
    case 7: self = .transitGateway(try reader.read())
    case 8: self = .vpnGateway(try reader.read())
    case 9: self = .vpcEndpoint(try reader.read())
    case 10: self = .address(try reader.read())
    case 11: self = .unmodelled(kind: try reader.read(), id: try reader.read())
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .local: writer.tag(0)
    case .internetGateway(let value):
      writer.tag(1)
      writer.write(value)
    case .egressOnlyInternetGateway(let value):
      writer.tag(2)
      writer.write(value)
    case .carrierGateway(let value):
      writer.tag(3)
      writer.write(value)
    case .natGateway(let value):
      writer.tag(4)
      writer.write(value)
    case .networkInterface(let value):
      writer.tag(5)
      writer.write(value)
    case .vpcPeeringConnection(let value):
      writer.tag(6)
      writer.write(value)
    case .transitGateway(let value):
      writer.tag(7)
      writer.write(value)
    case .vpnGateway(let value):
      writer.tag(8)
      writer.write(value)
    case .vpcEndpoint(let value):
      writer.tag(9)
      writer.write(value)
    case .address(let value):
      writer.tag(10)
      writer.write(value)
    case .unmodelled(let kind, let id):
      writer.tag(11)
      writer.write(kind, id)
    }
  }
}
