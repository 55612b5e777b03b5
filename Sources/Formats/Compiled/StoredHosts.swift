import PacketWalkAddressing
import PacketWalkTopology

/// A directory of hosts as it is stored, to look things up where they lie.
struct StoredHosts {
  private let interfaces: Entries
  private let instances: Entries
  private let needed: HostDirectory.Selection

  init(from reader: inout PackedReader) throws(PackedError) {
    interfaces = try Entries(from: &reader)
    instances = try Entries(from: &reader)
    needed = HostDirectory.Selection(interfaces: try reader.read(), instances: try reader.read())
  }

  /// The hosts that an answer between these ends needs, but for those that share an address with one of them; nil where
  /// that may be any.
  ///
  /// - Parameter names: ends as the user wrote them, or none for everything.
  func selection(of names: [String]) -> HostDirectory.Selection? {
    guard !names.isEmpty, names.allSatisfy(Self.isPlain) else { return nil }
    let keys = names.map { HostDirectory.key(IPAddress($0)?.description ?? $0) }
    guard keys.allSatisfy({ !interfaces.places(of: $0).isEmpty }) else { return nil }
    return adding(keys, to: needed)
  }

  /// The same hosts, and all that share an address with one of them.
  ///
  /// - Parameter topology: what was read of the selection.
  func closed(_ selection: HostDirectory.Selection, over topology: Topology) -> HostDirectory.Selection {
    let addresses = Set(topology.networkInterfaces.flatMap(\.addresses).flatMap(\.appearances))
    return adding(addresses.map { HostDirectory.key($0.description) }, to: selection)
  }

  private func adding(_ keys: [UInt32], to selection: HostDirectory.Selection) -> HostDirectory.Selection {
    HostDirectory.Selection(
      interfaces: Set(selection.interfaces).union(keys.flatMap(interfaces.places)).sorted(),
      instances: Set(selection.instances).union(keys.flatMap(instances.places)).sorted())
  }

  /// Whether a text means hosts of this name or address, and nothing else, if there are some.
  private static func isPlain(_ name: String) -> Bool {
    IPAddress(name) != nil || name != "internet" && !name.contains { ":/@*[".contains($0) }
  }

  /// Pairs of a key and a place, in order.
  private struct Entries {
    private let block: PackedBlock
    private let count: Int

    init(from reader: inout PackedReader) throws(PackedError) {
      count = try reader.count()
      block = try reader.block(of: count, size: 8)
    }

    /// - Complexity: O(log *n*) for *n* entries, and the places.
    func places(of key: UInt32) -> [Int] {
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if block.number(at: 8 * middle) < key { low = middle + 1 } else { high = middle }
      }
      var places: [Int] = []
      while low < count, block.number(at: 8 * low) == key {
        places.append(Int(block.number(at: 8 * low + 4)))
        low += 1
      }
      return places
    }
  }
}
