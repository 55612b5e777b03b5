import PacketWalkDiagnostics

extension Position: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(line: try reader.read(), column: try reader.read())
  }

  func write(to writer: inout PackedWriter) { writer.write(line, column) }
}

extension Origin: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(file: try reader.read(), position: try reader.read(), pointer: try reader.read())
  }

  func write(to writer: inout PackedWriter) { writer.write(file, position, pointer) }
}

extension Finding: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    self.init(
      code: try reader.read(), severity: try reader.read(), subject: try reader.read(),
      message: try reader.read(), origin: try reader.read())
  }

  func write(to writer: inout PackedWriter) { writer.write(code, severity, subject, message, origin) }
}

extension Finding.Severity: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    guard let severity = Self(rawValue: try reader.read()) else { throw .contents }
    self = severity
  }

  func write(to writer: inout PackedWriter) { writer.write(rawValue) }
}
