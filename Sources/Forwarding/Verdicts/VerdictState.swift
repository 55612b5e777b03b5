/// What an element remembers of a packet that passed it; with what the branch remembered before, as a list.
struct FlatSession: Sendable, BitwiseCopyable {
  struct Key: Equatable, Sendable, BitwiseCopyable {
    /// 0 is a filter's.
    var kind: UInt16
    var id: UInt32

    init(filter interface: UInt32) { (kind, id) = (0, interface) }

    init(_ session: SessionKind) {
      switch session {
      case .nat(let place): (kind, id) = (1, place)
      case .natInstance(let interface): (kind, id) = (2, interface.rawValue)
      case .inspection(let inspector): (kind, id) = (3, inspector.rawValue)
      case .egressOnly(let vpc): (kind, id) = (4, vpc.rawValue)
      case .clientVPN(let endpoint): (kind, id) = (5, endpoint)
      case .balancer(let interface): (kind, id) = (6, interface.rawValue)
      case .transit(let attachment): (kind, id) = (7, attachment)
      case .steer(let interface): (kind, id) = (8, interface.rawValue)
      case .accelerator(let interface): (kind, id) = (9, interface.rawValue)
      case .connectEndpoint(let interface): (kind, id) = (10, interface.rawValue)
      case .privateLink(let interface): (kind, id) = (11, interface.rawValue)
      }
    }

    init(kind: UInt16, id: UInt32) { (self.kind, self.id) = (kind, id) }

    /// Whether it remembers packets as they were before the element changed them.
    var isOfRewrite: Bool {
      switch kind {
      case 1, 2, 5, 6, 9: true
      default: false
      }
    }
  }

  var key: Key
  /// As the packet left.
  var after: FlatHeader
  /// Where `VerdictWalker.changed` has it as it arrived, where that is another, or -1.
  var before: Int32
  /// Where an answer goes on.
  var resume: UInt32
  /// The one before, or -1.
  var previous: Int32
}

extension FlatOp {
  var session: FlatSession.Key {
    get { FlatSession.Key(kind: kind, id: a) }
    set { (kind, a) = (newValue.kind, newValue.id) }
  }
}

/// A choice that a branch has made, and those before it.
struct FlatDecision: Sendable, BitwiseCopyable {
  var choice: UInt32
  var alternative: UInt32
  var isReply: Bool
  var previous: Int32
}

/// One branch of a walk as plain numbers, copied where the network may go several ways.
struct VerdictState: Sendable, BitwiseCopyable {
  var pc: UInt32
  var header: FlatHeader
  var beforeRewrite: FlatHeader
  var sourceAtom: UInt32
  var destinationAtom: UInt32
  /// Interfaces that are known to own the packet's addresses, or `FlatOp.none`.
  var sourceHolder: UInt32
  var destinationHolder = FlatOp.none
  var link = FlatOp.none
  var zone = FlatOp.none
  /// The interface whose groups the packet carries, or `FlatOp.none`.
  var identity = FlatOp.none
  /// The newest of the branch's sessions and decisions, or -1.
  var trail: Int32 = -1
  var decided: Int32 = -1
  var hops: Int32 = 1
  var isReply = false
  var isDelivered = false
  /// Whether an egress rule matched by reference only.
  var isObliged = false
  /// The ports that each of the branch's variables may still be.
  var variableCount: UInt8 = 0
  var lows = SIMD8<UInt16>(repeating: 0)
  var highs = SIMD8<UInt16>(repeating: 0)

  /// How many ports may be open at once; more are left to the whole walk.
  static let variableLimit = 8

  init(_ beginning: Beginning) {
    pc = beginning.pc
    header = beginning.header
    beforeRewrite = header
    sourceAtom = beginning.sourceAtom
    destinationAtom = beginning.destinationAtom
    sourceHolder = beginning.sourceHolder
    if beginning.isOpen { header.sourcePort = open(beginning.firstPort, beginning.lastPort) }
  }

  /// A port that may be any of a range.
  ///
  /// - Precondition: There are fewer than `variableLimit`.
  mutating func open(_ first: UInt16, _ last: UInt16) -> FlatPort {
    let place = Int(variableCount)
    lows[place] = first
    highs[place] = last
    variableCount += 1
    return .variable(place)
  }
}

/// Where a branch of a question begins, and how its packet looks.
struct Beginning: Sendable, BitwiseCopyable {
  var pc: UInt32
  /// The place at which answers have to arrive.
  var place: UInt32
  var header: FlatHeader
  var sourceAtom: UInt32
  var destinationAtom: UInt32
  /// The interface that sends, if it owns the source, or `FlatOp.none`.
  var sourceHolder: UInt32
  /// Whether the packet may come from any port of the range.
  var isOpen: Bool
  var firstPort: UInt16
  var lastPort: UInt16

  /// Of what does not begin.
  static let none = Beginning(
    pc: 0, place: FlatOp.none,
    header: FlatHeader(source: .zero, destination: .zero, protocol: 0, icmpType: 0, icmpCode: 0),
    sourceAtom: 0, destinationAtom: 0, sourceHolder: FlatOp.none, isOpen: false, firstPort: 0, lastPort: 0)
}
