import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTestSupport
import Testing

@testable import PacketWalkFlowLogs

/// What records come in.
@Suite struct CarrierTests {
  private static let line =
    "2 123456789012 eni-1 192.0.2.1 10.0.0.5 40000 443 6 10 840 1700000000 1700000060 ACCEPT OK"
  private static let other =
    "2 123456789012 eni-2 10.0.0.5 192.0.2.1 443 40000 6 9 700 1700000000 1700000060 REJECT OK"
  private static let expected = ["eni-1 40000 443 accept", "eni-2 443 40000 reject"]

  private func short(_ reading: Reading) -> [String] {
    reading.records.map { record in
      let values = Dictionary(
        uniqueKeysWithValues: record.split(separator: " ").dropFirst().map {
          ($0.prefix { $0 != "=" }, $0.drop { $0 != "=" }.dropFirst())
        })
      return ["interface-id", "srcport", "dstport", "action"].compactMap { values[$0] }.joined(separator: " ")
    }
  }

  private static let subscription =
    #"{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"g","logStream":"eni-1-all","#
    + #""subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1700000000000,"message":"\#(line)"},"#
    + #"{"id":"2","timestamp":1700000000000,"message":"\#(other)"}]}"#

  private static let control =
    #"{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"","#
    + #""subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1,"message":"CWL CONTROL MESSAGE: Checking"}]}"#

  private static let insights =
    #"[{"@timestamp":"2024-01-01 00:00:00.000","interfaceId":"eni-1","srcPort":"40000","dstPort":"443","action":"ACCEPT"},"#
    + #"{"interfaceId":"eni-2","srcPort":443,"dstPort":40000,"action":"REJECT","startTime":null}]"#

  private static let results =
    #"{"results":[[{"field":"interfaceId","value":"eni-1"},{"field":"srcPort","value":"40000"},"#
    + #"{"field":"dstPort","value":"443"},{"field":"action","value":"ACCEPT"},{"field":"@ptr","value":"C"}],"#
    + #"[{"field":"@message","value":"\#(other)"}]],"status":"Complete"}"#

  /// One of each of the shapes that CloudWatch and Firehose have.
  @Test(
    arguments: [
      #"{"events":[{"logStreamName":"eni-1-all","timestamp":1,"message":"\#(line)","ingestionTime":2,"eventId":"3"},"#
        + #"{"message":"\#(other)"}],"searchedLogStreams":[],"nextToken":"x"}"#,
      #"{"events":[{"timestamp":1,"message":"\#(line)","ingestionTime":2},{"timestamp":1,"message":"\#(other)\n"}],"#
        + #""nextForwardToken":"f/1","nextBackwardToken":"b/1"}"#,
      subscription, control + subscription + control,
      #"{"message":"\#(line)"}{"message":"\#(other)"}"#,
      "{\"message\":\"\(line)\"}\n{\"message\":\"\(other)\"}\n",
      insights, #"[{"@message":"\#(line)","interfaceId":"eni-1"},{"@message":"\#(other)"}]"#,
      #"{"message":"\#(line.replacing("2 1", with: "\\u0032\\u0020\\u0031"))\n\#(other)"}"#,
      "interfaceId,srcPort,dstPort,action\neni-1,40000,443,ACCEPT\n\"eni-2\",\"443\",40000,REJECT\n",
      "\"@timestamp\",\"@message\"\r\n2024-01-01 00:00:00.000,\(line)\r\n2024-01-01 00:00:00.000,\"\(other)\"",
      "2024-01-01T00:00:00.000Z \(line)\n2024-01-01T00:00:00.000Z \(other)",
    ])
  func unwraps(text: String) throws {
    let whole = try Reading(text)
    #expect(short(whole) == Self.expected)
    #expect(whole.issues.isEmpty)
    #expect(whole.controlMessages == (text.contains("CONTROL") ? 2 : 0))
    for piece in [1, 2, 3, 10, 99] {
      #expect(try Reading(text, limits: Reading.limits(piece: piece)) == whole)
    }
    // Packed, and packed in parts, as Firehose and CloudWatch put it into a bucket.
    let bytes = Array(text.utf8)
    #expect(try Reading(bytes: Gzip.pack(bytes)) == whole)
    let parts = try Gzip.pack(Array(bytes.prefix(50))) + Gzip.pack(Array(bytes.dropFirst(50)))
    for piece in [1, 5, 1_000] {
      #expect(try Reading(bytes: parts, limits: Reading.limits(piece: piece)) == whole)
    }
  }

