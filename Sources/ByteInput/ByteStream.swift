package import PacketWalkDiagnostics

/// A file, standard input or bytes in memory, read piece by piece in constant memory; what begins with gzip's
/// magic bytes is unpacked on the way, all members of it.
///
/// For inputs without a limit to their size, such as flow logs and captures.
@safe package final class ByteStream {
  /// As the user gave it.
  package let path: String
  /// Whether the bytes are unpacked from gzip.
  package let isPacked: Bool
  /// How many bytes the file itself has; nil for pipes and for files that a kernel makes up.
  package let size: Int?
  /// How many bytes of the file itself were taken so far: for progress.
  package private(set) var fileBytesRead = 0

  private let source: Source
  private var gzip: GzipUnpacker<BestInflater>?
  /// The beginning, which was looked at before it was read.
  private var ahead: ArraySlice<UInt8> = []
  private var isAtEnd = false
  /// What ended the look at the beginning, for whoever reads on from there.
  private var failure: InputError?

  /// Opens a file or, for `-`, standard input.
  ///
  /// - Parameters:
  ///   - range: the part of the file to read; nil means all of it. A part is never unpacked.
  ///   - pieceSize: the most that is taken from the file at a time, at least 1.
  /// - Throws: what `ByteInput.kind(of:)` throws, and `unreadable`.
  package convenience init(
    opening path: String, range: Range<Int>? = nil, pieceSize: Int = 1 << 18
  ) throws(InputError) {
    let descriptor: FileDescriptor
    var size = 0
    if path == "-" {
      descriptor = FileDescriptor(borrowing: 0, path: path)
    } else {
      // Looked at first, since opening alone can disturb a device; and again, since it may have been replaced.
      try FileStatus(of: path).requireFile(path)
      descriptor = try FileDescriptor(opening: path)
      let status = try FileStatus(of: descriptor)
      try status.requireFile(path)
      size = status.size
    }
    if let range { try descriptor.seek(to: range.lowerBound) }
    let source = Source(descriptor, left: range?.count ?? .max, pieceSize: max(1, pieceSize))
    try self.init(
      source, path: path, size: size > 0 ? range?.count ?? size : nil, mayBePacked: range == nil)
  }

  /// Reads bytes in memory as if they were a file of this name.
  package convenience init(
    _ bytes: [UInt8], path: String, pieceSize: Int = 1 << 18
  ) throws(InputError) {
    try self.init(
      Source(bytes, pieceSize: max(1, pieceSize)), path: path, size: bytes.count, mayBePacked: true)
  }

  private init(_ source: Source, path: String, size: Int?, mayBePacked: Bool) throws(InputError) {
    self.path = path
    self.size = size
    self.source = source
    let magic = try mayBePacked ? source.peek(2) : []
    isPacked = Gunzip.isPacked(magic)
    if isPacked { gzip = try GzipUnpacker<BestInflater>(path: path) }
  }

  /// The first bytes that `read` will give, at most `count` of them, without taking them. A failure after
  /// them is thrown by `read`, when it gets there.
  package func peek(_ count: Int) -> [UInt8] {
    while ahead.count < count, !isAtEnd, failure == nil {
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: count - ahead.count) { buffer, filled in
        do throws(InputError) {
          filled = try unsafe take(into: UnsafeMutableRawBufferPointer(buffer))
        } catch { failure = error }
      }
      ahead += piece
    }
    return Array(ahead.prefix(count))
  }

  /// Fills the buffer with the next bytes, or a part of it; 0 means the end.
  ///
  /// - Throws: `unreadable`; `malformed` where gzip data is corrupt or cut short, after all that could be
  ///   unpacked before it was given.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    guard unsafe !buffer.isEmpty else { return 0 }
    if !ahead.isEmpty {
      let count = min(ahead.count, buffer.count)
      unsafe ahead.prefix(count).withUnsafeBytes { unsafe buffer.copyMemory(from: $0) }
      ahead.removeFirst(count)
      return count
    }
    if let failure { throw failure }
    return try unsafe take(into: buffer)
  }

  private func take(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    if isAtEnd { return 0 }
    let count = try unsafe gzip == nil ? source.read(into: buffer) : unpack(into: buffer)
    fileBytesRead = source.bytesRead
    if count == 0 { isAtEnd = true }
    return count
  }

  private func unpack(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    do throws(InputError) {
      return try unsafe gzip?.read(from: source, into: buffer) ?? 0
    } catch {
      // Nothing sensible follows.
      failure = error
      throw error
    }
  }
}

extension ByteStream {
  /// Where bytes come from before they are unpacked.
  final class Source {
    private var descriptor: FileDescriptor?
    private var memory: ArraySlice<UInt8> = []
    private var left: Int
    let pieceSize: Int
    private var peeked: ArraySlice<UInt8> = []
    private(set) var bytesRead = 0

    init(_ descriptor: consuming FileDescriptor, left: Int, pieceSize: Int) {
      self.descriptor = consume descriptor
      self.left = left
      self.pieceSize = pieceSize
    }

    init(_ bytes: [UInt8], pieceSize: Int) {
      memory = bytes[...]
      left = bytes.count
      self.pieceSize = pieceSize
    }

    func peek(_ count: Int) throws(InputError) -> [UInt8] {
      while peeked.count < count {
        var piece = [UInt8](repeating: 0, count: count - peeked.count)
        let got = try readOn(&piece)
        if got == 0 { break }
        peeked += piece[..<got]
      }
      return Array(peeked)
    }

    private func readOn(_ piece: inout [UInt8]) throws(InputError) -> Int {
      var failure: InputError?
      let got = unsafe piece.withUnsafeMutableBytes { buffer in
        do throws(InputError) { return try unsafe readOn(into: buffer) } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      return got
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
      guard !peeked.isEmpty else { return try unsafe readOn(into: buffer) }
      let count = min(peeked.count, buffer.count)
      unsafe buffer.copyBytes(from: peeked.prefix(count))
      peeked.removeFirst(count)
      return count
    }

    private func readOn(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
      let most = min(buffer.count, pieceSize, left)
      guard most > 0 else { return 0 }
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<most])
      let count: Int
      if descriptor != nil {
        count = try unsafe descriptor?.read(into: room) ?? 0
      } else {
        unsafe room.copyBytes(from: memory.prefix(most))
        memory = memory.dropFirst(most)
        count = most
      }
      left -= count
      bytesRead += count
      return count
    }
  }
}
