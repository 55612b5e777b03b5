import PacketWalkForwarding
import PacketWalkJSONScan
import Testing

/// The judge itself: a judge that never objects would pass every recording.
@Suite struct AgreementTests {
  private static func probe(_ more: String, forward: Bool, roundTrip: Bool) throws -> KernelProbe {
    let text = """
      {"source": "eni-0a", "source_ip": "10.0.0.4", "destination_ip": "10.0.0.5", "protocol": "tcp",
       "source_port": 40000, "destination_port": 443, "forward": \(forward), "round_trip": \(roundTrip)\(more)}
      """
    return try KernelProbe(JSONDocument(parsing: Array(text.utf8), file: "truth.json").root)
  }

  private static let some = #", "lb": {"targets": 2, "answered": 1}"#
  private static let every = #", "lb": {"targets": 2, "answered": 2}"#
  private static let newPort = #", "ports_remapped": true"#
  private static let byGateway = #", "via": ["nat-0a"]"#
  private static let portDependent = #", "ports_remapped": true, "port_dependent": true"#
  private static let openForward = #", "uncertain": true, "uncertain_fields": ["forward"]"#
  private static let openReply = #", "uncertain": true, "uncertain_fields": ["round_trip"]"#

  @Test(arguments: [
    // What was sent, delivered and answered; the answer's two extents; the judgement.
    ("", true, true, Extent.all, Extent.all, Agreement.agrees),
    ("", true, false, .all, .none, .agrees),
    ("", false, false, .none, .none, .agrees),
    ("", false, false, .all, .all, .disagrees),
    ("", true, true, .none, .none, .disagrees),
    ("", true, true, .all, .none, .disagrees),
    ("", true, false, .all, .all, .disagrees),
    ("", true, true, .unknown, .unknown, .disagrees),
    ("", true, true, .all, .unknown, .disagrees),
    ("", true, true, .all, .some, .disagrees),
    (some, true, true, .all, .some, .agrees),
    (some, true, true, .all, .all, .disagrees),
    (every, true, true, .all, .all, .agrees),
    (every, true, true, .all, .some, .disagrees),
    (newPort, true, true, .all, .some, .unproven),
    (byGateway, true, true, .all, .some, .unproven),
    (portDependent, true, false, .all, .some, .agrees),
    (openForward, true, false, .none, .none, .agrees),
    (openForward, true, false, .all, .none, .agrees),
    (openForward, true, false, .all, .all, .disagrees),
    (openReply, true, false, .all, .all, .agrees),
    (openReply, true, false, .none, .none, .disagrees),
  ])
  func judges(
    more: String, forward: Bool, roundTrip: Bool, delivered: Extent, replied: Extent, expected: Agreement
  ) throws {
    let probe = try Self.probe(more, forward: forward, roundTrip: roundTrip)
    #expect(Agreement(probe, delivered: delivered, replied: replied) == expected)
  }
}
