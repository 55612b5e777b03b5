/// Lays out the memory of a table, section by section, and fills what all forms have.
struct TableSections {
  var layout: TableLayout
  private var end: Int

  init(_ layout: TableLayout, firstBytes: Int) {
    self.layout = layout
    end = firstBytes
  }

  /// Adds bytes and returns where they begin.
  mutating func reserve(_ bytes: Int, alignment: Int) -> Int {
    let place = (end + alignment - 1) / alignment * alignment
    end = place + bytes
    return place
  }

  mutating func reserveCodes(_ count: Int) {
    layout.codes = reserve(count << Int(layout.codeShift), alignment: 4)
  }

  static func tailBytes<Bits: RouteBits>(_ tail: [(last: Bits, code: UInt32)]) -> Int {
    tail.count * (MemoryLayout<Bits>.size + 4)
  }

  /// The memory of all that was reserved, with the tail written behind it.
  mutating func allocate<Bits: RouteBits>(tail: [(last: Bits, code: UInt32)]) -> FlatMemory {
    layout.tail = reserve(Self.tailBytes(tail), alignment: 16)
    layout.tailCount = tail.count
    let memory = FlatMemory(byteCount: end, layout: layout)
    for (index, piece) in tail.enumerated() {
      memory.store(piece.last, at: layout.tail + index * MemoryLayout<Bits>.size)
      memory.store(piece.code, at: layout.tail + tail.count * MemoryLayout<Bits>.size + index * 4)
    }
    return memory
  }

  func store(code: UInt32, at place: Int, in memory: FlatMemory) {
    let offset = layout.codes + place << Int(layout.codeShift)
    switch layout.codeShift {
    case 0: memory.store(UInt8(truncatingIfNeeded: code), at: offset)
    case 1: memory.store(UInt16(truncatingIfNeeded: code).littleEndian, at: offset)
    default: memory.store(code.littleEndian, at: offset)
    }
  }

  func fill(code: UInt32, at places: Range<Int>, in memory: FlatMemory) {
    let offset = layout.codes + places.lowerBound << Int(layout.codeShift)
    switch layout.codeShift {
    case 0: memory.fill(UInt8(truncatingIfNeeded: code), at: offset, count: places.count)
    case 1: memory.fill(UInt16(truncatingIfNeeded: code).littleEndian, at: offset, count: places.count)
    default: memory.fill(code.littleEndian, at: offset, count: places.count)
    }
  }

  func storeCodes(_ codes: [UInt32], in memory: FlatMemory) {
    for (place, code) in codes.enumerated() { store(code: code, at: place, in: memory) }
  }
}
