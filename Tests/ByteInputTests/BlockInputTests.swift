@testable import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTestSupport
import Testing

/// Inputs block by block: what reading them whole gives.
@Suite struct BlockInputTests {
  private func all(_ opened: consuming BlockInput, size: Int) throws(InputError) -> [UInt8] {
    var input = opened
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    defer { unsafe buffer.deallocate() }
    while true {
      let count = try unsafe input.read(into: buffer)
      if count == 0 { return bytes }
      unsafe bytes += Array(buffer[..<count])
    }
  }

  private static let noise = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

  @Test(arguments: [1_000, 65_536, 1_000_000])
  func readsFilesAndMembers(size: Int) throws {
    let folder = try TemporaryFolder()
    let plain = try folder.write("a", Self.noise)
    #expect(try all(BlockInput.open(plain), size: size) == Self.noise)
    let packed = try Gzip.pack(Self.noise)
    let path = try folder.write("a.gz", packed + packed + [0, 0, 0])
    #expect(try all(BlockInput.open(path), size: size) == Self.noise + Self.noise)
    #expect(try BlockInput.open(path).size == packed.count * 2 + 3)
    for bytes in [[], [0x1F], [0x1F, 0x8C]] as [[UInt8]] {
      #expect(try all(BlockInput.open(folder.write("b", bytes)), size: size) == bytes)
    }
  }

  @Test(arguments: [1, 3, 1_000, Int.max])
  func piecesChangeNothing(piece: Int) throws {
    let noise = Array(Self.noise.prefix(20_000))
    let packed = try Gzip.pack(noise)
    for (bytes, expected) in [(noise, noise), (packed + [0] + packed, noise + noise)] {
      #expect(try all(BlockInput.reading(bytes, path: "a", piece: piece), size: 777) == expected)
    }
  }

  @Test func refusesWhatReadingWholeRefuses() throws {
    let folder = try TemporaryFolder()
    let packed = try Gzip.pack(Array(Self.noise.prefix(3_000)))
    var broken = packed
    broken[packed.count - 6] ^= 1
    let cut: [[UInt8]] = [
      Array(packed.dropLast()), packed + packed.dropLast(5), packed + [1], broken, [0x1F, 0x8B],
    ]
    for bytes in cut {
      let path = try folder.write("a.gz", bytes)
      let whole = #expect(throws: InputError.self) { try ByteInput.read(path) }
      let blocks = #expect(throws: InputError.self) { try self.all(BlockInput.open(path), size: 512) }
      #expect(blocks?.message == whole?.message && blocks?.code == whole?.code)
    }
    let missing = #expect(throws: InputError.self) {
      try self.all(BlockInput.open("\(folder.path)/none"), size: 9)
    }
    #expect(missing?.code == .missing)
    let inside = #expect(throws: InputError.self) { try self.all(BlockInput.open(folder.path), size: 9) }
    #expect(inside?.code == .unreadable)
  }
}
