/// Reads what a `PackedWriter` wrote. Whatever bytes it gets, it reads none beyond their end and makes room for no more
/// values than they could hold.
struct PackedReader {
  private let bytes: [UInt8]
  private var place: Int
  private let end: Int
  /// Where texts begin, and the end of the last.
  private var bounds: [Int] = []
  /// Those that were read.
  private var texts: [String?] = []
  /// The hosts to read; nil for all.
  var selection: HostDirectory.Selection?

  /// Reads the table of texts.
  ///
  /// - Precondition: the range lies in the bytes.
  init(_ bytes: [UInt8], in range: Range<Int>) throws(PackedError) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a range outside the bytes")
    self.bytes = bytes
    place = range.lowerBound
    end = range.upperBound
    let count = try self.count()
    bounds.reserveCapacity(count + 1)
    bounds.append(0)
    for _ in 0..<count { bounds.append(try self.count()) }
    bounds[0] = place
    for index in 0..<count {
      guard bounds[index + 1] <= end - bounds[index] else { throw .contents }
      bounds[index + 1] += bounds[index]
    }
    place = bounds[count]
    texts = Array(repeating: nil, count: count)
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
    if let known = texts[index] { return known }
    let text = String(decoding: bytes[bounds[index]..<bounds[index + 1]], as: UTF8.self)
    texts[index] = text
    return text
  }

  /// Values each behind its length: all of them, or those of these places, in order.
  mutating func records<Value: Packed>(_ wanted: [Int]?) throws(PackedError) -> [Value] {
    let count = try count()
    var values: [Value] = []
    values.reserveCapacity(Swift.min(wanted?.count ?? count, 1 << 16))
    var next = 0
    for index in 0..<count {
      let length = try self.count()
      let after = place + length
      if let wanted {
        guard next < wanted.count, wanted[next] == index else {
          place = after
          continue
        }
        next += 1
      }
      values.append(try read())
      guard place == after else { throw .contents }
    }
    // A place that is none.
    if let wanted, next < wanted.count { throw .contents }
    return values
  }

  /// Bytes of so many values of a size, to be read where they are.
  mutating func block(of count: Int, size: Int) throws(PackedError) -> PackedBlock {
    guard count <= (end - place) / size else { throw .contents }
    let first = place
    place += count * size
    return PackedBlock(bytes: bytes, range: first..<place)
  }

  /// - Throws: `PackedError` if something is left.
  func finish() throws(PackedError) {
    guard place == end else { throw .contents }
  }
}
