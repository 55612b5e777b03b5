/// The header of a classic capture.
struct ClassicHeader: Sendable {
  /// The four first bytes: byte order, and what the timestamps count.
  struct Magic {
    let isBig: Bool
    let isNanoseconds: Bool

    /// From four bytes read in network order.
    init?(_ word: UInt32) {
      switch word {
      case 0xA1B2_C3D4: (isBig, isNanoseconds) = (true, false)
      case 0xD4C3_B2A1: (isBig, isNanoseconds) = (false, false)
      case 0xA1B2_3C4D: (isBig, isNanoseconds) = (true, true)
      case 0x4D3C_B2A1: (isBig, isNanoseconds) = (false, true)
      default: return nil
      }
    }
  }

  static let size = 24
  private(set) var major: UInt16 = 2
  private(set) var minor: UInt16 = 4
  private(set) var snaplen: UInt32 = 0
  private(set) var linkType = LinkType.ethernet
  private(set) var isNanoseconds = false

  init() {}

  init(_ bytes: PacketBytes, _ magic: Magic) {
    major = bytes.u16(4, big: magic.isBig)
    minor = bytes.u16(6, big: magic.isBig)
    snaplen = bytes.u32(16, big: magic.isBig)
    // The upper half says how long the frame check sequences are.
    linkType = LinkType(rawValue: UInt16(truncatingIfNeeded: bytes.u32(20, big: magic.isBig)))
    isNanoseconds = magic.isNanoseconds
  }

  var isVersionKnown: Bool { major == 2 }

  var interface: CaptureInterface {
    CaptureInterface(
      linkType: linkType, snaplen: snaplen, name: "",
      clock: CaptureClock(resolution: isNanoseconds ? 9 : 6, offsetSeconds: 0))
  }
}
