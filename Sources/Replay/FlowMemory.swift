import PacketWalkAddressing

/// The flows that were accepted lately, by a mark of 64 bits each.
///
/// A table of a fixed size in which a newer flow takes an older one's place: what it does not know any more stays
/// undecided.
struct FlowMemory {
  private var marks: [UInt64]

  private static let bits = 17

  init() { marks = Array(repeating: 0, count: 1 << Self.bits) }

  mutating func insert(_ mark: UInt64) {
    marks[Int(truncatingIfNeeded: mark &>> (64 - UInt64(Self.bits)))] = mark
  }

  func contains(_ mark: UInt64) -> Bool {
    marks[Int(truncatingIfNeeded: mark &>> (64 - UInt64(Self.bits)))] == mark
  }

  /// A mark of a flow at an interface, in one direction.
  static func mark(
    _ interface: Int, _ protocolNumber: UInt8, _ source: UInt128, _ destination: UInt128,
    _ sourcePort: UInt16,
    _ destinationPort: UInt16
  ) -> UInt64 {
    func mixed(_ value: UInt64) -> UInt64 {
      var value = (value ^ value &>> 30) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ value &>> 27) &* 0x94D0_49BB_1331_11EB
      return value ^ value &>> 31
    }
    let ports = UInt64(sourcePort) << 48 | UInt64(destinationPort) << 32 | UInt64(protocolNumber) << 24
    var mark = mixed(ports ^ UInt64(truncatingIfNeeded: interface))
    for half in [
      UInt64(truncatingIfNeeded: source), UInt64(truncatingIfNeeded: source >> 64),
      UInt64(truncatingIfNeeded: destination), UInt64(truncatingIfNeeded: destination >> 64),
    ] { mark = mixed(mark &+ 0x9E37_79B9_7F4A_7C15 ^ half) }
    return mark | 1
  }
}