  @Test func unwrapsRowsOfResults() throws {
    // The first row decides; a file has its rows in one form.
    let reading = try Reading(Self.results)
    #expect(short(reading) == ["eni-1 40000 443 accept"])
  }

  /// What Lambda and Kinesis get: base64 of gzip.
  @Test func unpacksWithinEnvelopes() throws {
    let packed = Base64Text.encode(try Gzip.pack(Array(Self.subscription.utf8)))
    for text in [
      #"{"awslogs":{"data":"\#(packed)"}}"#, #"{"Records":[{"kinesis":{"data":"\#(packed)"}}]}"#,
    ] {
      let reading = try Reading(text)
      #expect(short(reading) == Self.expected && reading.issues.isEmpty)
      #expect(try Reading(text, limits: Reading.limits(piece: 3)) == reading)
    }
    let twice = try Reading(#"{"awslogs":{"data":"\#(packed)"}}{"awslogs":{"data":"\#(packed)"}}"#)
    #expect(short(twice) == Self.expected + Self.expected)
    let cut = try Reading(#"{"awslogs":{"data":"H4sIAAAA"}}{"message":"\#(Self.line)"}"#)
    #expect(cut.issues.contains { $0.hasPrefix("damaged-envelope") })
  }

  @Test func citesTheLineOfAMessage() throws {
    let text =
      "{\"events\": [\n  {\"message\": \"\(Self.line)\"},\n  {\"message\": \"bogus\"},\n  {\"message\": \"\(Self.other)\"}\n]}"
    let reading = try Reading(text)
    #expect(reading.records.map { $0.prefix(1) } == ["2", "4"])
    #expect(reading.offsets == [27, 27 + Self.line.utf8.count + 21 + 22])
    #expect(reading.issues == ["field-count 1 3"])
  }

  @Test(arguments: ["{\"message\": ", "{\"message\": \"x", "[{]", "{\"a\": \"\\q\"}", "}", "{?}"])
  func countsDamagedEnvelopes(rest: String) throws {
    let reading = try Reading("{\"message\": \"\(Self.line)\"}\n\(rest)")
    #expect(short(reading) == [Self.expected[0]])
    #expect(reading.issues == ["damaged-envelope 1 2"])
  }

  @Test func keepsWhatCameBeforeDamage() throws {
    let text = (0..<3_000).map { "\(Self.line.replacing("840", with: "\($0)"))\n" }.joined()
    let packed = try Gzip.pack(Array(text.utf8))
    let whole = try Reading(bytes: packed)
    #expect(whole.records.count == 3_000 && whole.issues.isEmpty)
    let cut = try Reading(bytes: Array(packed.prefix(packed.count / 2)))
    #expect(cut.records.count > 500 && cut.records.count < 3_000)
    #expect(cut.records == Array(whole.records.prefix(cut.records.count)))
    #expect(cut.issues == ["damaged-file 1 0"])
    let followed = try Reading(bytes: packed + Array("more".utf8))
    #expect(followed.records.count == 3_000 && followed.issues == ["damaged-file 1 0"])
    #expect(try Reading(bytes: packed + [0, 0, 0]).issues.isEmpty)
  }

  @Test(
    arguments: [
      (Array("PAR1".utf8), "a Parquet file"), ([0xD4, 0xC3, 0xB2, 0xA1, 2, 0], "a capture of packets"),
      ([0x0A, 0x0D, 0x0D, 0x0A, 0], "a capture of packets"),
      ([0xA1, 0xB2, 0x3C, 0x4D], "a capture of packets"),
    ] as [([UInt8], String)])
  func refuses(bytes: [UInt8], message: String) throws {
    let error = #expect(throws: InputError.self) { try Reading(bytes: bytes) }
    #expect(error?.code == .unrecognised && error?.message.hasPrefix(message) == true)
  }

  @Test func readsNothingFromNothing() throws {
    for text in ["", "\n", "\r\n", " \n\n"] {
      let reading = try Reading(text)
      #expect(reading.records.isEmpty && reading.issues.isEmpty)
    }
    #expect(try Reading(bytes: Gzip.pack([])) == Reading())
  }
}

/// Base64, for tests of reading it.
enum Base64Text {
  static func encode(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? digits[Int(bits >> UInt32(18 - 6 * place) & 63)] : "=")
      }
    }
    return text
  }
}
