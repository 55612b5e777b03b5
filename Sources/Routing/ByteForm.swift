import PacketWalkAddressing

/// Writes and reads the stable form of tables in bytes: numbers with their lowest byte first, a checksum at the end.
enum ByteForm {
  static let version: UInt32 = 1
  /// Reads as another number where bytes are ordered the other way: the tables themselves are numbers of the machine.
  static let orderMark: UInt32 = 0x0102_0304
}

/// Bytes to be written, from the magic number to the checksum.
struct ByteFormWriter {
  private(set) var bytes: [UInt8] = []

  init(magic: StaticString) {
    magic.withUTF8Buffer { bytes += unsafe Array($0) }
    append(ByteForm.version)
    append(ByteForm.orderMark.littleEndian == ByteForm.orderMark ? UInt32(1) : 2)
  }

  mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }

  mutating func append(_ other: some Sequence<UInt8>) { bytes.append(contentsOf: other) }

  consuming func finished() -> [UInt8] {
    append(ByteChecksum.of(bytes.span))
    return bytes
  }
}

/// Bytes being read, whose magic number and checksum were found right.
struct ByteFormReader {
  private let bytes: [UInt8]
  private var place: Int
  private let end: Int

  /// - Throws: `SerializedError` unless these are bytes that a writer with this magic number finished.
  init(_ bytes: [UInt8], magic: StaticString) throws(SerializedError) {
    let size = magic.utf8CodeUnitCount
    let isOurs = magic.withUTF8Buffer { unsafe bytes.starts(with: $0) }
    guard isOurs else { throw .notATable }
    guard bytes.count >= size + 16 else { throw .length }
    self.bytes = bytes
    place = size
    end = bytes.count - 8
    let found: UInt32 = try number()
    guard found == ByteForm.version else { throw .version(found) }
    var sum: UInt64 = 0
    for index in (end..<bytes.count).reversed() { sum = sum << 8 | UInt64(bytes[index]) }
    guard ByteChecksum.of(bytes.span.extracting(0..<end)) == sum else { throw .checksum }
    let order: UInt32 = try number()
    guard order == (ByteForm.orderMark.littleEndian == ByteForm.orderMark ? 1 : 2) else { throw .byteOrder }
  }

  mutating func number<Number: FixedWidthInteger>(as type: Number.Type = Number.self) throws(SerializedError)
    -> Number
  {
    let size = Number.bitWidth / 8
    guard size <= end - place else { throw .length }
    var number: Number = 0
    for index in (place..<place + size).reversed() {
      number = (size == 1 ? 0 : number << 8) | Number(truncatingIfNeeded: bytes[index])
    }
    place += size
    return number
  }

  /// A number that counts bytes or places in what follows.
  mutating func count() throws(SerializedError) -> Int {
    guard let count = Int(exactly: try number(as: UInt64.self)), count <= bytes.count * 32 else {
      throw .contents
    }
    return count
  }

  mutating func take(_ count: Int) throws(SerializedError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= end - place else { throw .length }
    place += count
    return bytes[place - count..<place]
  }

  /// - Throws: `SerializedError.length` if something is left.
  func finish() throws(SerializedError) {
    guard place == end else { throw .length }
  }
}
