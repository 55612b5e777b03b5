#if Pcap
  import PacketWalkCPcap
  import PacketWalkDiagnostics

  /// A filter expression as a program for packets of one link type.
  @safe final class PcapProgram {
    private let program: UnsafeMutablePointer<bpf_program>
    private let linkType: LinkType

    /// Compiles an expression.
    ///
    /// - Throws: `invalid`, with libpcap's words.
    init(_ expression: String, _ linkType: LinkType) throws(InputError) {
      self.linkType = linkType
      unsafe program = .allocate(capacity: 1)
      unsafe program.initialize(to: bpf_program())
      // C would look at what comes before the NUL.
      guard !expression.utf8.contains(0) else { throw InputError(.invalid, "a capture filter has no NUL") }
      guard let handle = unsafe pcap_open_dead(Self.dataLink(linkType), 262_144) else {
        throw InputError(.invalid, "libpcap has no memory for the capture filter")
      }
      defer { unsafe pcap_close(handle) }
      guard unsafe pcap_compile(handle, program, expression, 1, UInt32.max) == 0 else {
        let reason = unsafe pcap_geterr(handle).map { unsafe String(cString: $0) } ?? "no reason given"
        throw InputError(.invalid, "capture filter '\(expression)': \(reason)")
      }
    }

    deinit {
      // An empty program is freed like others.
      unsafe pcap_freecode(program)
      unsafe program.deallocate()
    }

    /// The number that libpcap gives a link type on this system, where it isn't the registry's.
    private static func dataLink(_ linkType: LinkType) -> Int32 {
      switch linkType {
      case .raw, .rawOfBSD, .rawOfOpenBSD: DLT_RAW
      default: Int32(linkType.rawValue)
      }
    }

    /// Whether a packet passes.
    func admits(_ bytes: PacketBytes, original: Int) -> Bool {
      if linkType == .null || linkType == .loop, bytes.count >= 4 {
        let copy = Self.withOwnFamily(bytes, linkType)
        return unsafe copy.withUnsafeBytes { unsafe runs(on: $0, original) }
      }
      return unsafe bytes.withUnsafeBytes { unsafe runs(on: $0, original) }
    }

    /// Programs for loopbacks want the address family that this system has, and for `null` in its byte order;
    /// a capture has the writer's.
    private static func withOwnFamily(_ bytes: PacketBytes, _ linkType: LinkType) -> [UInt8] {
      var family = min(bytes.u32(0), bytes.littleU32(0))
      #if canImport(Darwin)
        let ipv6: UInt32 = 30
      #else
        let ipv6: UInt32 = 10
      #endif
      if PacketDecoder.ipv6Families.contains(family) { family = ipv6 }
      if linkType == .loop { family = family.bigEndian }
      return unsafe withUnsafeBytes(of: family) { unsafe Array($0) } + bytes.array.dropFirst(4)
    }

    private func runs(on bytes: UnsafeRawBufferPointer, _ original: Int) -> Bool {
      var header = pcap_pkthdr()
      header.caplen = UInt32(clamping: bytes.count)
      header.len = UInt32(clamping: original)
      let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
      return unsafe pcap_offline_filter(program, &header, start) != 0
    }

    /// Where the last thing that the program reads lies, if that is one byte at a place that is the same in
    /// all packets.
    var lastFixedByte: Int? {
      let count = unsafe Int(program.pointee.bf_len)
      guard count > 0, let start = unsafe program.pointee.bf_insns else { return nil }
      let instructions = unsafe UnsafeBufferPointer(start: start, count: count)
      // BPF_LD; then BPF_LD | BPF_B | BPF_ABS.
      guard let last = unsafe instructions.last(where: { $0.code & 7 == 0 }), last.code == 0x30 else {
        return nil
      }
      return Int(last.k)
    }
  }
#endif
