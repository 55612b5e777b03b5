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
    init(_ expression: String, _ linkType: LinkType, optimised: Bool = true) throws(InputError) {
      self.linkType = linkType
      unsafe program = .allocate(capacity: 1)
      unsafe program.initialize(to: bpf_program())
      // C would look at what comes before the NUL.
      guard !expression.utf8.contains(0) else { throw InputError(.invalid, "a capture filter has no NUL") }
      guard let handle = unsafe pcap_open_dead(Self.dataLink(linkType), 262_144) else {
        throw InputError(.invalid, "libpcap has no memory for the capture filter")
      }
      defer { unsafe pcap_close(handle) }
      let optimise: Int32 = optimised ? 1 : 0
      guard unsafe pcap_compile(handle, program, expression, optimise, UInt32.max) == 0 else {
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
      // Programs for loopbacks want the address family in this machine's order.
      if linkType == .null, bytes.count >= 4 {
        let family = min(bytes.u32(0), bytes.littleU32(0))
        let copy = unsafe withUnsafeBytes(of: family) { unsafe Array($0) } + bytes.array.dropFirst(4)
        return unsafe copy.withUnsafeBytes { unsafe runs(on: $0, original) }
      }
      return unsafe bytes.withUnsafeBytes { unsafe runs(on: $0, original) }
    }

    private func runs(on bytes: UnsafeRawBufferPointer, _ original: Int) -> Bool {
      var header = pcap_pkthdr()
      header.caplen = UInt32(clamping: bytes.count)
      header.len = UInt32(clamping: original)
      let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
      return unsafe pcap_offline_filter(program, &header, start) != 0
    }

    /// Where the program reads single bytes at places that don't depend on the packet, in its order.
    var fixedByteLoads: [Int] {
      let instructions = unsafe UnsafeBufferPointer(
        start: program.pointee.bf_insns, count: Int(program.pointee.bf_len))
      var loads: [Int] = []
      // BPF_LD | BPF_B | BPF_ABS
      for instruction in unsafe instructions where instruction.code == 0x30 {
        loads.append(Int(instruction.k))
      }
      return loads
    }
  }
#endif
