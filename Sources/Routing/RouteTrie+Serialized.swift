import PacketWalkAddressing

extension RouteTrie {
  private static var magic: StaticString { "PWTRIE\r\n" }

  /// The table as bytes in a stable form, with a version and a checksum.
  ///
  /// - Parameter encode: The bytes of a value.
  /// - Complexity: O(*b*) for a table of *b* bytes.
  public func serialized(_ encode: (Value) -> [UInt8]) -> [UInt8] {
    var writer = ByteFormWriter(magic: Self.magic)
    writer.append(UInt64(entries.count))
    for entry in entries {
      let bytes = encode(entry.value)
      writer.append(entry.prefix.family.rawValue)
      writer.append(entry.prefix.length)
      writer.append(entry.prefix.address.bits)
      writer.append(UInt32(bytes.count))
      writer.append(bytes)
    }
    places.write(to: &writer)
    return writer.finished()
  }

  /// The table that was serialized to these bytes; what lookups read is copied and checked, not built again.
  ///
  /// - Parameter decode: The value of bytes, or nil for bytes that are none.
  /// - Throws: `SerializedError` for bytes that are no table of such values.
  /// - Complexity: O(*b*) for *b* bytes.
  public init(serialized bytes: [UInt8], _ decode: (ArraySlice<UInt8>) -> Value?) throws(SerializedError) {
    var reader = try ByteFormReader(bytes, magic: Self.magic)
    let count = try reader.count()
    var entries: [(prefix: IPPrefix, value: Value)] = []
    for _ in 0..<count {
      guard let family = AddressFamily(rawValue: try reader.number()) else { throw .contents }
      let length: UInt8 = try reader.number()
      let bits: UInt128 = try reader.number()
      guard Int(length) <= family.bitWidth, family == .ipv6 || bits <= UInt128(UInt32.max) else {
        throw .contents
      }
      let prefix = IPPrefix(IPAddress(family: family, bits: bits), length: Int(length))
      guard let value = decode(try reader.take(Int(try reader.number(as: UInt32.self)))),
        prefix.address.bits == bits, entries.last.map({ $0.prefix < prefix }) ?? true
      else { throw .contents }
      entries.append((prefix, value))
    }
    let places = try ForwardingTable.read(from: &reader)
    try reader.finish()
    guard places.ipv4.memory.layout.labelCount == count, places.ipv6.memory.layout.labelCount == count else {
      throw .contents
    }
    self.init(entries: entries, parents: Self.parents(entries), budget: .automatic, places: places)
  }
}
