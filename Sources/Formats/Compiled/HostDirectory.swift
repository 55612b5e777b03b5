import PacketWalkAddressing
import PacketWalkTopology

/// Where in a compiled model the hosts are that a question names, so that the others, most of a large network, need not be
/// read for it.
///
/// What a packet between two hosts meets are these two, and what else in the network stands for something: gateways'
/// and load balancers' interfaces, targets, appliances, whatever any other resource refers to. All of that is `needed`. A
/// host that is none of it is never asked about, unless it has an address of one of them: in another VPC, say, that the
/// packet strays to.
struct HostDirectory {
  /// A host by the hash of something that names it: two of one hash are both read.
  private struct Entry: Comparable {
    var key: UInt32
    var place: UInt32

    static func < (left: Self, right: Self) -> Bool { (left.key, left.place) < (right.key, right.place) }
  }

  /// Hosts to read, by their places in the topology, in order.
  struct Selection: Equatable {
    var interfaces: [Int]
    var instances: [Int]
  }

  private var interfaces: [Entry] = []
  private var instances: [Entry] = []
  private var needed = Selection(interfaces: [], instances: [])

  /// - Complexity: O(*n* log *n*) for *n* hosts, and the size of everything else.
  init(_ topology: Topology) {
    let mentioned = Mentioned(topology)
    // An instance and its interfaces are one: whoever names one of them names all.
    var units: [InstanceID: (interfaces: [Int], instances: [Int])] = [:]
    for (place, instance) in topology.instances.enumerated() {
      units[instance.id, default: ([], [])].instances.append(place)
    }
    for (place, interface) in topology.networkInterfaces.enumerated() {
      if let id = interface.instance {
        units[id, default: ([], [])].interfaces.append(place)
      } else {
        add((interfaces: [place], instances: []), of: topology, mentioned)
      }
    }
    for unit in units.values { add(unit, of: topology, mentioned) }
    interfaces.sort()
    instances.sort()
    needed.interfaces.sort()
    needed.instances.sort()
  }

  private mutating func add(
    _ unit: (interfaces: [Int], instances: [Int]), of topology: Topology, _ mentioned: Mentioned
  ) {
    var texts: Set<String> = []
    var addresses: Set<IPAddress> = []
    var isNeeded = false
    for place in unit.instances {
      let instance = topology.instances[place]
      texts.formUnion(instance.info.names + [instance.id.rawValue])
    }
    for place in unit.interfaces {
      let interface = topology.networkInterfaces[place]
      texts.formUnion(interface.info.names + [interface.id.rawValue])
      if let instance = interface.instance { texts.insert(instance.rawValue) }
      addresses.formUnion(interface.addresses.flatMap(\.appearances))
      isNeeded = isNeeded || interface.isUnusual
    }
    isNeeded =
      isNeeded || texts.contains(where: mentioned.contains) || addresses.contains(where: mentioned.contains)
    if isNeeded {
      needed.interfaces += unit.interfaces
      needed.instances += unit.instances
    }
    let keys = Set(texts.map(Self.key) + addresses.map { Self.key($0.description) })
    for key in keys {
      interfaces += unit.interfaces.map { Entry(key: key, place: UInt32($0)) }
      instances += unit.instances.map { Entry(key: key, place: UInt32($0)) }
    }
  }

  /// FNV-1a (Fowler, Noll, Vo) of a text's bytes.
  static func key(_ text: String) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return hash
  }

  // MARK: Stored

  func write(to writer: inout PackedWriter) {
    for entries in [interfaces, instances] {
      writer.number(UInt64(entries.count))
      for entry in entries {
        writer.whole(entry.key)
        writer.whole(entry.place)
      }
    }
    writer.write(needed.interfaces, needed.instances)
  }

  // MARK: Mentions

  /// What the resources that are no hosts refer to, as far as texts and addresses do.
  private struct Mentioned {
    private let texts: Set<String>
    private let addresses: Set<IPAddress>

    init(_ topology: Topology) {
      var rest = topology
      rest.networkInterfaces = []
      rest.instances = []
      var writer = PackedWriter(notesAddresses: true)
      writer.write(rest)
      addresses = writer.addresses
      // ARNs and the like have the name in one of their parts.
      texts = Set(
        writer.texts.flatMap { text in [text] + text.split { ":/,".contains($0) }.map(String.init) })
    }

    func contains(_ text: String) -> Bool { texts.contains(text) }

    func contains(_ address: IPAddress) -> Bool {
      addresses.contains(address) || texts.contains(address.description)
    }
  }
}

extension ResourceInfo {
  fileprivate var names: [String] { [name, address].compactMap(\.self) }
}

extension NetworkInterface {
  /// Whether it may have a part in what others send.
  fileprivate var isUnusual: Bool {
    kind != .interface || !isSourceDestChecked || middlebox != nil || !delegatedPrefixes.isEmpty
      || addresses.isEmpty || isUnplaced
  }
}
