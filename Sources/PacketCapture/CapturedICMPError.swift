package import PacketWalkAddressing

/// An ICMP error about a flow: who sent it, and how often.
package struct CapturedICMPError: Sendable, Hashable {
  package var sender: IPAddress
  package var type: UInt8
  package var code: UInt8
  /// Whether the packet that it is about was the initiator's.
  package var isAboutInitiator: Bool
  package var count: UInt64
}
