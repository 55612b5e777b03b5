#if Pcap
  import PacketWalkCPcap
  package import PacketWalkDiagnostics

  /// A capture as libpcap reads it: for formats beyond ours, and to hold our reader against.
  @safe package final class PcapFile {
    private let handle: OpaquePointer
    package let linkType: LinkType
    /// libpcap keeps no more of a packet.
    package let snaplen: Int
    private var number: UInt64 = 0
    /// Why reading ended early, in libpcap's words.
    package private(set) var failure: String?

    /// Opens a capture.
    ///
    /// - Throws: `unrecognised`, with libpcap's words.
    package init(opening path: String) throws(InputError) {
      var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
      guard
        let opened = unsafe pcap_open_offline_with_tstamp_precision(
          path, UInt32(PCAP_TSTAMP_PRECISION_NANO), &message)
      else {
        let reason = String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        throw InputError(.unrecognised, "libpcap: \(reason)", at: Origin(file: path))
      }
      unsafe handle = opened
      let dataLink = unsafe pcap_datalink(opened)
      linkType = dataLink == DLT_RAW ? .raw : LinkType(rawValue: UInt16(truncatingIfNeeded: dataLink))
      snaplen = unsafe Int(pcap_snapshot(opened))
    }

    deinit { unsafe pcap_close(handle) }

    /// Reads the next packet; its bytes are good until the one after it. False at the end.
    package func next(_ record: inout CaptureRecord) -> Bool {
      var header: UnsafeMutablePointer<pcap_pkthdr>?
      var bytes: UnsafePointer<UInt8>?
      let result = unsafe pcap_next_ex(handle, &header, &bytes)
      guard result == 1, let header = unsafe header, let bytes = unsafe bytes else {
        if result == -1 {
          failure = unsafe pcap_geterr(handle).map { unsafe String(cString: $0) } ?? "libpcap can't read on"
        }
        return false
      }
      number += 1
      let time = unsafe header.pointee.ts
      record.number = number
      record.timestamp = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_usec)
      record.originalLength = unsafe Int(header.pointee.len)
      record.linkType = linkType
      record.interface = 0
      record.direction = .unknown
      record.bytes = unsafe PacketBytes(
        start: UnsafeRawPointer(bytes), count: Int(header.pointee.caplen))
      return true
    }
  }
#endif
