import Foundation

/// A made-up capture: many conversations at once, each of a few packets, as a busy host sees them.
public struct SyntheticCapture {
  private struct Session {
    var isIPv6: Bool
    var proto: UInt8
    var client: UInt32
    var server: UInt32
    var clientPort: UInt16
    var serverPort: UInt16
    /// How many packets have gone by, and how many there will be.
    var step = 0
    var steps: Int
  }

  /// How many packets.
  public var packets = 5_000_000
  /// How many conversations go on at the same time.
  public var concurrent = 50_000
  /// The most bytes that are kept of a packet.
  public var snaplen = 96
  private var random: Randomness
  private var time: UInt64 = 1_767_225_600_000_000

  public init(seed: UInt64 = 1) { random = Randomness(seed: seed) }

  /// Writes a classic capture of Ethernet frames.
  public mutating func write(to path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw CocoaError(.fileWriteUnknown) }
    var bytes: [UInt8] = []
    for word in [0xA1B2_C3D4, 0x0004_0002, 0, 0, UInt32(snaplen), 1] as [UInt32] { little(word, &bytes) }
    var sessions = (0..<concurrent).map { _ in begin() }
    for _ in 0..<packets {
      let index = Int(random.next() % UInt64(concurrent))
      append(sessions[index], &bytes)
      sessions[index].step += 1
      if sessions[index].step == sessions[index].steps { sessions[index] = begin() }
      if bytes.count > 1 << 20 {
        try file.write(contentsOf: bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try file.write(contentsOf: bytes)
    try file.close()
  }

  private mutating func begin() -> Session {
    let choice = random.next()
    let isDatagram = choice % 100 < 25
    let few = Int(choice >> 8 & 7)
    return Session(
      isIPv6: choice >> 16 & 31 == 0, proto: isDatagram ? 17 : 6,
      client: 0x0A00_0000 | UInt32(truncatingIfNeeded: random.next() >> 8) & 0xFFFF,
      server: 0x0A01_0000 | UInt32(truncatingIfNeeded: random.next() >> 8) & 0x3FF,
      clientPort: 32_768 | UInt16(truncatingIfNeeded: random.next()) & 0x7FFF,
      serverPort: isDatagram ? 53 : [443, 443, 80, 5432][Int(choice >> 24 & 3)],
      steps: isDatagram ? 2 : choice >> 32 & 31 == 0 ? 100 : 6 + few)
  }

  private mutating func append(_ session: Session, _ bytes: inout [UInt8]) {
    let isReply = session.step % 2 == 1
    let isTCP = session.proto == 6
    let payload = isTCP ? (session.step < 3 ? 0 : Int(random.next() % 1_400)) : 40 + Int(random.next() % 200)
    let transport = (isTCP ? 20 : 8) + payload
    let network = (session.isIPv6 ? 40 : 20) + transport
    time += random.next() % 20
    little(UInt32(time / 1_000_000), &bytes)
    little(UInt32(time % 1_000_000), &bytes)
    let kept = min(snaplen, 14 + network)
    little(UInt32(kept), &bytes)
    little(UInt32(14 + network), &bytes)
    let end = bytes.count + kept
    bytes += [0x0A, 0, 0, 0, 0, 1, 0x0A, 0, 0, 0, 0, 2]
    let (source, destination) = isReply ? (session.server, session.client) : (session.client, session.server)
    if session.isIPv6 {
      big(0x86DD, &bytes)
      bytes += [0x60, 0, 0, 0]
      big(UInt16(transport), &bytes)
      bytes += [session.proto, 64]
      for address in [source, destination] {
        bytes += [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0]
        big(UInt16(address >> 16), &bytes)
        big(UInt16(truncatingIfNeeded: address), &bytes)
      }
    } else {
      big(0x0800, &bytes)
      bytes += [0x45, 0]
      big(UInt16(network), &bytes)
      bytes += [0, 0, 0x40, 0, 64, session.proto, 0, 0]
      for address in [source, destination] {
        big(UInt16(address >> 16), &bytes)
        big(UInt16(truncatingIfNeeded: address), &bytes)
      }
    }
    big(isReply ? session.serverPort : session.clientPort, &bytes)
    big(isReply ? session.clientPort : session.serverPort, &bytes)
    if isTCP {
      bytes += [0, 0, 0, 1, 0, 0, 0, 1, 0x50, flags(session), 0xFF, 0xFF, 0, 0, 0, 0]
    } else {
      big(UInt16(transport), &bytes)
      bytes += [0, 0]
    }
    bytes += repeatElement(0x2A, count: max(0, end - bytes.count))
    bytes.removeLast(bytes.count - end)
  }

  /// SYN, SYN-ACK, data, and FIN of both at the end.
  private func flags(_ session: Session) -> UInt8 {
    switch session.step {
    case 0: 0x02
    case 1: 0x12
    case session.steps - 2, session.steps - 1: 0x11
    default: 0x18
    }
  }

  private func little(_ value: UInt32, _ bytes: inout [UInt8]) {
    for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  private func big(_ value: UInt16, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(value >> 8))
    bytes.append(UInt8(truncatingIfNeeded: value))
  }
}
