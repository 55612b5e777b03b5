extension Bool: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case 0: self = false
    case 1: self = true
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) { writer.tag(self ? 1 : 0) }
}

extension UInt8: Packed {
  init(from reader: inout PackedReader) throws(PackedError) { self = try reader.tag() }

  func write(to writer: inout PackedWriter) { writer.tag(self) }
}

extension UInt16: Packed {
  init(from reader: inout PackedReader) throws(PackedError) { self = try reader.whole() }

  func write(to writer: inout PackedWriter) { writer.whole(self) }
}

extension Int: Packed {
  /// The sign is the lowest bit, so that small numbers of either sign are short.
  init(from reader: inout PackedReader) throws(PackedError) {
    let number = try reader.number()
    self = Int(truncatingIfNeeded: Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
  }

  func write(to writer: inout PackedWriter) {
    let number = Int64(self)
    writer.number(UInt64(bitPattern: number << 1 ^ number >> 63))
  }
}

extension String: Packed {
  init(from reader: inout PackedReader) throws(PackedError) { self = try reader.text() }

  func write(to writer: inout PackedWriter) { writer.text(self) }
}

extension Optional: Packed where Wrapped: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self = try reader.read(Bool.self) ? try reader.read(Wrapped.self) : nil
  }

  func write(to writer: inout PackedWriter) {
    writer.write(self != nil)
    if let value = self { writer.write(value) }
  }
}

extension Array: Packed where Element: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    let count = try reader.count()
    self.init()
    // Values may take a hundred times the room of their bytes, and a count costs nothing to write.
    reserveCapacity(Swift.min(count, 1 << 16))
    for _ in 0..<count { append(try reader.read()) }
  }

  func write(to writer: inout PackedWriter) {
    writer.number(UInt64(count))
    for element in self { writer.write(element) }
  }
}

extension Dictionary: Packed where Key: Packed & Comparable, Value: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    let count = try reader.count()
    self.init()
    reserveCapacity(Swift.min(count, 1 << 16))
    for _ in 0..<count {
      let key = try reader.read(Key.self)
      guard updateValue(try reader.read(), forKey: key) == nil else { throw .contents }
    }
  }

  /// In the order of the keys.
  func write(to writer: inout PackedWriter) {
    writer.number(UInt64(count))
    for (key, value) in sorted(by: { $0.key < $1.key }) { writer.write(key, value) }
  }
}

extension Set: Packed where Element: Packed & RawRepresentable<String> {
  init(from reader: inout PackedReader) throws(PackedError) {
    let elements = try reader.read([Element].self)
    self.init(elements)
    guard count == elements.count else { throw .contents }
  }

  /// In the order of the words.
  func write(to writer: inout PackedWriter) { writer.write(sorted { $0.rawValue < $1.rawValue }) }
}

/// Enumerations of words are written as these words.
extension Packed where Self: RawRepresentable<String> {
  init(from reader: inout PackedReader) throws(PackedError) {
    guard let value = Self(rawValue: try reader.text()) else { throw .contents }
    self = value
  }

  func write(to writer: inout PackedWriter) { writer.text(rawValue) }
}
