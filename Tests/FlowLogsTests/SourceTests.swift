import PacketWalkDiagnostics
import PacketWalkByteInput
import PacketWalkTestSupport
import Testing

@testable import PacketWalkFlowLogs

/// Files, folders and parts of files.
@Suite struct SourceTests {
  private let line =
    "2 123456789012 eni-1 192.0.2.1 10.0.0.5 40000 443 6 10 840 1700000000 1700000060 ACCEPT OK\n"

  @Test func listsFoldersAsBucketsHaveThem() throws {
    let folder = try TemporaryFolder()
    let first =
      "AWSLogs/123456789012/vpcflowlogs/eu-west-1/2024/01/02/123456789012_vpcflowlogs_eu-west-1_fl-1_20240102T0000Z_a.log.gz"
    let hive =
      "b/AWSLogs/aws-account-id=210987654321/aws-service=vpcflowlogs/aws-region=us-east-1/year=2024/month=01/day=02/x.log.parquet"
    for name in [
      first, hive, "c/aws-logs-write-test", "c/000000.gz", "c/_SUCCESS", "c/notes.md",
      "c/stream-1-2024-01-01-0", ".hidden/a.log",
    ] {
      try folder.write(name, line)
    }
    let listing = try FlowLogListing([folder.path])
    #expect(
      listing.sources.map { $0.path.dropFirst(folder.path.count + 1) } == [
        first[...], hive[...], "c/000000.gz", "c/stream-1-2024-01-01-0",
      ])
    #expect(
      listing.passedOver.map { $0.split(separator: "/").last } == [
        "_SUCCESS", "aws-logs-write-test", "notes.md",
      ])
    #expect(listing.sources.map(\.account) == ["123456789012", "210987654321", nil, nil])
    #expect(listing.sources.map(\.region) == ["eu-west-1", "us-east-1", nil, nil])
    #expect(try FlowLogListing([folder.path + "/c/notes.md", "-"]).sources.map(\.path).last == "-")
    #expect(throws: InputError.self) { try FlowLogListing([folder.path + "/none"]) }
    let organised = FlowLogSource("AWSLogs/o-abc/123456789012/vpcflowlogs/eu-west-1/2024/x.log.gz")
    #expect(organised.account == "123456789012" && organised.region == "eu-west-1")
    #expect(
      FlowLogSource("123456789012_vpcflowlogs_eu-west-1_fl-1_20240102T0000Z_a.log.gz").region == "eu-west-1")
  }

  /// Parts together are the whole, whatever the cuts.
  @Test(arguments: ["", "dstport srcaddr action start end log-status\n"])
  func cutsFilesAtLines(header: String) throws {
    let folder = try TemporaryFolder()
    var log = RandomLog(seed: 3)
    let fields = header.isEmpty ? FlowLogFields.defaultFormat : try #require(FlowLogFields(header))
    var text = header
    for number in 0..<1_500 { text += number % 100 == 7 ? "bogus line\n" : log.line(fields) + "\n" }
    let source = FlowLogSource(try folder.write("flows.log", text))
    let whole = try Reading(of: source)
    #expect(whole.records.count > 1_000)
    for count in [2, 3, 7, 64] {
      let parts = try source.ranges(count: count, leastSize: 100)
      #expect(parts.count == count)
      var offsets: [Int] = []
      var records: [String] = []
      var lines = 0
      let reader = FlowLogReader(columns: .all)
      for part in parts {
        let reading = try Reading(of: part)
        offsets += reading.offsets
        records += reading.records.map { record in
          let words = record.split(separator: " ", maxSplits: 1)
          return "\(lines + (Int(words[0]) ?? 0))" + words.dropFirst().map { " " + $0 }.joined()
        }
        try reader.open(part)
        while reader.next() != nil {}
        lines += reader.lineCount
      }
      #expect(offsets == whole.offsets && records == whole.records)
      #expect(reader.counts.dirtyLines == 15)
    }
    #expect(try source.ranges(count: 4).count == 1)
    let packed = FlowLogSource(try folder.write("flows.log.gz", Gzip.pack(Array(text.utf8))))
    #expect(try packed.ranges(count: 4, leastSize: 10) == [packed])
    #expect(try Reading(of: packed).records == whole.records)
  }

  @Test func countsAddUpInAnyOrder() throws {
    func counts(_ path: String, _ text: String) throws -> FlowLogCounts {
      let reader = FlowLogReader(columns: .all)
      try reader.open(FlowLogSource(path), .init(Array(text.utf8), path: path))
      while reader.next() != nil {}
      return reader.counts
    }
    let parts = [
      try counts("b", line + "bogus\n"), try counts("a", line + line + "bogus b\n"),
      try counts("c", "x y\n" + line),
    ]
    var forwards = FlowLogCounts()
    for part in parts { forwards.add(part) }
    var backwards = FlowLogCounts()
    for part in parts.reversed() { backwards.add(part) }
    #expect(forwards == backwards)
    #expect(forwards.records == 4 && forwards.files == 3 && forwards.dirtyLines == 3)
    #expect(forwards.issues[.fieldCount]?.first.file == "b")
  }

  /// Numbers of names go on from source to source.
  @Test func keepsNumbersOfNames() throws {
    let reader = FlowLogReader(columns: [.interface])
    var seen: [UInt32] = []
    for name in ["eni-1", "eni-2", "eni-1", "-"] {
      let text = line.replacing("eni-1", with: name)
      try reader.open(FlowLogSource("f"), .init(Array(text.utf8), path: "f"))
      while let batch = reader.next() { seen += (0..<batch.count).map { batch.interface[$0] } }
    }
    #expect(seen == [1, 2, 1, 0])
    #expect(reader.interfaces.number(of: "eni-2") == 2 && reader.interfaces.number(of: "eni-3") == nil)
    #expect(reader.interfaces[2] == "eni-2" && reader.interfaces.count == 3)
  }

  /// Nothing of a source is left when another can't be opened.
  @Test func forgetsTheSourceBefore() throws {
    let reader = FlowLogReader(columns: .flow)
    let text = String(repeating: line, count: 3_000)
    for refused in ["PAR1", "\u{A}\r\r\n"] {
      try reader.open(FlowLogSource("f"), .init(Array(text.utf8), path: "f"))
      #expect(reader.next()?.count == FlowBatch.capacity)
      #expect(throws: InputError.self) {
        try reader.open(FlowLogSource("g"), .init(Array(refused.utf8), path: "g"))
      }
      #expect(reader.next() == nil)
    }
    #expect(throws: InputError.self) { try reader.open(FlowLogSource("/no/such/file")) }
    #expect(reader.next() == nil && reader.counts.records == 2 * FlowBatch.capacity)
  }

  @Test func growsItsTableOfNames() throws {
    let fields = "interface-id vpc-id"
    let text = (0..<5_000).map {
      "eni-\($0) vpc-\($0 % 7)\($0 % 2 == 0 ? String(repeating: "0", count: 40) : "")\n"
    }.joined()
    let reader = FlowLogReader(columns: [.interface, .vpc], fields: FlowLogFields(fields))
    for _ in 0..<2 {
      try reader.open(FlowLogSource("f"), .init(Array(text.utf8), path: "f"))
      var number: UInt32 = 0
      while let batch = reader.next() {
        for record in 0..<batch.count {
          number += 1
          #expect(batch.interface[record] == number)
        }
      }
      #expect(number == 5_000)
    }
    #expect(reader.names.count == 15)
  }
}
