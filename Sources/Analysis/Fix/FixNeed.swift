import PacketWalkAddressing
import PacketWalkForwarding
import PacketWalkTopology

/// A packet that has to pass somewhere, as it looks there.
struct FixNeed {
  var `protocol`: IPProtocol
  var icmpType: UInt8
  var icmpCode: UInt8
  /// Destination ports; nil where the protocol has none.
  var ports: PortSet?
  var source: IPAddress
  var destination: IPAddress
  /// What the addresses stand for.
  var sourceRange: IPPrefix
  var destinationRange: IPPrefix
  /// Whose groups the packet carries.
  var identity: InterfaceIndex?
  var isReply: Bool
  /// The subnet's prefixes that stand for ends whose addresses AWS chooses anew.
  var sourceNet: IPPrefix?
  var destinationNet: IPPrefix?

  /// The remote end as a filter of this direction sees it.
  func remote(_ direction: RuleDirection) -> IPPrefix {
    direction == .ingress ? sourceRange : destinationRange
  }

  func remoteNet(_ direction: RuleDirection) -> IPPrefix? {
    direction == .ingress ? sourceNet : destinationNet
  }

  /// The narrowest selector that takes the packet: one range of ports.
  var traffic: TrafficSelector {
    if `protocol`.hasPorts {
      guard let first = ports?.ranges.first, let last = ports?.ranges.last else {
        return TrafficSelector(protocol: `protocol`)
      }
      return TrafficSelector(protocol: `protocol`, ports: PortRange(first.first, last.last))
    }
    guard `protocol`.hasICMPType else { return TrafficSelector(protocol: `protocol`) }
    // Echo has no other code than 0, and rules name its type alone.
    let isEcho = ([8, 0].contains(icmpType) && `protocol` == .icmp) || [128, 129].contains(icmpType)
    return TrafficSelector(
      protocol: `protocol`, icmpType: icmpType, icmpCode: isEcho && icmpCode == 0 ? nil : icmpCode)
  }

  /// Takes in the other's ports if nothing else tells the two apart.
  mutating func merge(_ other: FixNeed) -> Bool {
    guard isAlike(other) else { return false }
    if let own = ports, let more = other.ports { ports = own.union(more) }
    return true
  }

  /// Whether nothing but ports tells the two apart.
  func isAlike(_ other: FixNeed) -> Bool {
    `protocol` == other.protocol && icmpType == other.icmpType && icmpCode == other.icmpCode
      && sourceRange == other.sourceRange && destinationRange == other.destinationRange
      && identity == other.identity && isReply == other.isReply
  }
}

/// A place where packets of the question are decided about.
struct FixSite {
  enum Kind: Hashable {
    case groups(FilterID, rule: Int?)
    case accessList(FilterID, rule: Int?)
    case route(TableID, entry: Int?)
    /// An internet gateway that has no public address for one of these.
    case publicAddress(ElementRef, isIngress: Bool)
    case other(ElementRef)
  }

  var kind: Kind
  var code: Code?
  var element: ElementRef
  /// Found only beyond the phase that failed.
  var isBeyond: Bool
  var needs: [FixNeed]
  /// Of a dead end: the routes that led there, in the order of the path.
  var turns: [FixTurn] = []

  mutating func add(_ need: FixNeed) {
    for place in needs.indices where needs[place].merge(need) { return }
    needs.append(need)
  }

  mutating func add(_ turn: FixTurn) {
    guard let place = turns.firstIndex(where: { $0.table == turn.table && $0.entry == turn.entry }) else {
      turns.append(turn)
      return
    }
    for need in turn.needs where !turns[place].needs.contains(where: { $0.isAlike(need) }) {
      turns[place].needs.append(need)
    }
  }
}

/// A route that packets took, and what they looked like there.
struct FixTurn {
  var table: TableID
  var entry: Int
  var needs: [FixNeed]
}
