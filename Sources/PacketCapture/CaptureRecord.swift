/// One packet of a capture, as the reader found it.
package struct CaptureRecord {
  /// In nanoseconds since 1970; `untimed` where the capture doesn't say.
  package var timestamp: Int64 = Self.untimed
  /// How long the packet was on the wire.
  package var originalLength: Int = 0
  package var linkType = LinkType.ethernet
  /// The interface's place in the capture's list.
  package var interface: UInt16 = 0
  /// Which way it went on the capturing host, where the record itself says so.
  package var direction = CaptureDirection.unknown
  /// From 1.
  package var number: UInt64 = 0
  /// Where its record or block begins, in bytes of the unpacked file.
  package var offset: UInt64 = 0
  /// What was captured: good until the reader's next packet.
  package var bytes: PacketBytes

  package static let untimed = Int64.min

  package init() { bytes = unsafe PacketBytes(UnsafeRawBufferPointer(start: nil, count: 0)) }

  package var isTimed: Bool { timestamp != Self.untimed }
  package var capturedLength: Int { bytes.count }
  var place: CaptureTally.Place { CaptureTally.Place(record: number, offset: offset) }
}
