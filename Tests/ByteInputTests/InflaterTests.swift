#if ISAL
  @testable import PacketWalkByteInput
  import PacketWalkDiagnostics
  import PacketWalkTestSupport
  import Testing

  /// ISA-L beside zlib: the same bytes, and errors of the same data.
  @Suite struct InflaterTests {
    /// What was read, and what ended it.
    private struct Outcome: Equatable {
      var bytes: [UInt8] = []
      var error: InputError?
    }

    private func outcome<Engine: Inflater & ~Copyable>(
      _ packed: [UInt8], _ engine: Engine.Type, piece: Int = 1 << 16, room: Int = 1 << 12
    ) throws -> Outcome {
      var outcome = Outcome()
      var unpacker = try GzipUnpacker<Engine>(path: "f.gz")
      let source = ByteStream.Source(packed, pieceSize: piece)
      var output = [UInt8](repeating: 0, count: room)
      do throws(InputError) {
        while true {
          let result = unsafe output.withUnsafeMutableBytes { buffer in
            Result { () throws(InputError) in try unsafe unpacker.read(from: source, into: buffer) }
          }
          let count = try result.get()
          if count == 0 { return outcome }
          outcome.bytes += output[..<count]
        }
      } catch { outcome.error = error }
      return outcome
    }

    /// Texts, noise and runs, so that blocks of all kinds come of them.
    private func content(_ size: Int, _ random: inout SplitMix64) -> [UInt8] {
      (0..<size).map { place in
        switch place / 4_096 % 3 {
        case 0: UInt8(truncatingIfNeeded: random.next())
        case 1: Array("2 123456789012 eni-0a1b ACCEPT OK\n".utf8)[place % 34]
        default: UInt8(truncatingIfNeeded: place / 900)
        }
      }
    }

    @Test(arguments: [0, 1, 100, 4_096, 65_535, 65_536, 300_000], [0, 1, 6, 9] as [Int32])
    func bothUnpackTheSame(size: Int, level: Int32) throws {
      var random = SplitMix64(seed: UInt64(size) + UInt64(level))
      let bytes = content(size, &random)
      for isFixed in [false, true] {
        let packed = try Gzip.pack(bytes, level: level, isFixed: isFixed)
        let members = packed + (try Gzip.pack([], level: level)) + packed + [0, 0, 0]
        for (piece, room) in [(1 << 16, 1 << 16), (1 << 16, 7), (3, 1 << 16), (1_000, 333)] {
          if size * 2 / room > 50_000 { continue }
          let expected = Outcome(bytes: bytes + bytes)
          #expect(try outcome(members, ZlibInflater.self, piece: piece, room: room) == expected)
          #expect(try outcome(members, ISALInflater.self, piece: piece, room: room) == expected)
        }
      }
    }

    /// Wherever it is cut, both give all that was whole, and say the same.
    @Test func bothSayWhatIsCutShort() throws {
      var random = SplitMix64(seed: 5)
      let bytes = content(9_000, &random)
      let packed = try Gzip.pack(bytes, level: 6)
      let members = packed + (try Gzip.pack(Array(bytes.prefix(300)), level: 6, isFixed: true))
      for length in 2..<members.count {
        let cut = Array(members.prefix(length))
        let (ours, zlibs) = (try outcome(cut, ISALInflater.self), try outcome(cut, ZlibInflater.self))
        #expect(ours.error == zlibs.error, "\(length)")
        #expect(ours.bytes == zlibs.bytes, "\(length)")
      }
    }

    /// A header of every kind of field (RFC 1952), and what may follow a member.
    @Test func bothReadHeaders() throws {
      let packed = try Gzip.pack(Array("flow".utf8))
      let body = Array(packed.dropFirst(10))
      let fields: [(UInt8, [UInt8])] = [
        (1, []), (4, [3, 0, 1, 2, 3]), (8, Array("name".utf8) + [0]), (16, Array("words".utf8) + [0]),
        (12, [1, 0, 9, 65, 0]), (2, [0, 0]), (32, []), (128, []),
      ]
      for (flags, more) in fields {
        let bytes = Array(packed.prefix(3)) + [flags] + Array(packed[4..<10]) + more + body
        let (ours, zlibs) = (try outcome(bytes, ISALInflater.self), try outcome(bytes, ZlibInflater.self))
        #expect((ours.error == nil) == (zlibs.error == nil), "flags \(flags)")
        #expect(ours.bytes == zlibs.bytes && ours.error?.code == zlibs.error?.code, "flags \(flags)")
        #expect((zlibs.error == nil) == (flags & 0xE2 == 0), "flags \(flags)")
      }
      for rest in [[1], [0, 1], [0x1F], [0x1F, 0x8C], [0x1F, 0x8B], [0, 0, 0]] as [[UInt8]] {
        let (ours, zlibs) = (
          try outcome(packed + rest, ISALInflater.self), try outcome(packed + rest, ZlibInflater.self)
        )
        #expect(ours == zlibs, "\(rest)")
      }
    }

    /// Damaged data has a checksum that does not fit: both refuse it, or both come to the same bytes.
    @Test func bothRefuseDamage() throws {
      let seed = Fuzzing.seed()
      var random = SplitMix64(seed: seed)
      let originals = try [1, 6].map { try Gzip.pack(content(6_000, &random), level: Int32($0)) }
      for turn in 0..<UInt64(Fuzzing.iterations(default: 3_000)) {
        var mutator = Mutator(seed: seed &+ turn)
        let bytes = mutator.mutate(originals[Int(turn % 2)])
        guard bytes.starts(with: [0x1F, 0x8B]) else { continue }
        let (ours, zlibs) = (try outcome(bytes, ISALInflater.self), try outcome(bytes, ZlibInflater.self))
        #expect(ours.error?.code == zlibs.error?.code, "seed \(seed &+ turn)")
        if zlibs.error == nil { #expect(ours == zlibs, "seed \(seed &+ turn)") }
        // Which of the last bytes before damage are given is the library's, and whether the end comes first.
        let shorter = min(ours.bytes.count, zlibs.bytes.count)
        #expect(ours.bytes.prefix(shorter) == zlibs.bytes.prefix(shorter), "seed \(seed &+ turn)")
      }
    }
  }
#endif
