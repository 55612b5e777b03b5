import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCollector

/// Secrets that a command prints all the same, since it is older or pretends: none reaches the disk.
@Suite struct SecretTests {
  private static let planted = "Planted7secret5here"

  /// Answers as AWS prints them without `--query`.
  private static let answers = [
    "ec2-describe-vpn-connections.json": """
    {"VpnConnections": [{"VpnConnectionId": "vpn-1", "State": "available", "VpnGatewayId": "vgw-1",
      "CustomerGatewayConfiguration": "<xml><pre_shared_key>\(planted)</pre_shared_key></xml>",
      "Options": {"StaticRoutesOnly": true, "TunnelOptions": [{"PreSharedKey": "\(planted)"}],
        "Later": "\(planted)"},
      "VgwTelemetry": [{"Status": "UP", "CertificateArn": "\(planted)"}], "Routes": []}]}
    """,
    "directconnect-describe-virtual-interfaces.json": """
    {"virtualInterfaces": [{"virtualInterfaceId": "dxvif-1", "authKey": "\(planted)",
      "customerRouterConfig": "\(planted)", "bgpPeers": [{"bgpStatus": "up", "authKey": "\(planted)"}]}]}
    """,
    "rds-describe-db-instances.json": """
    {"DBInstances": [{"DBInstanceIdentifier": "orders", "MasterUsername": "\(planted)",
      "MasterUserSecret": {"SecretArn": "\(planted)"},
      "PendingModifiedValues": {"MasterUserPassword": "\(planted)"}}]}
    """,
    "redshift-describe-clusters.json": """
    {"Clusters": [{"ClusterIdentifier": "dw", "MasterUsername": "\(planted)",
      "PendingModifiedValues": {"MasterUserPassword": "\(planted)"}}]}
    """,
    "ec2-describe-instances.json": """
    {"Reservations": [{"Instances": [{"InstanceId": "i-1", "UserData": "\(planted)"}]}],
      "Environment": {"Variables": {"KEY": "\(planted)"}}, "Later": "\(planted)"}
    """,
    "elbv2-describe-load-balancers.json": """
    {"LoadBalancers": [{"LoadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1"}]}
    """,
    "elbv2-describe-load-balancer-attributes.json": #"{"Attributes": []}"#,
    "elbv2-describe-listeners.json": """
    {"Listeners": [{"ListenerArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/1/2",
      "DefaultActions": [{"Type": "authenticate-oidc",
        "AuthenticateOidcConfig": {"ClientId": "c", "ClientSecret": "\(planted)"}}]}]}
    """,
    "elbv2-describe-rules.json": #"{"Rules": []}"#,
  ]

  @Test func noneReachesTheDisk() throws {
    let aws = try FakeAWS(Self.answers)
    let report = try aws.collect()
    #expect(report.failures.isEmpty)
    var kept = ""
    for file in try aws.files() {
      let text = try aws.text("snapshot/\(file)")
      #expect(!text.contains(Self.planted), "\(file)")
      kept += text
    }
    // What is no secret stays.
    for word in ["vpn-1", "StaticRoutesOnly", "dxvif-1", "bgpStatus", "orders", "i-1", "authenticate-oidc"] {
      #expect(kept.contains(word), "\(word)")
    }
  }

  @Test(arguments: JSONFilter.secrets.sorted())
  func secretsAreDroppedAtEveryDepth(name: String) throws {
    let text = """
      {"Vpcs": [{"VpcId": "vpc-1", "\(name)": "x", "Deep": [{"\(name)": {"y": 1}, "Kept": [1.5, true, null]}]}],
       "\(name)": "x"}
      """
    let call = try #require(CallTable.calls.first { $0.name == "ec2 describe-vpcs" })
    let root = try JSONDocument(parsing: Array(text.utf8), file: "a").root
    let bytes = JSONFilter.text(root, of: call)
    let written = String(decoding: bytes, as: UTF8.self)
    #expect(!written.contains(name))
    let again = try JSONDocument(parsing: bytes, file: "b").root
    let deep = try #require(
      again["Vpcs"]?.elements.first { _ in true }?["Deep"]?.elements.first { _ in true })
    #expect(deep["Kept"]?.elements.map(\.kind) == [.number, .boolean, .null])
  }

  @Test func textSurvives() throws {
    let odd = "a\"b\\c\u{1}\u{7F}\n\t é 🙂 \u{2028}"
    var filter = JSONFilter()
    filter.object { $0.member("text", odd) }
    let root = try JSONDocument(parsing: filter.bytes, file: "a").root
    #expect(root["text"]?.string == odd)
  }
}
