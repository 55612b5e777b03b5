import PacketWalkTopology

// What an input held and what it lacks.

extension UnmodelledResource: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(kind: try reader.read(), id: try reader.read(), info: try reader.read(), vpc: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(kind, id, info, vpc)
  }
}

extension Coverage: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      entries: try reader.read(), missing: try reader.read(), documents: try reader.read(),
      takenAt: try reader.read())
    overlays = try reader.read()
    edits = try reader.read()
  }

  func write(to writer: inout PackedWriter) {
    writer.write(entries, missing, documents, takenAt, overlays, edits)
  }
}

extension Coverage.Entry: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      kind: try reader.read(), read: try reader.read(), modelled: try reader.read(),
      reason: try reader.read(), isNetwork: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(kind, read, modelled, reason, isNetwork)
  }
}

extension MissingKind: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(kind: try reader.read(), remedy: try reader.read(), isPartial: try reader.read())
  }

  func write(to writer: inout PackedWriter) {
    writer.write(kind, remedy, isPartial)
  }
}

extension ResourceKind: Packed {}
