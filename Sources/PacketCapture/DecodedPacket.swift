/// What a flow needs to know of a packet.
struct DecodedPacket {
  var key = FlowKey()
  var hash: UInt32 = 0
  var timestamp: Int64 = 0
  /// The IP packet's length.
  var length: UInt32 = 0
  /// TCP's flags; 0 for others.
  var flags: UInt8 = 0
  /// What it says of who began.
  var opening = Opening.nothing
  /// Whether the sender is the key's higher end.
  var isFromHigh = false
  var direction = CaptureDirection.unknown
  /// The outermost VLAN's number; `noVLAN` where there is none.
  var vlan: UInt16 = Self.noVLAN
  var interface: UInt16 = 0
  /// Whose mirror session sent it: a number of `MirrorPoints`.
  var point: UInt16 = 0
  var file: UInt16 = 0
  var record: UInt64 = 0
  var offset: UInt64 = 0
  var remarks: Remarks = []

  static let noVLAN = UInt16.max

  enum Opening: UInt8 {
    case nothing
    /// A SYN, an ICMP request, an SCTP INIT.
    case begins
    /// A SYN-ACK, an ICMP reply, an SCTP INIT ACK.
    case answers
  }

  struct Remarks: OptionSet {
    var rawValue: UInt8

    static let flagsCut = Remarks(rawValue: 1)
    static let lengthFromCapture = Remarks(rawValue: 2)
    static let longerThanCaptured = Remarks(rawValue: 4)
    static let laterFragment = Remarks(rawValue: 8)
    static let decapsulated = Remarks(rawValue: 16)
    static let untimed = Remarks(rawValue: 32)

    static let kinds: [(Remarks, CaptureKind)] = [
      (.flagsCut, .flagsCut), (.lengthFromCapture, .lengthFromCapture),
      (.longerThanCaptured, .longerThanCaptured), (.laterFragment, .laterFragment),
      (.decapsulated, .decapsulated), (.untimed, .untimed),
    ]
  }
}

/// What becomes of a packet.
enum PacketFate: Equatable {
  /// A packet of a flow.
  case flow
  /// An ICMP error about the flow that the packet's key names; the decoder has what its own headers say.
  case error
  /// Nothing but a number.
  case counted(CaptureKind)
}

/// What an ICMP error's own headers say.
struct ICMPErrorHeader: Equatable {
  var isIPv6 = false
  var senderHigh: UInt64 = 0
  var senderLow: UInt64 = 0
  var type: UInt8 = 0
  var code: UInt8 = 0
}
