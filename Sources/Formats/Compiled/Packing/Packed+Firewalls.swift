import PacketWalkTopology

// Network Firewall.

extension NetworkFirewall: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), vpc: try reader.read(), policy: try reader.read(),
      endpoints: try reader.read(), attachment: try reader.read(), isAvailable: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, vpc, policy, endpoints, attachment, isAvailable)
  }
}

extension FirewallPolicy: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), statelessGroups: try reader.read(),
      statelessDefault: try reader.read(), statefulGroups: try reader.read(), isStrict: try reader.read(),
      statefulDefaults: try reader.read(), streamException: try reader.read(), addressSets: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(
      id, info, statelessGroups, statelessDefault, statefulGroups, isStrict, statefulDefaults,
      streamException, addressSets)
  }
}

extension FirewallPolicy.GroupReference: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(group: try reader.read(), priority: try reader.read(), dropsToAlert: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(group, priority, dropsToAlert)
  }
}

extension FirewallPolicy.StreamException: Packed {}

extension RuleGroup: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      id: try reader.read(), info: try reader.read(), rules: try reader.read(),
      addressSets: try reader.read(), portSets: try reader.read(), references: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(id, info, rules, addressSets, portSets, references)
  }
}

extension RuleGroup.StatefulRule: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(try reader.read(), origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(text, origin)
  }
}

extension RuleGroup.DomainList: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(names: try reader.read(), action: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(names, action)
  }
}

extension RuleGroup.DomainList.Action: Packed {}

extension RuleGroup.Rules: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = .stateless(try reader.read())
    case 1: self = .stateful(try reader.read())
    case 2: self = .domains(try reader.read())
    case 3: self = .unknown
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    switch self {
    case .stateless(let value):
      writer.tag(0)
      writer.write(value)
    case .stateful(let value):
      writer.tag(1)
      writer.write(value)
    case .domains(let value):
      writer.tag(2)
      writer.write(value)
    case .unknown: writer.tag(3)
    }
  }
}

extension StatelessRule: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      priority: try reader.read(), action: try reader.read(), protocols: try reader.read(),
      sources: try reader.read(), destinations: try reader.read(), sourcePorts: try reader.read(),
      destinationPorts: try reader.read(), hasFlags: try reader.read(), origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(
      priority, action, protocols, sources, destinations, sourcePorts, destinationPorts, hasFlags, origin)
  }
}

extension StatelessRule.Action: Packed {}
