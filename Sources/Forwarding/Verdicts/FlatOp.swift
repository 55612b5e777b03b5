/// An op in sixteen bytes, its operands numbers: ports are already places in the program, assumptions what the
/// question's options make of them.
struct FlatOp: Sendable, BitwiseCopyable {
  enum Code: UInt8, Sendable, BitwiseCopyable {
    /// The walk that knows everything is to be asked instead.
    case whole
    case nothing
    /// Stops the packet unless the condition holds.
    case require
    /// Notes that the answer rests on an assumption, unless the condition holds.
    case note
    /// Likewise, and stops the packet.
    case noteAndStop
    /// Passes over the next op, unless the condition holds.
    case skip
    case goIf
    case filter
    case leave
    case enter
    /// Sets the subnet, and the zone of one.
    case sent
    case become
    case sender
    case lose
    case arrive
    case exempt
    case onLink
    case local
    case lookup
    case zone
    case byZone
    case rewrite
    case remember
    case recall
    case choose
    case listen
    case go
    case deliverIfReply
    case deliverIfOwn
    case deliver
    case drop
    case missing
  }

  var code: Code
  var condition = FlatGuard.never
  /// Of sessions what kind they are.
  var kind: UInt16 = 0
  /// The condition's operands where there is one, else the op's own.
  var a: UInt32 = 0
  var b: UInt32 = 0
  var c: UInt32 = 0

  static var none: UInt32 { .max }
}

/// A condition on a packet, with the operands `a` and `b` of its op.
enum FlatGuard: UInt8, Sendable, BitwiseCopyable {
  case never
  case sourceOwned
  case sourceNotOwned
  case destinationOwned
  case addressesIn
  case sourceIn
  case sourceIsInterface
  case destinationIsInterface
  case destinationAcceptsInternetGateway
  case destinationNotPrivate
  case destinationNotShared
  case sourceNotPrivate
  case sourceNotShared
  case natProtocol
  case isTCP
  case gatewayEndpointProtocol
  case family4
  case family6
  case always
  case isReply
  case isRequest
  case mayBeginSession
  case destinationIsNot
  case destinationIn
}
