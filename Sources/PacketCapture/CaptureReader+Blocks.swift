/// pcapng: blocks, each with its type, its length, a body and its length again.
extension CaptureReader {
  private enum BlockType {
    static let interface: UInt32 = 1
    static let packet: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let enhancedPacket: UInt32 = 6
  }

  /// Reads blocks up to the next that holds a packet.
  @inline(__always)
  mutating func nextBlock(_ record: inout CaptureRecord) -> Bool {
    while true {
      guard window.require(12) else { return stop(window.available == 0 ? nil : .recordCut) }
      let start = window.bytes(0, count: 12)
      var type = start.u32(0, big: isBig)
      if type == Self.sectionMagic {
        guard beginSection() else { return false }
        type = Self.sectionMagic
      }
      let length = Int(window.bytes(0, count: 12).u32(4, big: isBig))
      guard length >= 12 else { return stop(.blockTooShort) }
      let whole = (length &+ 3) & ~3
      if whole > Self.longest {
        guard skipLong(type, whole) else { return stop(.recordCut) }
        continue
      }
      guard window.require(whole) else { return stop(.recordCut) }
      let block = window.bytes(0, count: whole)
      record.offset = window.offset
      guard endsAgree(block, length) else { return false }
      window.consume(whole)
      if read(type, block.slice(0, count: length & ~3), &record) { return true }
      if isAtEnd { return false }
    }
  }

  private var place: CaptureTally.Place { CaptureTally.Place(record: packets, offset: window.offset) }

  /// A block's end repeats its length. Where only that is wrong the block itself can be used; where the
  /// length is uneven as well, nothing says where the next one begins.
  @inline(__always)
  private mutating func endsAgree(_ block: PacketBytes, _ length: Int) -> Bool {
    let uneven = length & 3 != 0
    let end = block.u32(block.count &- 4, big: isBig)
    if !uneven, end == UInt32(length) { return true }
    if end != UInt32(length) {
      if uneven { return stop(.blockUneven) }
      tally.count(.blockEndsDiffer, at: place)
    } else {
      tally.count(.blockUneven, at: place)
    }
    return true
  }

  /// Passes over a block that is too long to be looked at.
  private mutating func skipLong(_ type: UInt32, _ length: Int) -> Bool {
    switch type {
    case BlockType.packet, BlockType.simplePacket, BlockType.enhancedPacket:
      packets &+= 1
      tally.count(.packetTooLong, at: place)
    default: tally.count(.blockSkipped, at: place)
    }
    return window.skip(length)
  }

  /// Learns the byte order of a section from its header, and forgets the interfaces of the one before.
  private mutating func beginSection() -> Bool {
    guard window.require(16) else { return stop(.recordCut) }
    switch window.bytes(0, count: 16).u32(8) {
    case 0x1A2B_3C4D: isBig = true
    case 0x4D3C_2B1A: isBig = false
    default: return stop(.byteOrderUnknown)
    }
    firstInterface = interfaces.count
    return true
  }

  /// Reads a block, with both its lengths; whether it holds a packet that can be used.
  @inline(__always)
  private mutating func read(_ type: UInt32, _ block: PacketBytes, _ record: inout CaptureRecord) -> Bool {
    switch type {
    case BlockType.enhancedPacket: return readEnhanced(block, &record)
    case BlockType.packet: return readObsolete(block, &record)
    case BlockType.simplePacket: return readSimple(block, &record)
    default:
      readOther(type, block, CaptureTally.Place(record: packets, offset: record.offset))
      return false
    }
  }

  @inline(never)
  private mutating func readOther(_ type: UInt32, _ block: PacketBytes, _ place: CaptureTally.Place) {
    switch type {
    case Self.sectionMagic:
      if block.count < 28 {
        tally.count(.blockTooShort, at: place)
      } else if block.u16(12, big: isBig) != 1 {
        tally.count(.versionUnknown, at: place)
        isAtEnd = true
      }
    case BlockType.interface:
      if block.count < 20 {
        tally.count(.blockTooShort, at: place)
      } else if interfaces.count < Int(UInt16.max) {
        readInterface(block, place)
      } else {
        tally.count(.tooManyInterfaces, at: place)
      }
    default: tally.count(.blockSkipped, at: place)
    }
  }

  private mutating func readInterface(_ block: PacketBytes, _ place: CaptureTally.Place) {
    var name = ""
    var resolution: UInt8 = 6
    var offset: Int64 = 0
    var options = BlockOptions(from: 16, to: block.count - 4)
    while let option = options.next(block, big: isBig) {
      switch (option.code, option.count) {
      // `if_name`: interfaces of machines have short names, and a report has to show them.
      case (2, 1...255):
        name = String(decoding: block.slice(option.start, count: option.count).array, as: UTF8.self)
      case (9, 1): resolution = block[option.start]
      case (14, 8):
        let halves = (block.u32(option.start, big: isBig), block.u32(option.start + 4, big: isBig))
        let (high, low) = isBig ? halves : (halves.1, halves.0)
        offset = Int64(bitPattern: UInt64(high) << 32 | UInt64(low))
      default: break
      }
    }
    if options.isBroken { tally.count(.optionBeyondBlock, at: place) }
    interfaces.append(
      CaptureInterface(
        linkType: LinkType(rawValue: block.u16(8, big: isBig)), snaplen: block.u32(12, big: isBig),
        name: name,
        clock: CaptureClock(resolution: resolution, offsetSeconds: offset)))
  }

