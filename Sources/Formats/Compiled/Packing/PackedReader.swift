/// Reads what a `PackedWriter` wrote. Whatever bytes it gets, it reads none beyond their end and makes room for no more
/// values than they could hold.
struct PackedReader {
  private let bytes: [UInt8]
  private var place: Int
  private let end: Int
  private var texts: [String] = []

  /// Reads the table of texts.
  ///
  /// - Precondition: the range lies in the bytes.
  init(_ bytes: [UInt8], in range: Range<Int>) throws(PackedError) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a range outside the bytes")
    self.bytes = bytes
    place = range.lowerBound
    end = range.upperBound
    let count = try self.count()
    var lengths: [Int] = []
    lengths.reserveCapacity(count)
    for _ in 0..<count { lengths.append(try self.count()) }
    texts.reserveCapacity(count)
    for length in lengths {
      guard length <= end - place else { throw .contents }
      texts.append(String(decoding: bytes[place..<place + length], as: UTF8.self))
      place += length
    }
  }

  mutating func read<Value: Packed>(_ type: Value.Type = Value.self) throws(PackedError) -> Value {
    try Value(from: &self)
  }

  mutating func tag() throws(PackedError) -> UInt8 {
    guard place < end else { throw .contents }
    place += 1
    return bytes[place - 1]
  }

  mutating func number() throws(PackedError) -> UInt64 {
    let first = try tag()
    guard first > 0x7F else { return UInt64(first) }
    var number = UInt64(first & 0x7F)
    var shift: UInt64 = 7
    while true {
      let byte = try tag()
      guard shift < 63 || byte < 2 else { throw .contents }
      number |= UInt64(byte & 0x7F) << shift
      guard byte > 0x7F else { return number }
      shift += 7
    }
  }

  mutating func whole<Number: FixedWidthInteger>(
    as type: Number.Type = Number.self
  ) throws(PackedError) -> Number {
    let size = Number.bitWidth / 8
    guard size <= end - place else { throw .contents }
    var number: Number = 0
    for index in 0..<size { number |= Number(bytes[place + index]) << Number(8 * index) }
    place += size
    return number
  }

  /// How many values follow.
  mutating func count() throws(PackedError) -> Int {
    guard let count = Int(exactly: try number()), count <= end - place else { throw .contents }
    return count
  }

  mutating func text() throws(PackedError) -> String {
    guard let index = Int(exactly: try number()), index < texts.count else { throw .contents }
    return texts[index]
  }

  /// - Throws: `PackedError` if something is left.
  func finish() throws(PackedError) {
    guard place == end else { throw .contents }
  }
}
