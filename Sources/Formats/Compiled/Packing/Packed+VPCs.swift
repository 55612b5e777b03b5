import PacketWalkTopology

// VPCs and subnets, with what is decided for them as a whole.

extension VPC: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), prefixes: try reader.read(),
      isDNSSupported: try reader.read(), encryption: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, prefixes, isDNSSupported, encryption)
  }
}

extension AvailabilityZone: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(name: try reader.read(), zoneID: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(name, zoneID)
  }
}

extension Subnet: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), vpc: try reader.read(), prefixes: try reader.read(),
      zone: try reader.read(), blockPublicAccess: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc, prefixes, zone, blockPublicAccess)
  }
}

extension EncryptionControls: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(mode: try reader.read(), exclusions: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(mode, exclusions)
  }
}

extension EncryptionControls.Mode: Packed {}

extension EncryptionControls.Exclusion: Packed {}

extension BlockPublicAccess: Packed {}

extension BlockPublicAccessOptions: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      mode: try reader.read(), account: try reader.read(), region: try reader.read(),
      origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(mode, account, region, origin)
  }
}

extension BlockPublicAccessExclusion: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), scope: try reader.read(), mode: try reader.read(),
      isInForce: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, scope, mode, isInForce)
  }
}

extension BlockPublicAccessExclusion.Scope: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .vpc(try reader.read())
    case 1: self = .subnet(try reader.read())
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .vpc(let value):
      writer.tag(0)
      writer.write(value)
    case .subnet(let value):
      writer.tag(1)
      writer.write(value)
    }
  }
}

extension BlockPublicAccessExclusion.Mode: Packed {}

extension PublicAddressPool: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), prefixes: try reader.read(),
      isAdvertised: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, prefixes, isAdvertised)
  }
}
