import PacketWalkByteInput
import PacketWalkDiagnostics
@testable import PacketWalkPacketCapture
import PacketWalkTestSupport
import Testing

/// Filters and further captures through libpcap, and our reader held against it.
@Suite struct PcapTests {
  #if !Pcap
    @Test func aBuildWithoutLibpcapSaysSo() {
      #expect(!CaptureFilter.isAvailable)
      let error = #expect(throws: InputError.self) { try CaptureFilter("tcp port 443") }
      #expect(
        error?.message == "this build has no libpcap: build with --traits Pcap" && error?.code == .invalid)
    }
  #else
    private static let links: [LinkType] = [
      .ethernet, .null, .loop, .raw, .rawOfBSD, .linuxSLL, .linuxSLL2, .nflog,
    ]

    private static func traffic(_ seed: UInt64, packets: Int = 200, mirrors: Bool = true) -> RandomTraffic {
      var random = SplitMix64(seed: seed)
      var traffic = RandomTraffic(packets: packets, using: &random)
      if !mirrors { for place in traffic.items.indices { traffic.items[place].mirror = nil } }
      return traffic
    }

    // MARK: Our reader against libpcap

    /// What differs between the two readers; nil where libpcap can't read the capture.
    private static func difference(_ path: String) throws -> (packets: Int, problem: String?)? {
      guard let theirs = try? PcapFile(opening: path) else { return nil }
      var ours = try CaptureReader.open(path)
      var (left, right) = (CaptureRecord(), CaptureRecord())
      // Links whose headers libpcap turns round where the capture's order isn't the machine's.
      let turned: Set<UInt16> = try isLittle(path) ? [] : [117, 189, 220, 239]
      var count = 0
      while theirs.next(&left) {
        guard ours.next(&right) else { return (count, "packet \(count + 1) is missing") }
        count += 1
        // libpcap cuts packets at the capture's own limit, gives what has no timestamp a zero, takes seconds
        // for signed ones, and lets fractions that are none overflow.
        let bytes = right.bytes.array.prefix(theirs.snaplen)
        if left.bytes.array != Array(bytes), !turned.contains(right.linkType.rawValue) {
          return (count, "the bytes of packet \(count) differ, \(right.linkType)")
        }
        let isAlike = (left.timestamp &- right.timestamp) % (1_000_000_000 << 32) == 0
        if right.isTimed, !isAlike, ours.tally[.timestampInvalid] == 0 {
          return (count, "packet \(count): \(left.timestamp), \(right.timestamp)")
        }
        if left.originalLength != right.originalLength {
          return (count, "the length of packet \(count) differs")
        }
        if left.linkType != right.linkType, right.linkType != .rawOfBSD {
          return (count, "link types differ")
        }
      }
      // What ends reading for libpcap need not for us.
      if theirs.failure == nil, ours.next(&right) { return (count, "a packet too many") }
      return (count, nil)
    }

    /// Whether a classic capture is in little-endian order, which is what our machines have.
    private static func isLittle(_ path: String) throws -> Bool {
      let first = try ByteInput.read(path).first
      return first == 0xD4 || first == 0x4D
    }

    @Test func agreesWithLibpcap() throws {
      let folder = try TemporaryFolder()
      var paths: [String] = []
      for (number, linkType) in Self.links.enumerated() {
        // It turns the attributes of the netfilter log round as well, where a capture has another order than
        // it.
        for order in linkType == .nflog ? [.little] : [ByteOrder.big, .little] {
          let bytes = Self.traffic(UInt64(number)).classic(
            order, isNanoseconds: number % 2 == 0, linkType: linkType)
          paths.append(try folder.write("\(number)-\(order.isBig).pcap", bytes))
        }
      }
      for resolution in [nil, 3, 6, 9, 0x8A, 0xA0] as [UInt8?] {
        for order in [ByteOrder.big, .little] {
          var writer = BlockWriter(order)
          writer.interface(snaplen: 80, resolution: resolution, offset: resolution == 6 ? 100 : nil)
          for (place, item) in Self.traffic(9).items.enumerated() {
            let frame = Array(item.packet.frame().prefix(80))
            switch place % 4 {
            case 0: writer.simple(frame, original: item.packet.frame().count)
            case 1: writer.obsolete(frame, units: UInt64(place) << 31)
            default: writer.enhanced(frame, units: UInt64(place) << 31, flags: 1)
            }
            if place % 5 == 0 { writer.block(5, Array(repeating: 0, count: 12)) }
          }
          paths.append(try folder.write("\(resolution ?? 0)-\(order.isBig).pcapng", writer.bytes))
        }
      }
      for path in paths {
        let result = try #require(try Self.difference(path), "\(path)")
        #expect(result.packets == 200 && result.problem == nil, "\(path)")
      }
    }

    /// A folder of captures of the tester's own.
    @Test(.enabled(if: Fixtures.captures != nil))
    func agreesWithLibpcapOnOthersCaptures() throws {
      let paths = try ByteInput.files(in: Fixtures.captures ?? "").filter { $0.contains(".pcap") }
      for path in paths {
        guard let result = try Self.difference(path) else {
          print("\(path): libpcap can't read it")
          continue
        }
        print("\(path): \(result.packets) packets \(result.problem ?? "agree")")
        #expect(result.problem == nil, "\(path)")
      }
    }

    /// Damaged captures: as far as libpcap reads, both read the same.
    @Test func agreesWithLibpcapOnDamagedCaptures() throws {
      let folder = try TemporaryFolder()
      let seeds = [
        Self.traffic(1, packets: 10).classic(.big), Self.traffic(2, packets: 10).classic(.little),
      ]
      let seed = Fuzzing.seed()
      var compared = 0
      for turn in 0..<UInt64(min(Fuzzing.iterations(default: 300), 20_000)) {
        var mutator = Mutator(seed: seed &+ turn)
        let path = try folder.write("a.pcap", mutator.mutate(seeds[Int(turn % 2)]))
        guard let result = try? Self.difference(path) else { continue }
        compared += result.packets
        #expect(result.problem == nil, "seed \(seed &+ turn)")
      }
      #expect(compared > 100)
    }

    // MARK: Filters

    private static let filters: [(String, @Sendable (TestPacket) -> Bool)] = [
      ("tcp", { $0.proto == 6 }), ("udp", { $0.proto == 17 }), ("ip6", { $0.isIPv6 }), ("ip", { !$0.isIPv6 }),
      ("host 192.0.2.2", { "\($0.source)" == "192.0.2.2" || "\($0.destination)" == "192.0.2.2" }),
      ("src host 2001:db8::1", { "\($0.source)" == "2001:db8::1" }),
      ("proto gre", { $0.proto == 47 }), ("not tcp", { $0.proto != 6 }),
      (
        "tcp dst port 2", { if case .tcp(_, 2, _) = $0.content { true } else { false } }
      ),
    ]

    @Test(arguments: links)
    func filtersAllLinks(linkType: LinkType) throws {
      let traffic = Self.traffic(3, mirrors: false)
      for (expression, admits) in Self.filters {
        for order in [ByteOrder.big, .little] {
          var writer = ClassicWriter(linkType: linkType)
          for item in traffic.items {
            let packet = item.packet
            writer.append(
              linkType == .ethernet ? packet.frame() : packet.behind(linkType, order: order), at: 0)
          }
          var options = CaptureOptions()
          options.filter = try CaptureFilter(expression)
          let reduced = try Reduced(writer.bytes, options: options)
          let expected = traffic.items.count { admits($0.packet) }
          let inFlows = reduced.flows.reduce(0) { $0 + $1.packets }
          #expect(inFlows == UInt64(expected), "\(expression) \(linkType)")
          #expect(reduced.report.tally[.filteredOut] == UInt64(200 - expected), "\(expression) \(linkType)")
        }
      }
    }

    @Test func filtersSeveralLinksInOneCapture() throws {
      let traffic = Self.traffic(4, mirrors: false)
      var options = CaptureOptions()
      options.filter = try CaptureFilter("udp port 2")
      let reduced = try Reduced(traffic.blocks(.big), options: options)
      let expected = traffic.items.count { item in
        guard case .udp(let from, let to) = item.packet.content else { return false }
        return (from == 2 || to == 2) && item.vlans.isEmpty
      }
      #expect(
        reduced.report.packets == 200 && reduced.flows.reduce(0) { $0 + $1.packets } == UInt64(expected))
    }

    @Test func refusesWhatIsNoFilter() {
      #expect(CaptureFilter.isAvailable)
      for expression in ["tcp prot 443", "port 99999", "host nobody.invalid and (", "tcp\u{0}udp"] {
        let error = #expect(throws: InputError.self) { try CaptureFilter(expression) }
        #expect(error?.code == .invalid)
      }
      let error = #expect(throws: InputError.self) { try CaptureFilter("tcp prot 443") }
      #expect(error?.message.hasPrefix("capture filter 'tcp prot 443': ") == true)
    }

    @Test func aFilterThatMeansNothingForALinkIsCounted() throws {
      var writer = BlockWriter()
      writer.interface(.ethernet)
      writer.interface(.raw)
      let packet = TestPacket("192.0.2.1", "192.0.2.2", .udp(1, 53))
      writer.enhanced(packet.frame(), units: 1)
      writer.enhanced(packet.bytes, units: 1, interface: 1)
      var options = CaptureOptions()
      options.filter = try CaptureFilter("ether dst 0a:00:00:00:00:01")
      let reduced = try Reduced(writer.bytes, options: options)
      #expect(reduced.flows.map(\.packets) == [1] && reduced.counts == [.filterMeaningless: 1])
    }

    // MARK: Further captures

    @Test(
      arguments: [
        (9, [0xFF, 0x03, 0x00, 0x21]), (50, [0xFF, 0x03, 0x00, 0x21]), (104, [0x0F, 0x00, 0x08, 0x00]),
        (104, [0x0F, 0x00, 0x86, 0xDD]), (9, [0xFF, 0x03, 0x00, 0x57]),
      ] as [(UInt16, [UInt8])])
    func looksBehindLinksThatLibpcapKnows(number: UInt16, header: [UInt8]) throws {
      let isIPv6 = [0xDD, 0x57].contains(header[3])
      let packet =
        isIPv6
        ? TestPacket("2001:db8::1", "2001:db8::2", .tcp(40_000, 443, .syn))
        : TestPacket("192.0.2.1", "192.0.2.2", .tcp(40_000, 443, .syn))
      var writer = ClassicWriter(linkType: LinkType(rawValue: number))
      writer.append(header + packet.bytes, at: 0)
      writer.append([0xFF, 0x03, 0xC0, 0x21, 1, 2, 3, 4], at: 0)
      let reduced = try Reduced(writer.bytes)
      #expect(reduced.flows.map(\.initiator.address) == [packet.source])
      #expect(reduced.flows.map(\.responder.port) == [443] && reduced.counts == [.otherEtherType: 1])
    }

    @Test func linksThatNobodyKnowsAreCounted() throws {
      var writer = ClassicWriter(linkType: LinkType(rawValue: 147))
      writer.append([1, 2, 3, 4], at: 0)
      #expect(try Reduced(writer.bytes).counts == [.unknownLinkType: 1])
    }

    /// Alexey Kuznetzov's variant of pcap: eight more bytes in each record.
    @Test func readsFormatsThatLibpcapKnows() throws {
      let frame = TestPacket("192.0.2.1", "192.0.2.2", .tcp(40_000, 443, .syn)).frame()
      let order = ByteOrder.little
      var bytes = order.bytes(0xA1B2_CD34 as UInt32) + Array(ClassicWriter().bytes.dropFirst(4))
      for second in [1, 2] as [UInt32] {
        bytes += order.bytes(second) + order.bytes(0 as UInt32) + order.bytes(UInt32(frame.count))
        bytes += order.bytes(UInt32(frame.count)) + Array(repeating: 0, count: 8) + frame
      }
      let folder = try TemporaryFolder()
      let path = try folder.write("a.pcap", bytes)
      final class Flows { var all: [CapturedFlow] = [] }
      let flows = Flows()
      var reducer = FlowReducer { flows.all += $0 }
      let report = try reducer.read(path)
      reducer.finish()
      #expect(report.format == .libpcap && report.packets == 2 && report.tally.kinds.isEmpty)
      #expect(flows.all.map(\.packets) == [2] && flows.all.map(\.firstSeen) == [1_000_000_000])
    }
  #endif
}
