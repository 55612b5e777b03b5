import PacketWalkAddressing

/// Writes values one behind the other, and each text once, in a table of its own.
struct PackedWriter {
  /// A text by its bytes: texts that Unicode calls equal may be different names.
  private struct Text: Hashable {
    let text: String

    static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
      for byte in text.utf8 { hasher.combine(byte) }
    }
  }

  private var values: [UInt8] = []
  private(set) var texts: [String] = []
  private var places: [Text: Int] = [:]
  private let notesAddresses: Bool
  /// The addresses that were written, where they are noted.
  private(set) var addresses: Set<IPAddress> = []

  init(notesAddresses: Bool = false) { self.notesAddresses = notesAddresses }

  /// Writes values in this order.
  mutating func write<each Value: Packed>(_ values: repeat each Value) {
    repeat (each values).write(to: &self)
  }

  /// Writes values each behind its length, so that a reader may pass over it.
  mutating func records<Value: Packed>(_ values: [Value]) {
    number(UInt64(values.count))
    // The two change places, so that neither is ever copied.
    var record: [UInt8] = []
    for value in values {
      swap(&self.values, &record)
      value.write(to: &self)
      swap(&self.values, &record)
      number(UInt64(record.count))
      self.values += record
      record.removeAll(keepingCapacity: true)
    }
  }

  mutating func note(_ address: IPAddress) {
    if notesAddresses { addresses.insert(address) }
  }

  /// The case of an enumeration, or anything else of one byte.
  mutating func tag(_ tag: UInt8) { values.append(tag) }

  /// A number in as few bytes as it needs, the lowest 7 bits first (LEB128).
  mutating func number(_ number: UInt64) { Self.append(number, to: &values) }

  /// A number in all of its bytes, the lowest first.
  mutating func whole<Number: FixedWidthInteger>(_ number: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      values.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }

  mutating func text(_ text: String) {
    let key = Text(text: text)
    let place = places[key] ?? texts.count
    if place == texts.count {
      texts.append(text)
      places[key] = place
    }
    number(UInt64(place))
  }

  /// The texts, each with its length before all of them, then the values.
  consuming func finished() -> [UInt8] {
    var bytes: [UInt8] = []
    Self.append(UInt64(texts.count), to: &bytes)
    for text in texts { Self.append(UInt64(text.utf8.count), to: &bytes) }
    for text in texts { bytes.append(contentsOf: text.utf8) }
    return bytes + values
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
