package import PacketWalkByteInput
package import PacketWalkDiagnostics

/// Reads captures, classic ones (pcap) and those of the next generation (pcapng), packet by packet.
///
/// Memory is constant in the capture's size. Nothing in a capture throws once its first bytes are known for a
/// capture's: damage is counted, and reading goes on where the format allows that, else it ends with what was
/// read so far. Formats: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.
package struct CaptureReader: ~Copyable {
  package enum Format: String, Sendable {
    case pcap, pcapng
    /// Something that only libpcap reads.
    case libpcap
  }

  /// The longest record or block that is looked at; longer blocks are skipped.
  static let longest = 1 << 20

  package let path: String
  package let format: Format
  /// What was met while reading; whoever takes packets apart adds to it.
  package var tally = CaptureTally()
  /// All interfaces so far, in the order of their description.
  package internal(set) var interfaces: [CaptureInterface] = []
  /// How many packets were read.
  package internal(set) var packets: UInt64 = 0

  var window: CaptureWindow
  /// The byte order of the file or section.
  var isBig: Bool
  var isAtEnd = false
  /// Classic: what all of the file's packets have in common.
  var fileHeader: ClassicHeader
  /// pcapng: where the section's interfaces begin.
  var firstInterface = 0

  /// Opens a capture and reads how it begins.
  ///
  /// - Throws: what `ByteStream` throws; `empty`; `unrecognised` for what is no capture; `malformed` where
  ///   gzip data is damaged before the first packet.
  package static func open(
    _ path: String, blockSize: Int = 1 << 18
  ) throws(InputError) -> CaptureReader {
    try open(ByteStream(opening: path), blockSize: blockSize)
  }

  /// Likewise from an input that is open.
  package static func open(
    _ input: ByteStream, blockSize: Int = 1 << 18
  ) throws(InputError) -> CaptureReader {
    let path = input.path
    var window = CaptureWindow(input, blockSize: blockSize)
    let start = try start(&window, path)
    return CaptureReader(path, start, window)
  }

  private init(_ path: String, _ start: Start, _ window: consuming CaptureWindow) {
    self.path = path
    format = start.format
    isBig = start.isBig
    fileHeader = start.header
    self.window = window
    if format == .pcap { interfaces = [fileHeader.interface] }
  }

  /// Where reading ended too early, why.
  package var failure: InputError? { window.failure }
  /// How many bytes of the input, packed where it is packed, have been read, and of how many.
  package var progress: (read: Int, of: Int?) { (window.bytesRead, window.size) }

  /// Whether bytes begin as a capture does that this reader reads.
  package static func recognises(_ bytes: some Collection<UInt8>) -> Bool {
    let magic = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return bytes.count >= 4 && (magic == sectionMagic || ClassicHeader.Magic(magic) != nil)
  }

  static let sectionMagic: UInt32 = 0x0A0D_0D0A

  private typealias Start = (format: Format, isBig: Bool, header: ClassicHeader)

  private static func start(
    _ window: inout CaptureWindow, _ path: String
  ) throws(InputError) -> Start {
    guard window.require(4) else {
      if let failure = window.failure { throw failure }
      if window.available == 0 { throw InputError(.empty, "the capture is empty", at: Origin(file: path)) }
      throw InputError(.unrecognised, "too short for a capture", at: Origin(file: path))
    }
    let word = window.bytes(0, count: 4).u32(0)
    if word == sectionMagic { return (.pcapng, true, ClassicHeader()) }
    guard let magic = ClassicHeader.Magic(word) else {
      let message = "neither pcap nor pcapng: it begins with \(String(word, radix: 16))"
      throw InputError(.unrecognised, message, at: Origin(file: path))
    }
    guard window.require(ClassicHeader.size) else {
      if let failure = window.failure { throw failure }
      throw InputError(.malformed, "the capture ends inside its header", at: Origin(file: path))
    }
    let header = ClassicHeader(window.bytes(0, count: ClassicHeader.size), magic)
    guard header.isVersionKnown else {
      let version = "\(header.major).\(header.minor)"
      throw InputError(
        .unrecognised, "pcap of version \(version), which nobody has described", at: Origin(file: path))
    }
    window.consume(ClassicHeader.size)
    return (.pcap, magic.isBig, header)
  }

  /// Reads the next packet into `record`; false at the end.
  @inline(__always)
  package mutating func next(_ record: inout CaptureRecord) -> Bool {
    format == .pcap ? nextClassic(&record) : nextBlock(&record)
  }

  /// Ends reading: nothing after this place can be found.
  mutating func stop(_ kind: CaptureKind?) -> Bool {
    if !isAtEnd {
      let place = CaptureTally.Place(record: packets, offset: window.offset)
      if window.failure != nil {
        tally.count(.inputDamaged, at: place)
      } else if let kind {
        tally.count(kind, at: place)
      }
    }
    isAtEnd = true
    return false
  }
}
