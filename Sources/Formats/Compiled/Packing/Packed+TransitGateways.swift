import PacketWalkTopology

// Transit gateways and core networks.

extension TransitGateway: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), referencesSecurityGroups: try reader.read(),
      isCoreNetwork: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, referencesSecurityGroups, isCoreNetwork)
  }
}

extension TransitGatewayAttachment: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), transitGateway: try reader.read(),
      kind: try reader.read(), isAvailable: try reader.read(), isApplianceMode: try reader.read(),
      supportsIPv6: try reader.read(), referencesSecurityGroups: try reader.read(), edge: try reader.read(),
      createdAt: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(
      id, info, transitGateway, kind, isAvailable, isApplianceMode, supportsIPv6, referencesSecurityGroups,
      edge, createdAt)
  }
}

extension TransitGatewayAttachment.Kind: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .vpc(try reader.read(), subnets: try reader.read())
    case 1: self = .peering(try reader.read(), attachment: try reader.read())
    case 2: self = .other(try reader.read(), resource: try reader.read())
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .vpc(let first, let subnets):
      writer.tag(0)
      writer.write(first, subnets)
    case .peering(let first, let attachment):
      writer.tag(1)
      writer.write(first, attachment)
    case .other(let first, let resource):
      writer.tag(2)
      writer.write(first, resource)
    }
  }
}

extension TransitGatewayRouteTable: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), transitGateway: try reader.read(),
      associations: try reader.read(), routes: try reader.read(), isComplete: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, transitGateway, associations, routes, isComplete)
  }
}

extension TransitGatewayRoute: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      destination: try reader.read(), source: try reader.read(), isBlackhole: try reader.read(),
      attachments: try reader.read(), origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(destination, source, isBlackhole, attachments, origin)
  }
}

extension TransitGatewayRoute.Source: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .static
    case 1: self = .prefixListReference
    case 2: self = .propagated
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .static: writer.tag(0)
    case .prefixListReference: writer.tag(1)
    case .propagated: writer.tag(2)
    }
  }
}
