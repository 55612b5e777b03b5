import PacketWalkAddressing
package import PacketWalkDiagnostics
import PacketWalkTopology

/// A topology as it was loaded, in one file that loads without being parsed or checked for sense again:
/// `docs/inputs.md`.
///
/// | bytes | content |
/// |--:|---|
/// | 8 | the magic bytes |
/// | 4 | the version of the form, lowest byte first |
/// | 4 | zero |
/// | 8 | how many bytes the file has |
/// | | all texts, each once; then where hosts are found, and the values in the order of the topology's fields |
/// | 8 | a checksum of everything before |
package enum CompiledModel {
  /// To be raised whenever values are stored otherwise, or what is stored means something else.
  static let version: UInt32 = 2

  /// A line end of each kind shows what went through a converter of text.
  private static let magic = Array("PWMODL\r\n".utf8)
  private static let headerSize = 24
  private static let checksumSize = 8

  /// Whether the bytes begin as a compiled model does.
  package static func recognises(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

  /// The same bytes for the same topology, findings, format and documents.
  ///
  /// - Precondition: the topology was loaded whole, so that its findings hold those of `Topology.validate()`.
  package static func write(_ loaded: LoadedTopology) -> [UInt8] {
    precondition(loaded.validationCount != nil, "a topology that nobody validated")
    var writer = PackedWriter()
    writer.write(
      loaded.format, loaded.documents, loaded.findings, loaded.validationCount)
    HostDirectory(loaded.topology).write(to: &writer)
    writer.write(loaded.topology)
    let contents = writer.finished()
    var bytes = magic
    append(version, to: &bytes)
    append(UInt32(0), to: &bytes)
    append(UInt64(headerSize + contents.count + checksumSize), to: &bytes)
    bytes += contents
    append(ByteChecksum.of(bytes.span), to: &bytes)
    return bytes
  }

  /// What was written.
  ///
  /// - Parameter names: the two ends of a question, as its user wrote them: of the hosts only those are read then that an
  ///   answer between them needs. None for everything.
  /// - Throws: `invalid` for the form of another version; `malformed` for fewer bytes than there were, or more, and
  ///   where bytes were changed.
  package static func read(
    _ bytes: [UInt8], path: String, about names: [String] = []
  ) throws(InputError) -> LoadedTopology {
    let origin = Origin(file: path)
    guard recognises(bytes), bytes.count >= headerSize + checksumSize else {
      throw InputError(.malformed, "the compiled model is cut short", at: origin)
    }
    let found = number(4, in: bytes, at: 8)
    guard found == version else {
      throw InputError(
        .invalid,
        "the model was compiled by another version of packetwalk (form \(found), not \(version)); compile it again",
        at: origin)
    }
    let size = number(8, in: bytes, at: 16)
    guard size == bytes.count else {
      throw InputError(
        .malformed, "the compiled model has \(bytes.count) bytes, and \(size) were written", at: origin)
    }
    let end = bytes.count - checksumSize
    guard number(checksumSize, in: bytes, at: end) == ByteChecksum.of(bytes.span.extracting(0..<end)),
      number(4, in: bytes, at: 12) == 0
    else { throw damaged(origin) }
    do {
      return try contents(of: bytes, in: headerSize..<end, about: names)
    } catch {
      throw damaged(origin)
    }
  }

  private static func contents(
    of bytes: [UInt8], in range: Range<Int>, about names: [String]
  ) throws(PackedError) -> LoadedTopology {
    var reader = try PackedReader(bytes, in: range)
    let format = try reader.read(TopologyFormatName.self)
    let documents = try reader.read([String].self)
    let findings = try reader.read([Finding].self)
    guard let validationCount = try reader.read(Int?.self), 0...findings.count ~= validationCount else {
      throw .contents
    }
    let hosts = try StoredHosts(from: &reader)
    let topology = try topology(of: hosts.selection(of: names), hosts, reader)
    return LoadedTopology(
      topology: topology, findings: findings, format: format, documents: documents,
      validationCount: validationCount)
  }

  /// The topology, of hosts those that are selected and all with an address of theirs; without a selection all.
  private static func topology(
    of selection: HostDirectory.Selection?, _ hosts: StoredHosts, _ reader: PackedReader
  ) throws(PackedError) -> Topology {
    var selection = selection
    while true {
      var again = reader
      again.selection = selection
      let topology = try again.read(Topology.self)
      try again.finish()
      guard let known = selection else { return topology }
      let closed = hosts.closed(known, over: topology)
      if closed == known { return topology }
      selection = closed
    }
  }

  private static func damaged(_ origin: Origin) -> InputError {
    InputError(
      .malformed, "the compiled model is damaged: its checksum is not that of its bytes", at: origin)
  }

  private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }

  private static func number(_ size: Int, in bytes: [UInt8], at place: Int) -> UInt64 {
    bytes[place..<place + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension TopologyFormatName: Packed {}
