import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkServiceSets
import PacketWalkTopology

/// One member of a whole answer: an interface by all its addresses, or a part of the outside that rules and routes
/// do not tell apart.
struct ReachNode {
  enum Kind: Hashable {
    case interface(Int)
    case internet
    case external(Int)
    /// The service behind a gateway endpoint.
    case service(Int)
    /// A balancer's nodes, of which a client takes any.
    case balancer(Int)
    /// An address that nothing in the input holds as an interface.
    case address

    /// Whether it is one machine, whose packets to itself go nowhere.
    var isHost: Bool {
      if case .interface = self { return true }
      return false
    }

    /// Whether both are one machine.
    func isSame(as other: Kind) -> Bool { isHost && self == other }
  }

  var kind: Kind
  /// By which addresses it sends, and by which it is reached from inside.
  var sources: [ExploreEnd]
  var destinations: [ExploreEnd]
  /// By which it is reached from the internet, and from inside as well.
  var outsideDestinations: [ExploreEnd] = []
  /// All addresses that a part of the outside stands for.
  var addresses = AddressSet()

  /// What it is known by in every network that has it; nil for the outside.
  func identity(in topology: Topology) -> String? {
    switch kind {
    case .interface(let place): topology.networkInterfaces[place].id.rawValue
    case .service(let place): topology.vpcEndpoints[place].id.rawValue
    case .balancer, .address, .internet, .external: nil
    }
  }

  /// The outside comes first, what is no host last.
  var rank: Int {
    switch kind {
    case .internet: 0
    case .external: 1
    case .interface, .balancer, .address: 2
    case .service: 3
    }
  }
}
