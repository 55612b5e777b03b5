/// What the IP headers of a packet say.
struct IPHeader {
  enum Fragment { case none, first, later }

  var isIPv6 = false
  var sourceHigh: UInt64 = 0
  var sourceLow: UInt64 = 0
  var destinationHigh: UInt64 = 0
  var destinationLow: UInt64 = 0
  var proto: UInt8 = 0
  /// Where what the packet carries begins, and where the packet or what was captured of it ends.
  var start = 0
  var end = 0
  /// The packet's length, with its headers.
  var length = 0
  var fragment = Fragment.none
  /// What the fragments of a packet have in common.
  var fragmentID: UInt32 = 0
  /// IPv6: the protocol that the fragment header names.
  var fragmentProto: UInt8 = 0
}
