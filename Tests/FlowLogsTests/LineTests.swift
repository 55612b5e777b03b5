import PacketWalkByteInput
import Testing

@testable import PacketWalkFlowLogs

/// Formats by their fields' names, and what is no record.
@Suite struct LineTests {
  private let line =
    "2 123456789012 eni-1 192.0.2.1 10.0.0.5 40000 443 6 10 840 1700000000 1700000060 ACCEPT OK"
  private let record =
    "interface-id=eni-1 srcaddr=192.0.2.1 dstaddr=10.0.0.5 srcport=40000 dstport=443 protocol=6 packets=10 "
    + "bytes=840 start=1700000000 end=1700000060 action=accept account-id=123456789012"

  @Test func readsTheDefaultFormatWithoutHeader() throws {
    let reading = try Reading(line + "\n" + line)
    #expect(reading.records == ["1 " + record, "2 " + record])
    #expect(reading.offsets == [0, line.utf8.count + 1])
    #expect(reading.issues.isEmpty && reading.headers == 0)
  }

  /// A format of each version, with a field that nobody knows.
  @Test(
    arguments: [
      (
        "version vpc-id subnet-id instance-id interface-id tcp-flags type pkt-srcaddr pkt-dstaddr log-status",
        "3 vpc-1 subnet-1 i-1 eni-1 19 IPv4 10.0.0.9 - OK",
        "interface-id=eni-1 pkt-srcaddr=10.0.0.9 tcp-flags=19 vpc-id=vpc-1 subnet-id=subnet-1 instance-id=i-1 type=IPv4"
      ),
      (
        "region az-id sublocation-type sublocation-id srcaddr", "eu-west-1 euw1-az1 - - ::1",
        "srcaddr=::1 region=eu-west-1"
      ),
      (
        "interface-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path",
        "eni-1 S3 - egress 8",
        "interface-id=eni-1 flow-direction=egress traffic-path=8 pkt-src-aws-service=S3"
      ),
      (
        "tgw-id tgw-attachment-id tgw-src-eni tgw-dst-eni tgw-pair-attachment-id packets-lost-no-route "
          + "packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired",
        "tgw-1 tgw-attach-1 eni-1 eni-2 tgw-attach-2 13 14 15 16",
        "packets-lost-no-route=13 packets-lost-blackhole=14 packets-lost-mtu-exceeded=15 packets-lost-ttl-expired=16 "
          + "tgw-src-eni=eni-1 tgw-dst-eni=eni-2 tgw-attachment-id=tgw-attach-1 tgw-pair-attachment-id=tgw-attach-2 "
          + "tgw-id=tgw-1"
      ),
      ("ecs-cluster-name ecs-task-id dstport action", "blue 0123 443 REJECT", "dstport=443 action=reject"),
      (
        "action reject-reason srcaddr", "REJECT BPA 10.0.0.1",
        "srcaddr=10.0.0.1 action=reject reject-reason=BPA"
      ),
      ("resource-id interface-id srcaddr", "nat-1 - 10.0.0.1", "srcaddr=10.0.0.1 resource-id=nat-1"),
      ("flow-direction encryption-status", "ingress 3", "flow-direction=ingress encryption-status=3"),
      (
        "interface-type next-hop-interface-id next-hop-subnet-id next-hop-vpc-id next-hop-interface-type instance-tag dstport",
        "nat_gateway eni-9 subnet-9 vpc-9 transit_gateway a%20b 1",
        "dstport=1 next-hop-interface-id=eni-9 interface-type=nat_gateway next-hop-subnet-id=subnet-9 "
          + "next-hop-vpc-id=vpc-9 next-hop-interface-type=transit_gateway"
      ),
      (
        "interface_id dst_port srcPort logStatus colour", "eni-1 2 3 OK red",
        "interface-id=eni-1 srcport=3 dstport=2"
      ),
    ])
  func readsByName(header: String, line: String, record: String) throws {
    for way in ways {
      let reading = try Reading("\(header)\n\(line)\n", way: way)
      #expect(reading.records == ["2 " + record])
      #expect(reading.headers == 1 && reading.issues.isEmpty)
      let given = header.split(separator: " ").map { "${\($0)}" }.joined(separator: " ")
      #expect(try Reading(line, fields: given, way: way).records == ["1 " + record])
    }
  }

