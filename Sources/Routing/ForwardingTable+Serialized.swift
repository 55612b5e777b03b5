import PacketWalkAddressing

extension ForwardingTable {
  private static var magic: StaticString { "PWROUTES" }

  /// The table as bytes in a stable form, with a version and a checksum.
  ///
  /// - Complexity: O(*b*) for a table of *b* bytes.
  public func serialized() -> [UInt8] {
    var writer = ByteFormWriter(magic: Self.magic)
    write(to: &writer)
    return writer.finished()
  }

  /// The table that was serialized to these bytes: copied and checked, not built again.
  ///
  /// - Throws: `SerializedError` for bytes that are no table, be it that some are missing or changed, or that they were
  ///   made up: what is loaded never reads outside its memory.
  /// - Complexity: O(*b*) for *b* bytes.
  public init(serialized bytes: [UInt8]) throws(SerializedError) {
    var reader = try ByteFormReader(bytes, magic: Self.magic)
    self = try Self.read(from: &reader)
    try reader.finish()
  }

  func write(to writer: inout ByteFormWriter) {
    ipv4.write(to: &writer)
    ipv6.write(to: &writer)
  }

  static func read(from reader: inout ByteFormReader) throws(SerializedError) -> ForwardingTable {
    let ipv4 = try FamilyTable<UInt32>.read(from: &reader)
    let ipv6 = try FamilyTable<UInt128>.read(from: &reader)
    guard ipv4.isSound, ipv6.isSound else { throw .contents }
    return ForwardingTable(ipv4: ipv4, ipv6: ipv6)
  }
}

extension ForwardingTable: Codable {
  /// Encodes the bytes of `serialized()` as one value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(serialized())
  }

  /// Decodes the bytes of `serialized()`.
  ///
  /// - Throws: What the decoder throws, or `SerializedError`.
  public init(from decoder: any Decoder) throws {
    try self.init(serialized: try decoder.singleValueContainer().decode([UInt8].self))
  }
}

extension FamilyTable {
  func write(to writer: inout ByteFormWriter) {
    let layout = memory.layout
    writer.append(layout.form.rawValue)
    writer.append(layout.depth)
    writer.append(layout.rootWidth)
    writer.append(layout.codeShift)
    writer.append(layout.labelCount)
    for number in [layout.second, layout.codes, layout.tail, layout.tailCount, memory.byteCount] {
      writer.append(UInt64(number))
    }
    unsafe writer.append(memory.bytes)
  }

  static func read(from reader: inout ByteFormReader) throws(SerializedError) -> FamilyTable {
    guard let form = TableForm(rawValue: try reader.number()) else { throw .contents }
    let (depth, rootWidth, codeShift): (UInt8, UInt8, UInt8) = (
      try reader.number(), try reader.number(), try reader.number()
    )
    let labelCount: UInt32 = try reader.number()
    guard labelCount < RouteOrder.limit else { throw .contents }
    var layout = TableLayout(form: form, labelCount: labelCount)
    guard layout.codeShift == codeShift else { throw .contents }
    layout.depth = depth
    layout.rootWidth = rootWidth
    layout.second = try reader.count()
    layout.codes = try reader.count()
    layout.tail = try reader.count()
    layout.tailCount = try reader.count()
    let byteCount = try reader.count()
    return FamilyTable(memory: FlatMemory(bytes: try reader.take(byteCount), layout: layout))
  }
}
