@testable import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTestSupport
import Testing

/// gzip (RFC 1952), known by its magic bytes.
@Suite struct GunzipTests {
  private func read(_ bytes: [UInt8], limits: InputLimits = InputLimits()) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    return try ByteInput.read(folder.write("input.json", bytes), limits: limits)
  }

  private func refusal(of bytes: [UInt8], limits: InputLimits = InputLimits()) -> InputError? {
    #expect(throws: InputError.self) { try read(bytes, limits: limits) }
  }

  @Test(arguments: [0, 1, 1_000, 262_143, 262_144, 262_145, 1_000_000])
  func unpacks(size: Int) throws {
    var random = SplitMix64(seed: UInt64(size))
    // Half noise, so that it packs, but badly.
    let bytes = (0..<size).map { $0 % 64 < 32 ? UInt8(truncatingIfNeeded: random.next()) : 0x20 }
    let packed = try Gzip.pack(bytes)
    #expect(try read(packed) == bytes)
    #expect(try read(packed + packed) == bytes + bytes)
    #expect(try read(packed + [0, 0, 0]) == bytes)
  }

  @Test func leavesOthersAsTheyAre() throws {
    for bytes in [[], [0x1F], [0x1F, 0x8C, 0x08], Array("{}".utf8)] as [[UInt8]] {
      #expect(try read(bytes) == bytes)
    }
  }

  @Test func refusesCutAndCorruptData() throws {
    let bytes = Array(String(repeating: "192.0.2.1 - 198.51.100.7\n", count: 50).utf8)
    let packed = try Gzip.pack(bytes)
    for length in 2..<packed.count {
      let error = refusal(of: Array(packed.prefix(length)))
      #expect(error?.code == .malformed && error?.message == "the gzip data is cut short", "\(length)")
    }
    let cut = refusal(of: packed + packed.dropLast())
    #expect(cut?.message == "the gzip data is cut short")
    let garbage = refusal(of: packed + [0, 1])
    #expect(garbage?.code == .malformed && garbage?.message == "something that is no gzip data follows it")
    // The checksum of the content, and the method.
    for place in [packed.count - 6, 2] {
      var broken = packed
      broken[place] ^= 1
      let error = refusal(of: broken)
      #expect(error?.code == .malformed && error?.message.hasPrefix("corrupt gzip data: ") == true)
    }
  }

  @Test func survivesDamage() throws {
    let packed = try Gzip.pack((0..<2_000).map { UInt8(truncatingIfNeeded: $0 / 7) })
    let seed = Fuzzing.seed()
    for turn in 0..<UInt64(Fuzzing.iterations(default: 2_000)) {
      var mutator = Mutator(seed: seed &+ turn)
      let bytes = mutator.mutate(packed)
      do throws(InputError) {
        let unpacked = try Gunzip.unpack(bytes, path: "f.gz", limits: InputLimits())
        #expect(unpacked.count <= 64 << 20, "seed \(seed &+ turn)")
      } catch {
        #expect(error.code == .malformed || error.code == .tooLarge, "seed \(seed &+ turn)")
      }
    }
  }

  /// A gibibyte of zeros in a mebibyte, as many members and as few.
  @Test(arguments: [1 << 20, 1 << 26])
  func stopsAtBombs(member size: Int) throws {
    let member = try Gzip.pack([UInt8](repeating: 0, count: size))
    let bomb = Array(repeatElement(member, count: (1 << 30) / size).joined())
    #expect(bomb.count < 2 << 20)
    let error = refusal(of: bomb)
    #expect(error?.code == .tooLarge)
    #expect(error?.message == "gzip data that unpacks to more than \(InputLimits.describe(bomb.count * 100))")
    let strict = refusal(of: bomb, limits: InputLimits(bytes: 8 << 20))
    #expect(strict?.code == .tooLarge && strict?.message == "gzip data that unpacks to more than 8 MiB")
  }

  @Test func unpacksAnyRatioBelowTheThreshold() throws {
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    #expect(try read(Gzip.pack(zeros)) == zeros)
    #expect(try read(Gzip.pack(zeros), limits: InputLimits(bytes: 1 << 20)) == zeros)
    #expect(refusal(of: try Gzip.pack(zeros + [0]), limits: InputLimits(bytes: 1 << 20))?.code == .tooLarge)
    #expect(refusal(of: try Gzip.pack(zeros), limits: InputLimits(unpackedBytes: 1 << 10))?.code == .tooLarge)
  }
}
