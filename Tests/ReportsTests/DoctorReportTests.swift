import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkReports
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@Suite struct DoctorReportTests {
  static func snapshot() -> (Topology, [Finding]) {
    var topology = Topology()
    topology.coverage = Coverage(
      entries: [
        .init(
          kind: "DBInstances", read: 12, modelled: 0, reason: "says nothing that answers need",
          isNetwork: false),
        .init(kind: "NetworkInterfaces", read: 1204, modelled: 1204),
        .init(kind: "SecurityGroups", read: 87, modelled: 87), .init(kind: "Subnets", read: 24, modelled: 24),
        .init(kind: "VpnGateways", read: 2, modelled: 0, reason: "virtual private gateway: no model"),
      ],
      missing: [
        MissingKind(kind: .networkACLs, remedy: "aws ec2 describe-network-acls"),
        MissingKind(
          kind: .prefixLists, remedy: "aws ec2 describe-managed-prefix-lists, get-managed-prefix-list-entries"
        ),
      ], documents: 61, takenAt: "2026-11-20T06:00:00Z")
    var findings = (1...9).map { number in
      Finding(
        code: "PW_DANGLING_REFERENCE", severity: .warning, subject: "security group sg-0b0\(number)",
        message: "refers to sg-0f0\(number), which the input does not hold",
        origin: Origin(file: "security-groups.json", position: Position(line: 10 * number, column: 5)))
    }
    findings.append(
      Finding(
        code: "PW_LOST_RESOURCE", severity: .error, subject: "", message: "a subnet has no SubnetId",
        origin: Origin(file: "subnets.json", pointer: "/Subnets/3")))
    return (topology, findings)
  }

  @Test(arguments: [0, 72]) func pageIsAsRecorded(width: Int) throws {
    let (topology, findings) = Self.snapshot()
    let text = DoctorReport.text(
      topology: topology, findings: findings, format: "AWS snapshot", style: TextStyle(width: width))
    #expect(try text == TextSnapshot.recorded("reports/doctor\(width == 0 ? "" : "-\(width)").txt", text))
  }

  @Test func wholeInputIsAsRecorded() throws {
    let (topology, findings) = try Shop.topology()
    let text = DoctorReport.text(
      topology: topology, findings: findings, format: "native topology", style: .plain)
    #expect(try text == TextSnapshot.recorded("reports/doctor-native.txt", text))
  }

  @Test func emptyInputIsSaidToBeEmpty() {
    let text = DoctorReport.text(topology: Topology(), findings: [], format: "AWS snapshot", style: .plain)
    #expect(text.contains("it holds no network resource"))
  }

  @Test func jsonHoldsAllFindings() throws {
    let (topology, findings) = Self.snapshot()
    let line = DoctorReport.json(topology: topology, findings: findings, format: "AWS snapshot")
    let json = try JSONDocument(parsing: Array(line.utf8), file: "line").root
    #expect(json["documents"]?.integer == 61)
    #expect(json["read"]?.integer == 1317 && json["modelled"]?.integer == 1315)
    #expect(json["percentage"]?.integer == 99)
    #expect(json["resources"]?.elements.map { $0["kind"]?.string }.count == 5)
    #expect(json["missing"]?.elements.map { $0["kind"]?.string } == ["network ACLs", "prefix lists"])
    #expect(json["findings"]?.elements.map { $0["code"]?.string }.count == 10)
  }

  @Test func footerTellsAgeAndCoverage() {
    let (topology, _) = Self.snapshot()
    #expect(
      Footer.text(topology.coverage, .plain)
        == "input: 61 files, taken 2026-11-20T06:00:00Z; 99 % of network resources modelled; missing: network ACLs, prefix lists\n"
    )
    #expect(Footer.text(Coverage(documents: 1), .plain) == "input: 1 file, of unknown age\n")
  }
}
