import PacketWalkTopology

// What spreads connections over targets.

extension LoadBalancer: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), kind: try reader.read(),
      isInternetFacing: try reader.read(), vpc: try reader.read(), subnets: try reader.read(),
      nodes: try reader.read(), securityGroups: try reader.read(), isCrossZone: try reader.read(),
      dnsName: try reader.read(), isAvailable: try reader.read(), listeners: try reader.read(),
      areListenersKnown: try reader.read(), judgesPrivateLink: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(
      id, info, kind, isInternetFacing, vpc, subnets, nodes, securityGroups, isCrossZone, dnsName,
      isAvailable, listeners, areListenersKnown, judgesPrivateLink)
  }
}

extension LoadBalancer.Kind: Packed {}

extension Listener: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      port: try reader.read(), protocolName: try reader.read(), rules: try reader.read(),
      origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(port, protocolName, rules, origin)
  }
}

extension Listener.Rule: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(condition: try reader.read(), targetGroups: try reader.read(), origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(condition, targetGroups, origin)
  }
}

extension TargetGroup: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), targetKind: try reader.read(),
      protocolName: try reader.read(), vpc: try reader.read(), preservesClientIP: try reader.read(),
      isCrossZone: try reader.read(), targets: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, targetKind, protocolName, vpc, preservesClientIP, isCrossZone, targets)
  }
}

extension TargetGroup.TargetKind: Packed {}

extension TargetGroup.Target: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), port: try reader.read(), zone: try reader.read(), health: try reader.read(),
      origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, port, zone, health, origin)
  }
}

extension Accelerator: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), addresses: try reader.read(),
      dnsName: try reader.read(), isEnabled: try reader.read(), listeners: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, addresses, dnsName, isEnabled, listeners)
  }
}

extension Accelerator.Listener: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(protocol: try reader.read(), ports: try reader.read(), endpoints: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(`protocol`, ports, endpoints)
  }
}

extension Accelerator.Endpoint: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      target: try reader.read(), preservesClientIP: try reader.read(), portOverrides: try reader.read(),
      isUsed: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(target, preservesClientIP, portOverrides, isUsed)
  }
}

extension Accelerator.Endpoint.Target: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .loadBalancer(try reader.read())
    case 1: self = .instance(try reader.read())
    case 2: self = .other(try reader.read())
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .loadBalancer(let value):
      writer.tag(0)
      writer.write(value)
    case .instance(let value):
      writer.tag(1)
      writer.write(value)
    case .other(let value):
      writer.tag(2)
      writer.write(value)
    }
  }
}
