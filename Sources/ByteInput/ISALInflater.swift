#if ISAL
  import PacketWalkCISAL
  import PacketWalkDiagnostics

  /// ISA-L's inflate, several times as fast as zlib's (Debian: libisal-dev).
  @safe struct ISALInflater: Inflater, ~Copyable {
    private let state: UnsafeMutableRawPointer
    private let path: String
    /// How many bytes of the member were taken.
    private var taken = 0

    init(path: String) throws(InputError) {
      self.path = path
      guard let state = unsafe packetwalk_inflate_new() else {
        throw InputError(.unreadable, "no memory to unpack gzip data", at: Origin(file: path))
      }
      unsafe self.state = state
    }

    deinit { unsafe packetwalk_inflate_free(state) }

    mutating func startMember() throws(InputError) {
      unsafe packetwalk_inflate_begin(state)
      taken = 0
    }

    mutating func inflate(
      _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(InputError) -> InflateStep {
      // ISA-L does not look at the flags that must not be set (RFC 1952, 2.3.1.2).
      if taken <= 3, 3 - taken < input.count, unsafe input[3 - taken] & 0xE0 != 0 {
        throw Gunzip.malformed("corrupt gzip data: unknown header flags set", path)
      }
      let found = unsafe packetwalk_inflate(
        state, input.bindMemory(to: UInt8.self).baseAddress, UInt32(clamping: input.count),
        output.bindMemory(to: UInt8.self).baseAddress, UInt32(clamping: output.count))
      guard found.code >= ISAL_DECOMP_OK else {
        throw Gunzip.malformed("corrupt gzip data: \(Self.words(found.code))", path)
      }
      taken += Int(found.consumed)
      return InflateStep(
        consumed: Int(found.consumed), produced: Int(found.produced),
        isEndOfMember: found.is_end_of_member != 0)
    }

    private static func words(_ code: Int32) -> String {
      switch code {
      case ISAL_INVALID_BLOCK: "invalid block"
      case ISAL_INVALID_SYMBOL: "invalid code"
      case ISAL_INVALID_LOOKBACK: "invalid distance too far back"
      case ISAL_INVALID_WRAPPER: "incorrect header check"
      case ISAL_UNSUPPORTED_METHOD: "unknown compression method"
      case ISAL_INCORRECT_CHECKSUM: "incorrect data check"
      default: "code \(code)"
      }
    }
  }
#endif
