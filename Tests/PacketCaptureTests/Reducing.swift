import PacketWalkByteInput
import PacketWalkDiagnostics
@testable import PacketWalkPacketCapture

/// A capture's flows, as tests ask for them.
struct Reduced {
  var flows: [CapturedFlow]
  var report: CaptureFileReport
  var batches: [Int]

  init(
    _ bytes: [UInt8], options: CaptureOptions = CaptureOptions(), blockSize: Int = 1 << 16, piece: Int = .max
  ) throws(InputError) {
    let collected = Collected()
    var reducer = FlowReducer(options: options) { collected.add($0) }
    let input = try ByteStream(bytes, path: "test.pcap", pieceSize: piece)
    report = reducer.read(try CaptureReader.open(input, blockSize: blockSize))
    reducer.finish()
    flows = collected.flows
    batches = collected.batches
  }

  /// The kinds that were counted, with their numbers.
  var counts: [CaptureKind: UInt64] {
    Dictionary(uniqueKeysWithValues: report.tally.kinds.map { ($0, report.tally[$0]) })
  }

  private final class Collected {
    var flows: [CapturedFlow] = []
    var batches: [Int] = []

    func add(_ more: [CapturedFlow]) {
      flows += more
      batches.append(more.count)
    }
  }
}

extension Reduced {
  /// Of Ethernet frames, a millisecond apart.
  init(frames: [[UInt8]], options: CaptureOptions = CaptureOptions()) throws(InputError) {
    try self.init(frames.enumerated().map { ($0.element, Int64($0.offset) * 1_000_000) }, options: options)
  }

  /// Of Ethernet frames at their times, in nanoseconds from some moment.
  init(_ frames: [([UInt8], Int64)], options: CaptureOptions = CaptureOptions()) throws(InputError) {
    var writer = ClassicWriter(isNanoseconds: true)
    for (frame, time) in frames { writer.append(frame, at: 1_700_000_000_000_000_000 + time) }
    try self.init(writer.bytes, options: options)
  }
}

/// What a reader finds, copied.
struct ReadPacket: Equatable {
  var timestamp: Int64
  var original: Int
  var linkType: LinkType
  var interface: UInt16
  var bytes: [UInt8]

  /// All packets of a capture, and what was counted.
  static func all(
    of bytes: [UInt8], blockSize: Int = 1 << 16, piece: Int = .max
  ) throws(InputError) -> (packets: [ReadPacket], tally: CaptureTally) {
    let input = try ByteStream(bytes, path: "test.pcap", pieceSize: piece)
    var reader = try CaptureReader.open(input, blockSize: blockSize)
    var record = CaptureRecord()
    var packets: [ReadPacket] = []
    while reader.next(&record) {
      packets.append(
        ReadPacket(
          timestamp: record.timestamp, original: record.originalLength, linkType: record.linkType,
          interface: record.interface, bytes: record.bytes.array))
    }
    return (packets, reader.tally)
  }
}
