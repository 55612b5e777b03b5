package import PacketWalkAddressing

/// What an element remembers of a packet that passed it.
struct Session {
  enum Key: Hashable {
    case filter(InterfaceIndex)
    case element(SessionKind)
  }

  var key: Key
  /// As the packet arrived, and as it left.
  var before: Header
  var after: Header
  var resume: PortID
  /// Whether the answer came by, where one has to.
  var isAnswered = true
  /// Whether a rule let all of it pass, so that none is asked again.
  var isPassed = true
}

/// Whose groups a packet carries.
enum Identity: Hashable {
  case interface(InterfaceIndex)
  /// Nobody's: why it was lost, and whose it was.
  case lost(Code, of: InterfaceIndex?)
}

/// An egress rule that matched by reference only: it holds only if the identity survives.
struct Obligation {
  var filter: FilterID
  var rule: Int
  var element: ElementRef
  var header: Header
}

/// What the network or an unknown decided on the way to here.
package enum Decision: Hashable, Sendable {
  /// `isReply` is false for choices that are made once for both directions.
  case choice(ChoiceID, alternative: Int, leg: UInt8, isReply: Bool)
  case source(IPAddress)
  case destination(IPAddress)
  case unknown(InputID, filter: FilterID, leg: UInt8, isReply: Bool, passes: Bool)
}

/// One branch of a walk: copied where the network may go several ways.
struct WalkState {
  var pc = 0
  var element = ElementRef.internet
  var header: Header
  var sourceAtom: UInt32 = 0
  var destinationAtom: UInt32 = 0
  /// The subnet the packet is being sent from.
  var link: SubnetIndex?
  var zone: ZoneIndex?
  var identity: Identity = .lost(.groupReferenceNotPreserved, of: nil)
  var obligations: [Obligation] = []
  /// What open ends' groups are to be asked, and whether the sender's references wait to be settled.
  var openFilters: [OpenFilter] = []
  var isReferenceOpen = false
  /// The header before the last rewrite.
  var beforeRewrite: Header

  var leg: UInt8 = 0
  var isReply = false
  /// Where this leg's answer must arrive, and the request it must answer.
  var origin: PlaceID
  var request: Header
  /// Set while the first leg of a relayed connection is walked: the targets, and the node that goes on.
  var relay: (choice: ChoiceID, node: InterfaceIndex)?

  var trail: [Session] = []
  var variables: [PortVariable] = []
  var decisions: [Decision] = []
  var hops = 0
  /// Ops performed in all.
  var position = 0

  var steps: [Step] = []
  var blockers: [Blocker] = []
  /// The phase (leg, direction) in which the packet first failed.
  var failedPhase: (leg: UInt8, isReply: Bool)?
  var isDelivered = false
  var assumptions: Set<Assumption> = []

  init(header: Header, origin: PlaceID) {
    self.header = header
    self.origin = origin
    request = header
    beforeRewrite = header
  }

  /// Whether the current phase lies beyond the one that failed.
  var isBeyond: Bool {
    guard let failedPhase else { return false }
    return (failedPhase.leg, failedPhase.isReply) != (leg, isReply)
  }

  func ports(of term: PortTerm) -> PortSet? {
    switch term {
    case .none: nil
    case .fixed(let port): PortSet(PortRange(port))
    case .variable(let place): variables[place].set
    }
  }
}

/// How one branch of a walk ended.
package struct Leaf: Sendable {
  package enum Ending: Hashable, Sendable {
    case known(isDelivered: Bool, isReplied: Bool)
    /// Depends on what the input does not hold: all of it, or the reply only.
    case unknown(InputID, isDelivered: Bool)
  }

  package var ending: Ending
  package var decisions: [Decision]
  package var variables: [PortVariable]
  package var steps: [Step]
  package var blockers: [Blocker]
  package var assumptions: Set<Assumption>
  package var openFilters: [OpenFilter]
}
