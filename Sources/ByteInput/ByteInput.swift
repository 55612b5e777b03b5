package import PacketWalkDiagnostics

/// Files, folders, standard input and gzip as bytes.
///
/// Every path stands in errors as the user gave it. Whatever cannot be an input is one error, found
/// without opening what could block. Listing is apart from reading, so that a caller may read files one
/// by one or side by side.
package enum ByteInput {
  /// What a path leads to.
  ///
  /// - Throws: `missing`; `unreadable` where permission is denied, where links go round in a circle, and for
  ///   pipes, sockets and devices.
  package static func kind(of path: String) throws(InputError) -> InputKind {
    if path == "-" { return .standardInput }
    switch try FileStatus(of: path).kind {
    case .file: return .file
    case .folder: return .folder
    case .special(let what): throw FileStatus.refusal(of: what, path)
    }
  }

  /// How many bytes a file has.
  ///
  /// - Throws: what `kind(of:)` throws; `unreadable` for a folder.
  package static func size(of path: String) throws(InputError) -> Int {
    let status = try FileStatus(of: path)
    try status.requireFile(path)
    return status.size
  }

  /// Reads a file or, for `-`, standard input, and unpacks what begins with gzip's magic bytes, whatever its
  /// name.
  ///
  /// - Throws: what `kind(of:)` throws; `tooLarge` beyond the limits; `unreadable` where the file changed
  ///   meanwhile; `malformed` where gzip data is corrupt or cut short.
  package static func read(
    _ path: String, limits: InputLimits = InputLimits()
  ) throws(InputError) -> [UInt8] {
    let bytes = path == "-" ? try readStandardInput(limits) : try readFile(path, limits)
    return Gunzip.isPacked(bytes) ? try Gunzip.unpack(bytes, path: path, limits: limits) : bytes
  }

  private static func readStandardInput(_ limits: InputLimits) throws(InputError) -> [UInt8] {
    try readToEnd(FileDescriptor(borrowing: 0, path: "-"), limits)
  }

  private static func readFile(_ path: String, _ limits: InputLimits) throws(InputError) -> [UInt8] {
    // Looked at first, since opening alone can disturb a device; and again, since it may have been replaced.
    try FileStatus(of: path).requireFile(path)
    let descriptor = try FileDescriptor(opening: path)
    let status = try FileStatus(of: descriptor)
    try status.requireFile(path)
    // The files that a kernel makes up say that they are empty.
    if status.size == 0 { return try readToEnd(descriptor, limits) }
    return try readWhole(descriptor, size: status.size, limits)
  }

  /// Reads a file of this size; a part of a file that is being written would be a quiet lie.
  static func readWhole(
    _ descriptor: borrowing FileDescriptor, size: Int, _ limits: InputLimits
  ) throws(InputError) -> [UInt8] {
    guard size <= limits.bytes else { throw tooLarge(descriptor.path, limits) }
    let bytes = try descriptor.read(atMost: size + 1)
    guard bytes.count == size else {
      let change = bytes.count > size ? "grew" : "shrank"
      let origin = Origin(file: descriptor.path)
      throw InputError(.unreadable, "the file \(change) while it was read", at: origin)
    }
    return bytes
  }

  /// Reads what nobody knows the size of.
  static func readToEnd(
    _ descriptor: borrowing FileDescriptor, _ limits: InputLimits
  ) throws(InputError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let size = 1 << 18
      let piece = try descriptor.read(atMost: size)
      guard bytes.count + piece.count <= limits.bytes else { throw tooLarge(descriptor.path, limits) }
      bytes += piece
      if piece.count < size { return bytes }
    }
  }

  private static func tooLarge(_ path: String, _ limits: InputLimits) -> InputError {
    InputError(.tooLarge, "more than \(InputLimits.describe(limits.bytes))", at: Origin(file: path))
  }
}
