/// An interface of a capture. A classic capture has one, without a name.
package struct CaptureInterface: Hashable, Sendable {
  package var linkType: LinkType
  /// The most bytes that were kept of a packet; 0 where there was no limit.
  package var snaplen: UInt32
  /// As the capture gives it; empty where it doesn't.
  package var name: String
  /// How its timestamps count.
  var clock: CaptureClock
}
