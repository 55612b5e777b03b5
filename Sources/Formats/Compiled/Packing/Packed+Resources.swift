import PacketWalkTopology

// What all kinds of resources share.

extension ResourceID: Packed {
  init(from reader: inout PackedReader) throws(PackedError) { self.init(try reader.text()) }

  func write(to writer: inout PackedWriter) { writer.text(rawValue) }
}

extension ResourceInfo: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      name: try reader.read(), address: try reader.read(), tags: try reader.read(),
      account: try reader.read(), region: try reader.read(), lintExceptions: try reader.read(),
      origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(name, address, tags, account, region, lintExceptions, origin)
  }
}

extension LintException: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(check: try reader.read(), reason: try reader.read(), origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) { writer.write(check, reason, origin) }
}
