import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkJSONScan
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkCollector

/// What the reader of snapshots makes of a manifest: what failed is unknown.
@Suite struct ManifestTests {
  private static func read(_ manifest: [UInt8]) throws(InputError) -> (
    topology: Topology, findings: [Finding]
  ) {
    let vpcs = #"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]}"#
    return try AWSSnapshot.read([
      SnapshotDocument(
        path: "123456789012/eu-west-1/ec2-describe-vpcs.json",
        json: JSONDocument(parsing: Array(vpcs.utf8), file: "vpcs")),
      SnapshotDocument(path: "manifest.json", json: JSONDocument(parsing: manifest, file: "manifest.json")),
    ])
  }

  private static func failure(
    _ call: String, _ key: String, kind: String = "denied", _ more: String = ""
  ) -> String {
    """
    {"call": "\(call)", "account": "123456789012", "region": "eu-west-1", "keys": ["\(key)"], "kind": "\(kind)",
     "code": "Code", "action": "ec2:Action"\(more)}
    """
  }

  private static func manifest(_ failures: String...) -> [UInt8] {
    let text = """
      {"packetwalk": {"manifest": 1, "takenAt": "2026-11-21T06:00:00Z"}, "calls": [],
       "failures": [\(failures.joined(separator: ","))]}
      """
    return Array(text.utf8)
  }

  private static func remedy(_ topology: Topology, _ kind: ResourceKind) -> String? {
    topology.coverage.missing.first { $0.kind == kind }?.remedy
  }

  @Test func saysWhenAndWhatWasDenied() throws {
    let (topology, findings) = try Self.read(
      Self.manifest(Self.failure("ec2 describe-nat-gateways", "NatGateways")))
    #expect(topology.coverage.takenAt == "2026-11-21T06:00:00Z")
    #expect(
      Self.remedy(topology, .natGateways)
        == "aws ec2 describe-nat-gateways in 123456789012/eu-west-1, denied when the snapshot was taken: it needs ec2:Action"
    )
    // Others that are simply not there keep their own remedy.
    #expect(Self.remedy(topology, .subnets) == "aws ec2 describe-subnets")
    let finding = try #require(findings.first { $0.code == "PW_CALL_FAILED" })
    #expect(finding.subject == "aws ec2 describe-nat-gateways")
    #expect(
      finding.message
        == "denied in 123456789012/eu-west-1 when the snapshot was taken: it needs ec2:Action; what it would have said is unknown, not empty"
    )
  }

  /// Kinds of which the input asks only where something is in it that needs them.
  @Test(
    arguments: [
      ("VpnGateways", ResourceKind.vpnGateways), ("VpnConnections", .vpnConnections),
      ("directConnectGateways", .directConnectGateways), ("CarrierGateways", .carrierGateways),
      ("VpcBlockPublicAccessExclusions", .publicAccessExclusions),
      ("LoadBalancerDescriptions", .loadBalancers),
      ("TransitGatewayPeeringAttachments", .transitGatewayAttachments),
    ])
  func marksTheKind(key: String, kind: ResourceKind) throws {
    let topology = try Self.read(Self.manifest(Self.failure("a b", key))).topology
    #expect(Self.remedy(topology, kind)?.contains("ec2:Action") == true)
  }

  /// A call about one resource leaves that one incomplete, not the kind.
  @Test func callsForOneResourceMarkNoKind() throws {
    let topology = try Self.read(
      Self.manifest(
        Self.failure("a b", "VpnGateways", kind: "denied", #", "parameters": {"VpnGatewayId": "vgw-1"}"#))
    ).topology
    #expect(Self.remedy(topology, .vpnGateways) == nil)
  }

  /// A Region without a service has none of its resources.
  @Test func unsupportedOptionalCallsAreNotes() throws {
    let (topology, findings) = try Self.read(
      Self.manifest(Self.failure("a b", "VpnGateways", kind: "unsupported", #", "optional": true"#)))
    #expect(Self.remedy(topology, .vpnGateways) == nil)
    #expect(findings.filter { $0.code == "PW_CALL_NOT_SUPPORTED" }.map(\.severity) == [.note])
  }

  @Test func damagedManifestsAreRefusedOrRead() throws {
    let good = Self.manifest(
      Self.failure("ec2 describe-nat-gateways", "NatGateways"),
      Self.failure("a b", "Routes", kind: "throttled", #", "parameters": {"A": "b"}"#))
    let seed = Fuzzing.seed()
    var mutator = Mutator(seed: seed, tokens: Mutator.jsonTokens + ["\"failures\"", "\"keys\"", "\"kind\""])
    for turn in 0..<Fuzzing.iterations(default: 500) {
      let bytes = turn.isMultiple(of: 2) ? mutator.mutate(good) : mutator.exchangeWords(good)
      do throws(InputError) {
        let read = try Self.read(bytes)
        #expect(read.topology.vpcs.count == 1, "seed \(seed), turn \(turn)")
      } catch {
        #expect(!error.message.isEmpty, "seed \(seed), turn \(turn)")
      }
    }
  }

  /// Whatever a command prints is an answer, or a failure of the call; what is written is JSON.
  @Test func damagedAnswersAreFailuresOrWritten() throws {
    let call = try #require(CallTable.calls.first { $0.name == "ec2 describe-vpn-connections" })
    let good = """
      {"VpnConnections": [{"VpnConnectionId": "vpn-1", "Options": {"StaticRoutesOnly": true,
        "TunnelOptions": [{"PreSharedKey": "x"}]}, "VgwTelemetry": [{"Status": "UP"}], "Tags": []}]}
      """
    let seed = Fuzzing.seed()
    var mutator = Mutator(seed: seed, tokens: Mutator.jsonTokens)
    for turn in 0..<Fuzzing.iterations(default: 500) {
      let bytes =
        turn.isMultiple(of: 2) ? mutator.mutate(Array(good.utf8)) : mutator.exchangeWords(Array(good.utf8))
      do throws(CallFailure) {
        let answer = try CollectRun.answer(bytes, of: call)
        let written = JSONFilter.text(answer, of: call)
        #expect(throws: Never.self, "seed \(seed), turn \(turn)") {
          try JSONDocument(parsing: written, file: "written")
        }
      } catch {
        #expect(error.kind == .malformed, "seed \(seed), turn \(turn)")
      }
    }
  }
}
