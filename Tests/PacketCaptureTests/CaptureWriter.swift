@testable import PacketWalkPacketCapture

/// Numbers as bytes, in either order.
struct ByteOrder {
  let isBig: Bool

  static let big = ByteOrder(isBig: true)
  static let little = ByteOrder(isBig: false)

  func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    let count = value.bitWidth / 8
    let ascending = (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    return isBig ? ascending.reversed() : ascending
  }
}

/// Makes captures of the classic format.
struct ClassicWriter {
  var order = ByteOrder.little
  var isNanoseconds = false
  var linkType = LinkType.ethernet
  var snaplen: UInt32 = 65_535
  /// The bits above the link type.
  var frameCheck: UInt32 = 0
  private(set) var bytes: [UInt8] = []

  init(
    _ order: ByteOrder = .little, isNanoseconds: Bool = false, linkType: LinkType = .ethernet,
    snaplen: UInt32 = 65_535, frameCheck: UInt32 = 0, minor: UInt16 = 4
  ) {
    self.order = order
    self.isNanoseconds = isNanoseconds
    bytes = order.bytes(isNanoseconds ? 0xA1B2_3C4D : 0xA1B2_C3D4 as UInt32)
    bytes += order.bytes(2 as UInt16) + order.bytes(minor) + order.bytes(0 as UInt64) + order.bytes(snaplen)
    bytes += order.bytes(UInt32(linkType.rawValue) | frameCheck)
  }

  mutating func append(_ packet: [UInt8], at time: Int64, original: Int? = nil) {
    let fraction = time % 1_000_000_000 / (isNanoseconds ? 1 : 1_000)
    record(
      seconds: UInt32(time / 1_000_000_000), fraction: UInt32(fraction), captured: UInt32(packet.count),
      original: UInt32(original ?? packet.count), packet)
  }

  /// A record whose numbers may be lies.
  mutating func record(
    seconds: UInt32 = 1, fraction: UInt32 = 0, captured: UInt32, original: UInt32, _ packet: [UInt8]
  ) {
    bytes += order.bytes(seconds) + order.bytes(fraction) + order.bytes(captured) + order.bytes(original)
    bytes += packet
  }
}

/// Makes captures of the next generation's format, block by block.
struct BlockWriter {
  private(set) var order: ByteOrder
  var bytes: [UInt8] = []

  init(_ order: ByteOrder = .little) {
    self.order = order
    section(order)
  }

  mutating func section(_ order: ByteOrder, major: UInt16 = 1) {
    self.order = order
    let version = order.bytes(major) + order.bytes(0 as UInt16)
    block(0x0A0D_0D0A, order.bytes(0x1A2B_3C4D as UInt32) + version + order.bytes(-1 as Int64))
  }

  mutating func block(_ type: UInt32, _ body: [UInt8]) {
    let padded = body + Array(repeating: 0, count: (4 - body.count % 4) % 4)
    let length = order.bytes(UInt32(padded.count + 12))
    bytes += order.bytes(type) + length + padded + length
  }

  mutating func interface(
    _ linkType: LinkType = .ethernet, snaplen: UInt32 = 0, name: String? = nil, resolution: UInt8? = nil,
    offset: Int64? = nil
  ) {
    var options: [UInt8] = []
    if let name { options += option(2, Array(name.utf8)) }
    if let resolution { options += option(9, [resolution]) }
    if let offset { options += option(14, order.bytes(offset)) }
    if !options.isEmpty { options += option(0, []) }
    block(1, order.bytes(linkType.rawValue) + [0, 0] + order.bytes(snaplen) + options)
  }

  func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
    order.bytes(code) + order.bytes(UInt16(value.count)) + padded(value)
  }

  func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + Array(repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  private func stamp(_ units: UInt64) -> [UInt8] {
    order.bytes(UInt32(units >> 32)) + order.bytes(UInt32(truncatingIfNeeded: units))
  }

  private func lengths(_ packet: [UInt8], _ original: Int?) -> [UInt8] {
    order.bytes(UInt32(packet.count)) + order.bytes(UInt32(original ?? packet.count))
  }

  mutating func enhanced(
    _ packet: [UInt8], units: UInt64, interface: UInt32 = 0, original: Int? = nil, flags: UInt32? = nil
  ) {
    let options = flags.map { option(2, order.bytes($0)) + option(0, []) } ?? []
    block(
      6, order.bytes(interface) + stamp(units) + lengths(packet, original) + padded(packet) + options)
  }

  mutating func obsolete(_ packet: [UInt8], units: UInt64, interface: UInt16 = 0, original: Int? = nil) {
    block(
      2, order.bytes(interface) + [0, 7] + stamp(units) + lengths(packet, original) + padded(packet))
  }

  mutating func simple(_ packet: [UInt8], original: Int? = nil) {
    block(3, order.bytes(UInt32(original ?? packet.count)) + padded(packet))
  }
}
