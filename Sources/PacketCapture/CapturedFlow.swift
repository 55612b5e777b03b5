package import PacketWalkAddressing

/// The packets of one conversation, as a capture shows them.
///
/// A capture holds no verdicts: what is seen at a host that receives had been let through, what is seen at
/// one that sends had yet to be.
package struct CapturedFlow: Sendable, Hashable {
  /// One of the two ends.
  package struct End: Sendable, Hashable {
    package var address: IPAddress
    /// TCP's, UDP's or SCTP's port; 0 where there are none.
    package var port: UInt16
    /// What it sent. Bytes are those of IP packets.
    package var packets: UInt64
    package var bytes: UInt64
    /// All flags that its TCP segments had.
    package var flags: TCPFlags
    /// The network interface whose mirror session showed what it sent; nil where nothing was mirrored.
    package var mirror: IPAddress?
  }

  package enum Service: Sendable, Hashable {
    /// The ports are the ends'.
    case ports
    /// ICMP requests and their replies: the request's type.
    case exchange(type: UInt8, identifier: UInt16)
    /// Other ICMP messages, each kind by itself.
    case message(type: UInt8, code: UInt8)
    /// A protocol without ports.
    case bare
  }

  /// How it is known who began.
  package enum Evidence: String, Sendable, Hashable {
    case syn
    case synAck = "syn-ack"
    /// An ICMP request or an SCTP INIT.
    case request
    /// An answer to one.
    case reply
    /// Nothing but who sent the first packet that was captured.
    case firstPacket = "first-packet"
  }

  package enum Ending: String, Sendable, Hashable {
    /// It was there when the capture ended.
    case endOfCapture = "end-of-capture"
    /// The same ends began anew.
    case reused
    /// Silence for as long as the options say, and then packets of the same ends.
    case idle
    /// Handed out early to make room: what it sent later is in a flow of its own.
    case tableFull = "table-full"
  }

  package var initiator: End
  package var responder: End
  package var proto: IPProtocol
  package var service: Service
  package var evidence: Evidence
  package var ending: Ending
  /// In nanoseconds since 1970; nil where no packet had a timestamp.
  package var firstSeen: Int64?
  package var lastSeen: Int64?
  /// The mirror's network, where packets were unpacked from a tunnel.
  package var vni: UInt32?
  /// The first packet's outermost VLAN.
  package var vlan: UInt16?
  /// Which way the initiator's packets went on the capturing host, where the capture says so.
  package var direction: CaptureDirection
  /// The first packet: the number of its file in the order of reading, of its interface in the file's list,
  /// and its own from 1.
  package var file: Int
  package var interface: Int
  package var record: UInt64
  /// The ICMP errors about it, each kind once, in the order in which they came.
  package var errors: [CapturedICMPError]

  /// Whether who began is only a guess.
  package var isDirectionInferred: Bool { evidence == .firstPacket }
  /// Whether the responder was seen to send anything.
  package var isAnswered: Bool { responder.packets > 0 }
  package var packets: UInt64 { initiator.packets + responder.packets }
}
