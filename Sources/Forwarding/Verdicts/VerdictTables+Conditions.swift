/// Conditions on packets. Branches are passed by reference and not changed, since passing them by value copies them.
extension VerdictTables {
  /// Whether the packet meets an op's condition, as `Walker.holds`.
  @inline(__always)
  func holds(_ op: FlatOp, _ state: inout VerdictState) -> Bool {
    // Most conditions of most walks.
    switch op.condition {
    case .sourceOwned where state.sourceHolder == op.a: true
    case .destinationOwned where state.destinationHolder == op.a: true
    default: holdsAny(op, &state)
    }
  }

  private func holdsAny(_ op: FlatOp, _ state: inout VerdictState) -> Bool {
    switch op.condition {
    case .never: return false
    case .always: return true
    case .sourceOwned: return ownsSource(op.a, &state)
    case .sourceNotOwned: return !ownsSource(op.a, &state)
    case .destinationOwned: return ownsDestination(op.a, &state)
    case .addressesIn:
      return contains(vpcs[Int(op.a)].ranges, state.header.source)
        && contains(vpcs[Int(op.b)].ranges, state.header.destination)
    case .sourceIn: return contains(vpcs[Int(op.a)].ranges, state.header.source)
    case .sourceIsInterface: return owner(Int(op.a), state.header.source) != nil
    case .destinationIsInterface: return owner(Int(op.a), state.header.destination) != nil
    case .destinationAcceptsInternetGateway:
      guard let owner = owner(Int(op.a), state.header.destination), owner.interface != FlatOp.none
      else { return true }
      return !interfaces[Int(owner.interface)].deniesInternetGatewayTraffic
    case .destinationNotPrivate: return !atomKinds[Int(state.destinationAtom)].isPrivate
    case .destinationNotShared: return !atomKinds[Int(state.destinationAtom)].isShared
    case .sourceNotPrivate: return !atomKinds[Int(state.sourceAtom)].isPrivate
    case .sourceNotShared: return !atomKinds[Int(state.sourceAtom)].isShared
    case .natProtocol:
      let `protocol` = state.header.protocol
      return `protocol` == FlatHeader.tcp || `protocol` == FlatHeader.udp || `protocol` == FlatHeader.icmp
    case .isTCP: return state.header.protocol == FlatHeader.tcp
    case .gatewayEndpointProtocol:
      return state.header.protocol == FlatHeader.tcp
        || state.header.protocol == FlatHeader.icmp
          && (state.header.icmpType == 0 || state.header.icmpType == 8)
    case .family4: return !state.header.source.isIPv6
    case .family6: return state.header.source.isIPv6
    case .isReply: return state.isReply
    case .isRequest: return !state.isReply
    case .mayBeginSession: return !state.isReply || state.header.protocol == FlatHeader.udp
    case .destinationIsNot: return state.header.destination != addresses[Int(op.a)]
    case .destinationIn: return prefixes[Int(op.a)].contains(state.header.destination)
    }
  }

  @inline(__always)
  func ownsSource(_ interface: UInt32, _ state: inout VerdictState) -> Bool {
    state.sourceHolder == interface || owns(Int(interface), state.header.source)
  }

  @inline(__always)
  func ownsDestination(_ interface: UInt32, _ state: inout VerdictState) -> Bool {
    state.destinationHolder == interface || owns(Int(interface), state.header.destination)
  }
}
