@testable import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTestSupport
import Testing

/// Files read piece by piece: the same bytes as read at once.
@Suite struct ByteStreamTests {
  private func all(_ stream: ByteStream, _ size: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: size)
    while true {
      let count = try unsafe piece.withUnsafeMutableBytes { try unsafe stream.read(into: $0) }
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
  }

  private static let text = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 % 251 * ($0 / 7)) }

  @Test(arguments: [1, 3, 1_000, 1 << 17])
  func readsPlainAndPacked(size: Int) throws {
    let folder = try TemporaryFolder()
    let parts =
      try Gzip.pack(Array(Self.text.prefix(999))) + Gzip.pack([]) + Gzip.pack(Array(Self.text.dropFirst(999)))
    for bytes in [Self.text, try Gzip.pack(Self.text), parts, parts + [0, 0, 0]] {
      let path = try folder.write("f", bytes)
      let stream = try ByteStream(opening: path, pieceSize: size)
      #expect(stream.isPacked == (bytes != Self.text))
      #expect(stream.peek(10) == Array(Self.text.prefix(10)))
      #expect(stream.peek(5_000) == Array(Self.text.prefix(5_000)))
      #expect(try all(stream, size) == Self.text)
      #expect(stream.fileBytesRead == bytes.count)
      #expect(try all(ByteStream(bytes, path: "f", pieceSize: 7), size) == Self.text)
    }
  }

  @Test func readsParts() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("f", Self.text)
    for range in [0..<1, 5..<5, 100..<50_000, 59_999..<60_000, 59_000..<90_000] {
      let stream = try ByteStream(opening: path, range: range)
      #expect(try all(stream, 777) == Array(Self.text[range.clamped(to: 0..<60_000)]))
    }
  }

  @Test func givesAllThatCameBeforeDamage() throws {
    let packed = try Gzip.pack(Self.text)
    for bytes in [Array(packed.dropLast(300)), packed + [1], packed + Array(packed.prefix(12))] {
      let stream = try ByteStream(bytes, path: "f")
      var read: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 100)
      let error = #expect(throws: InputError.self) {
        while true {
          let count = try unsafe piece.withUnsafeMutableBytes { try unsafe stream.read(into: $0) }
          if count == 0 { break }
          read += piece[..<count]
        }
      }
      #expect(error?.code == .malformed)
      #expect(read.count > 30_000 && read == Array(Self.text.prefix(read.count)))
      #expect(throws: InputError.self) {
        try unsafe piece.withUnsafeMutableBytes { try unsafe stream.read(into: $0) }
      }
    }
    // Damage within the part that is looked at first.
    let early = try ByteStream(Array(packed.prefix(30)), path: "f")
    #expect(early.peek(1_000).count < 1_000)
    #expect(throws: InputError.self) { try all(early, 100) }
  }

  @Test func refusesWhatIsNoFile() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path, folder.path + "/none", try folder.pipe("p")] {
      #expect(throws: InputError.self) { try ByteStream(opening: path) }
    }
  }
}
