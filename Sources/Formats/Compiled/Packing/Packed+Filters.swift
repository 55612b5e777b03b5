import PacketWalkTopology

// What admits and denies.

extension TrafficSelector: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init()
    `protocol` = try reader.read()
    ports = try reader.read()
    icmpType = try reader.read()
    icmpCode = try reader.read()
  }

  func write(to writer: inout PackedWriter) { writer.write(`protocol`, ports, icmpType, icmpCode) }
}

extension SecurityGroup: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), groupName: try reader.read(), vpc: try reader.read(),
      associatedVPCs: try reader.read(), isDefault: try reader.read(), rules: try reader.read(),
      unreadableRules: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, groupName, vpc, associatedVPCs, isDefault, rules, unreadableRules)
  }
}

extension SecurityGroupRule: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), direction: try reader.read(), traffic: try reader.read(),
      peer: try reader.read(), description: try reader.read(), origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, direction, traffic, peer, description, origin)
  }
}

extension SecurityGroupRule.Peer: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .prefix(try reader.read())
    case 1: self = .prefixList(try reader.read())
    case 2: self = .group(try reader.read())
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
    case .group(let value):
      writer.tag(2)
      writer.write(value)
    }
  }
}

extension PrefixList: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), listName: try reader.read(), entries: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, listName, entries)
  }
}

extension NetworkACL: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), vpc: try reader.read(), isDefault: try reader.read(),
      subnets: try reader.read(), entries: try reader.read(), unreadableEntries: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc, isDefault, subnets, entries, unreadableEntries)
  }
}

extension RuleDirection: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .ingress
    case 1: self = .egress
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .ingress: writer.tag(0)
    case .egress: writer.tag(1)
    }
  }
}

extension NetworkACLEntry: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      number: try reader.read(), direction: try reader.read(), isAllow: try reader.read(),
      traffic: try reader.read(), prefix: try reader.read(), origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(number, direction, isAllow, traffic, prefix, origin)
  }
}

extension UnreadableRule: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(direction: try reader.read(), number: try reader.read(), origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(direction, number, origin)
  }
}