  @Test func readsTransitGatewaysDefaultFormat() throws {
    let line =
      "6 TransitGateway 123456789012 tgw-1 tgw-attach-1 123456789012 123456789012 vpc-1 vpc-2 subnet-1 subnet-2 eni-1 "
      + "eni-2 az1 az1 tgw-attach-2 10.0.0.1 10.1.0.1 1024 80 6 1 40 1700000000 1700000060 OK IPv4 1 0 0 0 2 eu-west-1 "
      + "ingress - -"
    let reading = try Reading(line)
    #expect(
      reading.records == [
        "1 srcaddr=10.0.0.1 dstaddr=10.1.0.1 srcport=1024 dstport=80 protocol=6 packets=1 bytes=40 "
          + "packets-lost-no-route=1 packets-lost-blackhole=0 packets-lost-mtu-exceeded=0 packets-lost-ttl-expired=0 "
          + "start=1700000000 end=1700000060 tcp-flags=2 flow-direction=ingress tgw-src-eni=eni-1 tgw-dst-eni=eni-2 "
          + "tgw-attachment-id=tgw-attach-1 tgw-pair-attachment-id=tgw-attach-2 tgw-id=tgw-1 account-id=123456789012 "
          + "type=IPv4 region=eu-west-1"
      ])
  }

  @Test func changesFormatAtEveryHeader() throws {
    let text =
      "srcaddr dstport\n10.0.0.1 1\ndstport srcaddr colour\n2 10.0.0.2 red\ndstport srcaddr colour\n3 10.0.0.3 x\n"
    let reading = try Reading(text)
    #expect(
      reading.records == [
        "2 srcaddr=10.0.0.1 dstport=1", "4 srcaddr=10.0.0.2 dstport=2", "6 srcaddr=10.0.0.3 dstport=3",
      ])
    #expect(reading.headers == 3 && reading.unknownFields == ["colour": 1])
  }

  /// `-` may stand in any field; a tab or another space, a carriage return, a time before the record hurt nobody.
  @Test func isLiberal() throws {
    let times = "2024-01-01T00:00:00.000Z " + line
    for text in [
      line, line.replacing(" 443", with: "  443"), line + "\r\n", " " + line + " ", times, times + "\r\n\r\n",
      line.replacing(" ", with: "\t"), "\u{FEFF}" + line, "\n\n" + line,
    ] {
      let reading = try Reading(text)
      #expect(
        reading.records.map { $0.drop { $0 != " " }.dropFirst() } == [record[...]], "\(text.debugDescription)"
      )
      #expect(reading.issues.isEmpty)
    }
    let dashes = try Reading(
      FlowLogFields.defaultFormat.names.map { _ in "-" }.joined(separator: " "),
      fields: FlowLogFields.defaultFormat.names.joined(separator: ","))
    #expect(dashes.records == ["1"] && dashes.issues.isEmpty)
  }

  @Test func countsGaps() throws {
    let text = """
      2 123456789012 eni-1 - - - - - - - 1700000000 1700000060 - NODATA
      2 123456789012 eni-2 - - - - - - - 1700000000 1700000060 - SKIPDATA
      2 123456789012 eni-1 192.0.2.1 10.0.0.5 40000 443 6 10 840 1700000060 1700000120 ACCEPT NODATA
      """
    let reading = try Reading(text, columns: .flow)
    #expect(reading.records.isEmpty)
    #expect(
      reading.gaps == [
        "1 noData eni-1 1700000000 1700000060", "2 skipData eni-2 1700000000 1700000060",
        "3 noData eni-1 1700000060 1700000120",
      ])
  }

  @Test(
    arguments: [
      ("192.0.2.1", "192.0.2.256", "address"), ("192.0.2.1", "192.0.02.1", "address"),
      ("192.0.2.1", "host", "address"),
      ("10.0.0.5", "2001:db8::1::2", "address"), ("40000", "65536", "port"), ("443", "https", "port"),
      ("6 10", "256 10", "protocol"), ("10 840", "-1 840", "number"),
      ("840", "18446744073709551616", "number"),
      ("1700000000", "yesterday", "time"), ("ACCEPT", "accept", "action"), ("OK", "FINE", "log-status"),
      (" OK", "", "field-count"), ("OK", "OK more", "field-count"),
    ])
  func countsDirtyLines(good: String, bad: String, kind: String) throws {
    let dirty = line.replacing(good, with: bad)
    let text = "\(line)\n\(dirty)\n\(line)\n\(dirty)\nbogus line\n"
    for way in ways {
      let reading = try Reading(text, way: way)
      #expect(reading.records == ["1 " + record, "3 " + record])
      let expected =
        kind == "field-count" ? ["field-count 3 2"] : ["\(kind) 2 2", "field-count 1 5"].sorted()
      #expect(reading.issues.sorted() == expected)
    }
  }

  @Test func keepsRecordsThatEndBeforeTheyStart() throws {
    let reading = try Reading(line.replacing("1700000060", with: "1600000000"))
    #expect(reading.records.count == 1 && reading.issues == ["start-after-end 1 1"])
  }

  @Test func asksForTheFormat() throws {
    let reading = try Reading("10.0.0.1 443\n" + "10.0.0.2 443\n", columns: .all)
    #expect(reading.records.isEmpty && reading.issues == ["unknown-format 2 1"])
    #expect(
      try Reading("10.0.0.1 443\n", fields: "srcaddr dstport").records == ["1 srcaddr=10.0.0.1 dstport=443"])
  }

  @Test(arguments: [1, 100, 5_000])
  func passesOverLongLines(piece: Int) throws {
    let long = String(repeating: "x", count: 5_000)
    for end in ["\n", ""] {
      let text = "\(line)\n\(long)\n\(line)\n\(long)\(end)"
      let reading = try Reading(text, limits: Reading.limits(piece: piece))
      #expect(reading.records == ["1 " + record, "3 " + record])
      #expect(reading.issues == ["too-long 2 2"])
      #expect(try Reading(text, limits: FlowReadingLimits(longestLine: 400)) == reading)
    }
  }

  @Test func showsTheFirstOfEachKind() throws {
    let reader = FlowLogReader(columns: .all)
    let text = Array("\(line)\nx\u{1B}[31m\u{202E} \(String(repeating: "é", count: 100))\n".utf8)
    try reader.open(FlowLogSource("flows.log"), .init(text, path: "flows.log"))
    while reader.next() != nil {}
    let first = try #require(reader.counts.issues[.fieldCount]?.first)
    #expect(first.file == "flows.log" && first.line == 2)
    #expect(first.text.hasPrefix("x\\u{1b}[31m\\u{202e} éé") && first.text.hasSuffix("…"))
  }
}
