package import PacketWalkDiagnostics

/// A file or standard input a block at a time, unpacked where it begins with gzip's magic bytes: for inputs
/// whose size must not matter.
///
/// There are no limits on size, since nothing is kept.
package struct BlockInput: ~Copyable {
  /// As the user gave it, for errors.
  package let path: String
  /// How many bytes the file has on disk; nil for pipes and for files that a kernel makes up.
  package let size: Int?
  /// How many bytes of the file were read; packed ones where it is packed.
  package private(set) var bytesRead = 0

  private let descriptor: FileDescriptor?
  private var inflater: Inflater?
  /// What was read and not yet given away: packed data, or the first bytes that said whether it is.
  private var pending: ArraySlice<UInt8>
  private var isAtEnd = false
  private var isBetweenMembers = false
  /// For tests: how much of `pending` goes at once.
  private let piece: Int

  private static let packedSize = 1 << 16

  /// Opens what a path, or `-` for standard input, leads to.
  ///
  /// - Throws: what `ByteInput.read` throws, but for `tooLarge`.
  package static func open(_ path: String) throws(InputError) -> BlockInput {
    let opened = try descriptor(of: path)
    let status = try FileStatus(of: opened)
    if path != "-" { try status.requireFile(path) }
    var input = BlockInput(path: path, size: status.size > 0 ? status.size : nil, descriptor: opened)
    while input.pending.count < 2, !input.isAtEnd { try input.fetch() }
    if isPacked(input.pending) { input.inflater = try Inflater(path: path) }
    return input
  }

  private static func descriptor(of path: String) throws(InputError) -> FileDescriptor {
    if path == "-" { return FileDescriptor(borrowing: 0, path: path) }
    // Looked at first, since opening alone can disturb a device; the caller looks again, since it may have
    // been replaced.
    try FileStatus(of: path).requireFile(path)
    return try FileDescriptor(opening: path)
  }

  /// Reads from memory as if it were a file, at most `piece` bytes at once.
  package static func reading(
    _ bytes: [UInt8], path: String, piece: Int = .max
  ) throws(InputError) -> BlockInput {
    let size = bytes.count
    var input = BlockInput(path: path, size: size, descriptor: nil, pending: bytes[...], piece: max(piece, 1))
    if isPacked(input.pending) { input.inflater = try Inflater(path: path) }
    return input
  }

  private init(
    path: String, size: Int?, descriptor: consuming FileDescriptor?, pending: ArraySlice<UInt8> = [],
    piece: Int = .max
  ) {
    self.path = path
    self.size = size
    isAtEnd = descriptor == nil
    self.descriptor = descriptor
    self.pending = pending
    self.piece = piece
    bytesRead = pending.count
  }

  private static func isPacked(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// Appends a block of the file to `pending`.
  private mutating func fetch() throws(InputError) {
    guard let block = try descriptor?.readBlock(Self.packedSize) else {
      isAtEnd = true
      return
    }
    bytesRead += block.count
    if block.isEmpty { isAtEnd = true }
    pending = pending.isEmpty ? block[...] : pending + block
  }

  /// Fills a part of a buffer that isn't empty, at least one byte; none at the end.
  ///
  /// - Throws: `unreadable`; `malformed` where gzip data is corrupt or cut short.
  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    if inflater != nil { return try unsafe unpack(into: buffer) }
    if !pending.isEmpty {
      let part = pending.prefix(min(buffer.count, piece))
      unsafe buffer.copyBytes(from: part)
      pending = pending.dropFirst(part.count)
      return part.count
    }
    if isAtEnd { return 0 }
    let count = try unsafe descriptor?.readSome(into: buffer) ?? 0
    bytesRead += count
    if count == 0 { isAtEnd = true }
    return count
  }

  private mutating func unpack(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    while true {
      if pending.isEmpty, !isAtEnd { try fetch() }
      if isBetweenMembers {
        // Tapes and block devices pad with zeros.
        pending = pending.drop { $0 == 0 }
        while pending.count < 2, !isAtEnd { try fetch() }
        if pending.isEmpty { return 0 }
        guard Self.isPacked(pending) else {
          throw Gunzip.malformed("something that is no gzip data follows it", path)
        }
        try inflater?.startMember()
        isBetweenMembers = false
      }
      let given = pending.prefix(piece)
      guard let step = try unsafe inflater?.inflate(given, into: buffer) else { return 0 }
      pending = pending.dropFirst(step.consumed)
      isBetweenMembers = step.isEndOfMember
      if step.produced > 0 { return step.produced }
      if !step.isEndOfMember, step.consumed == 0, isAtEnd {
        throw Gunzip.malformed("the gzip data is cut short", path)
      }
    }
  }
}