  /// Enhanced packet block: interface, timestamp, lengths, bytes, options.
  @inline(__always)
  private mutating func readEnhanced(_ block: PacketBytes, _ record: inout CaptureRecord) -> Bool {
    guard block.count >= 32 else { return refuse(.blockTooShort, record) }
    return readPacket(block, number: Int(block.u32(8, big: isBig)), &record)
  }

  /// The packet block that the enhanced one has replaced: its interface has 16 bits, drops have the rest.
  private mutating func readObsolete(_ block: PacketBytes, _ record: inout CaptureRecord) -> Bool {
    guard block.count >= 32 else { return refuse(.blockTooShort, record) }
    return readPacket(block, number: Int(block.u16(8, big: isBig)), &record)
  }

  @inline(__always)
  private mutating func readPacket(
    _ block: PacketBytes, number: Int, _ record: inout CaptureRecord
  ) -> Bool {
    let captured = Int(block.u32(20, big: isBig))
    guard captured <= block.count &- 32 else { return refuse(.capturedBeyondBlock, record) }
    guard number < interfaces.count &- firstInterface else { return refuse(.unknownInterface, record) }
    let index = firstInterface &+ number
    packets &+= 1
    record.number = packets
    record.bytes = block.slice(28, count: captured)
    record.originalLength = Int(block.u32(24, big: isBig))
    let units = UInt64(block.u32(12, big: isBig)) << 32 | UInt64(block.u32(16, big: isBig))
    let options = 28 &+ (captured &+ 3) & ~3
    record.direction = .unknown
    if options < block.count &- 4 { readPacketOptions(block, from: options, &record) }
    return finish(&record, interface: index, units: units)
  }

  /// A simple packet block: the first interface, no timestamp.
  private mutating func readSimple(_ block: PacketBytes, _ record: inout CaptureRecord) -> Bool {
    guard block.count >= 16 else { return refuse(.blockTooShort, record) }
    guard firstInterface < interfaces.count else { return refuse(.unknownInterface, record) }
    let original = Int(block.u32(8, big: isBig))
    let snaplen = Int(interfaces[firstInterface].snaplen)
    var captured = snaplen == 0 ? original : min(original, snaplen)
    packets &+= 1
    record.number = packets
    if captured > block.count - 16 {
      tally.count(.capturedBeyondBlock, at: record.place)
      captured = block.count - 16
    }
    record.bytes = block.slice(12, count: captured)
    record.originalLength = original
    record.direction = .unknown
    return finish(&record, interface: firstInterface, units: nil)
  }

  @inline(__always)
  private mutating func finish(_ record: inout CaptureRecord, interface index: Int, units: UInt64?) -> Bool {
    record.interface = UInt16(truncatingIfNeeded: index)
    record.linkType = interfaces[index].linkType
    record.timestamp = CaptureRecord.untimed
    if let units {
      if let time = interfaces[index].clock.nanoseconds(units) {
        record.timestamp = time
      } else {
        tally.count(.timestampInvalid, at: record.place)
      }
    }
    let snaplen = interfaces[index].snaplen
    if record.capturedLength > snaplen, snaplen != 0 { tally.count(.capturedBeyondSnaplen, at: record.place) }
    if record.capturedLength > record.originalLength {
      tally.count(.capturedBeyondOriginal, at: record.place)
    }
    return true
  }

  /// `epb_flags` and `pack_flags`: the lowest two bits say which way the packet went.
  private mutating func readPacketOptions(
    _ block: PacketBytes, from start: Int, _ record: inout CaptureRecord
  ) {
    var options = BlockOptions(from: start, to: block.count - 4)
    while let option = options.next(block, big: isBig) {
      guard option.code == 2, option.count == 4 else { continue }
      switch block.u32(option.start, big: isBig) & 3 {
      case 1: record.direction = .inbound
      case 2: record.direction = .outbound
      default: record.direction = .unknown
      }
    }
    if options.isBroken { tally.count(.optionBeyondBlock, at: record.place) }
  }

  /// Counts a block of which nothing can be used.
  @inline(never)
  private mutating func refuse(_ kind: CaptureKind, _ record: CaptureRecord) -> Bool {
    tally.count(kind, at: CaptureTally.Place(record: packets, offset: record.offset))
    return false
  }
}
