import PacketWalkTopology

// Services of AWS's and of others, and the ways to them.

extension VPCEndpoint: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), vpc: try reader.read(), kind: try reader.read(),
      serviceName: try reader.read(), isAvailable: try reader.read(), interfaces: try reader.read(),
      subnets: try reader.read(), serviceRegion: try reader.read(), isPrivateDNS: try reader.read(),
      dnsNames: try reader.read(), resourceConfiguration: try reader.read(),
      serviceNetwork: try reader.read(), allowsFullAccess: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(
      id, info, vpc, kind, serviceName, isAvailable, interfaces, subnets, serviceRegion, isPrivateDNS,
      dnsNames, resourceConfiguration, serviceNetwork, allowsFullAccess)
  }
}

extension VPCEndpoint.Kind: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .interface
    case 1: self = .gateway
    case 2: self = .gatewayLoadBalancer
    case 3: self = .resource
    case 4: self = .serviceNetwork
    case 5: self = .other(try reader.read())
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .interface: writer.tag(0)
    case .gateway: writer.tag(1)
    case .gatewayLoadBalancer: writer.tag(2)
    case .resource: writer.tag(3)
    case .serviceNetwork: writer.tag(4)
    case .other(let value):
      writer.tag(5)
      writer.write(value)
    }
  }
}

extension EndpointService: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), serviceName: try reader.read(),
      loadBalancers: try reader.read(), zones: try reader.read(), requiresAcceptance: try reader.read(),
      isAvailable: try reader.read(), privateDNSName: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, serviceName, loadBalancers, zones, requiresAcceptance, isAvailable, privateDNSName)
  }
}

extension ResourceGateway: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), vpc: try reader.read(), subnets: try reader.read(),
      interfaces: try reader.read(), isAvailable: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc, subnets, interfaces, isAvailable)
  }
}

extension ResourceConfiguration: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), gateway: try reader.read(), ports: try reader.read(),
      definition: try reader.read(), isAvailable: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, gateway, ports, definition, isAvailable)
  }
}

extension ResourceConfiguration.Definition: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .address(try reader.read())
    case 1: self = .domainName(try reader.read())
    case 2: self = .resource(try reader.read())
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .address(let value):
      writer.tag(0)
      writer.write(value)
    case .domainName(let value):
      writer.tag(1)
      writer.write(value)
    case .resource(let value):
      writer.tag(2)
      writer.write(value)
    }
  }
}

extension InstanceConnectEndpoint: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), vpc: try reader.read(), interfaces: try reader.read(),
      preservesClientIP: try reader.read(), isAvailable: try reader.read(), dnsName: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc, interfaces, preservesClientIP, isAvailable, dnsName)
  }
}

extension ManagedService: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), kind: try reader.read(), vpc: try reader.read(),
      interfaces: try reader.read(), hosts: try reader.read(), failoverSubnets: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, kind, vpc, interfaces, hosts, failoverSubnets)
  }
}

extension ServiceNetworkAssociation: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), serviceNetwork: try reader.read(),
      vpc: try reader.read(), securityGroups: try reader.read(), isAvailable: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, serviceNetwork, vpc, securityGroups, isAvailable)
  }
}
