import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCollector

/// Collections from a command that only pretends: what it is told, and what becomes of what it says.
@Suite struct CollectTests {
  private func failure(_ report: CollectReport, _ call: String) -> CallFailure? {
    report.calls.first { $0.call == call }?.failure
  }

  @Test func makesEveryCallThatNeedsNoOther() throws {
    let aws = try FakeAWS()
    let report = try aws.collect()
    let made = Set(report.calls.map(\.call))
    #expect(Set(CallTable.calls.filter { $0.each == nil }.map(\.name)).isSubset(of: made))
    #expect(made.contains("ec2 describe-vpc-attribute"))
    #expect(report.failures.isEmpty)
    #expect(report.accounts.map(\.account) == [FakeAWS.account])
    let files = try aws.files()
    #expect(files.contains("123456789012/eu-west-1/ec2-describe-vpcs.json"))
    #expect(files.contains("123456789012/eu-west-1/ec2-describe-vpc-attribute/vpc-1.json"))
    #expect(files.contains("123456789012/global/globalaccelerator-list-accelerators.json"))
    #expect(files.contains("manifest.json"))
  }

  @Test func tellsTheCommandWhatItNeeds() throws {
    let aws = try FakeAWS()
    _ = try aws.collect { $0.profile = "audit" }
    for call in try aws.calls() {
      #expect(call.contains(" --output json --cli-connect-timeout 10"), "\(call)")
      #expect(call.contains(" --profile audit"), "\(call)")
      // The command joins the pages of a long answer; what stops it from doing so must not be there.
      #expect(!call.contains("--no-paginate") && !call.contains("--max-items"), "\(call)")
    }
    #expect(
      try aws.calls("ec2-describe-vpc-attribute").first?.hasPrefix(
        "ec2 describe-vpc-attribute --attribute enableDnsSupport --vpc-id vpc-1 --region eu-west-1") == true)
    #expect(try aws.calls("globalaccelerator-list-accelerators").first?.contains("us-west-2") == true)
    let vpn = try #require(try aws.calls("ec2-describe-vpn-connections").first)
    #expect(vpn.contains("--query {VpnConnections:VpnConnections[].{VpnConnectionId:VpnConnectionId,"))
  }

  /// The answer to a call about one resource doesn't repeat which: the envelope does.
  @Test func envelopesSayWhatWasAsked() throws {
    let table =
      "{\"TransitGatewayRouteTables\": [{\"TransitGatewayRouteTableId\": \"tgw-rtb-1\", \"TransitGatewayId\": \"tgw-1\"}]}"
    let aws = try FakeAWS([
      "ec2-describe-transit-gateway-route-tables.json": table,
      "ec2-search-transit-gateway-routes.json": #"{"Routes": [], "AdditionalRoutesAvailable": false}"#,
      "ec2-get-transit-gateway-route-table-associations.json": #"{"Associations": []}"#,
      "ec2-get-transit-gateway-route-table-propagations.json":
        #"{"TransitGatewayRouteTablePropagations": []}"#,
    ])
    let report = try aws.collect()
    #expect(report.failures.isEmpty)
    let root = try aws.json(
      "snapshot/123456789012/eu-west-1/ec2-search-transit-gateway-routes/tgw-rtb-1.json")
    #expect(root["packetwalk"]?["call"]?.string == "ec2 search-transit-gateway-routes")
    #expect(root["packetwalk"]?["parameters"]?["TransitGatewayRouteTableId"]?.string == "tgw-rtb-1")
    #expect(root["result"]?["Routes"]?.kind == .array)
  }

  @Test func namesFilesByARN() throws {
    let arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/web/0123456789abcdef"
    let aws = try FakeAWS([
      "elbv2-describe-load-balancers.json": "{\"LoadBalancers\": [{\"LoadBalancerArn\": \"\(arn)\"}]}",
      "elbv2-describe-listeners.json": #"{"Listeners": []}"#,
      "elbv2-describe-load-balancer-attributes.json": #"{"Attributes": []}"#,
    ])
    _ = try aws.collect()
    let name =
      "arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A123456789012%3Aloadbalancer%2Fnet%2Fweb%2F0123456789abcdef"
    let file = "123456789012/eu-west-1/elbv2-describe-listeners/\(name).json"
    #expect(try aws.files().contains(file))
    #expect(
      try aws.json("snapshot/\(file)")["packetwalk"]?["parameters"]?["LoadBalancerArn"]?.string == arn)
  }

  /// Two identifiers and two names say which routes of a core network are meant.
  @Test func segmentsOfCoreNetworksAtTheirEdges() throws {
    let aws = try FakeAWS([
      "networkmanager-list-core-networks.json": #"{"CoreNetworks": [{"CoreNetworkId": "core-network-1"}]}"#,
      "networkmanager-get-core-network.json": """
      {"CoreNetwork": {"CoreNetworkId": "core-network-1", "GlobalNetworkId": "global-network-1",
        "Segments": [{"Name": "prod", "EdgeLocations": ["eu-west-1", "us-east-1"]}]}}
      """,
      "networkmanager-get-core-network-policy.json": #"{"CoreNetworkPolicy": {"PolicyDocument": "{}"}}"#,
      "networkmanager-list-attachments.json": """
      {"Attachments": [{"AttachmentId": "attachment-1", "AttachmentType": "VPC"},
        {"AttachmentId": "attachment-2", "AttachmentType": "CONNECT"}]}
      """,
      "networkmanager-get-vpc-attachment.json": #"{"VpcAttachment": {}}"#,
      "networkmanager-get-network-routes.json": #"{"NetworkRoutes": [], "CoreNetworkSegmentEdge": {}}"#,
    ])
    let report = try aws.collect()
    #expect(report.failures.isEmpty)
    #expect(try aws.calls("networkmanager-get-vpc-attachment").count == 1)
    let routes = try aws.calls("networkmanager-get-network-routes")
    #expect(routes.count == 2)
    #expect(
      routes.first?.hasPrefix(
        "networkmanager get-network-routes --global-network-id global-network-1 --route-table-identifier "
          + "CoreNetworkSegmentEdge={CoreNetworkId=core-network-1,SegmentName=prod,EdgeLocation=eu-west-1} --region us-west-2"
      ) == true)
    let file = "123456789012/global/networkmanager-get-network-routes/core-network-1.prod.eu-west-1.json"
    #expect(try aws.files().contains(file))
  }

  @Test func deniedIsNotEmpty() throws {
    let message = """

      An error occurred (UnauthorizedOperation) when calling the DescribeNetworkAcls operation: You are not \
      authorized to perform this operation. User: arn:aws:iam::123456789012:user/r is not authorized to perform: \
      ec2:DescribeNetworkAcls because no identity-based policy allows it. Encoded authorization failure message: AAAA
      """
    let aws = try FakeAWS(["ec2-describe-network-acls.error": message])
    let report = try aws.collect()
    let failure = try #require(self.failure(report, "ec2 describe-network-acls"))
    #expect(failure.kind == .denied)
    #expect(failure.code == "UnauthorizedOperation")
    #expect(failure.action == "ec2:DescribeNetworkAcls")
    #expect(!failure.message.contains("AAAA"))
    #expect(report.gaps.map(\.call) == ["ec2 describe-network-acls"])
    #expect(try !aws.files().contains { $0.contains("network-acls") })
    // Once is enough: nobody grants it meanwhile.
    #expect(try aws.calls("ec2-describe-network-acls").count == 1)
    let entry = try #require(try aws.json("snapshot/manifest.json")["failures"]?.elements.first { _ in true })
    #expect(entry["call"]?.string == "ec2 describe-network-acls")
    #expect(entry["kind"]?.string == "denied")
    #expect(entry["code"]?.string == "UnauthorizedOperation")
    #expect(entry["action"]?.string == "ec2:DescribeNetworkAcls")
    #expect(entry["keys"]?.elements.compactMap(\.string) == ["NetworkAcls"])
  }

  /// Where AWS doesn't say which action was lacking, the table does.
  @Test func deniedWithoutWordsNamesTheAction() throws {
    let aws = try FakeAWS([
      "rds-describe-db-instances.error":
        "An error occurred (AccessDenied) when calling the DescribeDBInstances operation: no"
    ])
    _ = try aws.collect()
    let entry = try #require(try aws.json("snapshot/manifest.json")["failures"]?.elements.first { _ in true })
    #expect(entry["action"]?.string == "rds:DescribeDBInstances")
  }

  @Test func throttledCallsAreRepeated() throws {
    let aws = try FakeAWS([
      "ec2-describe-subnets.sh": """
      count=$(ls "$here/calls" | grep -c describe-subnets)
      if [ "$count" -lt 3 ]; then
        echo 'An error occurred (RequestLimitExceeded) when calling the DescribeSubnets operation: slow' >&2
        exit 254
      fi
      echo '{"Subnets": []}'
      """
    ])
    let report = try aws.collect()
    #expect(report.failures.isEmpty)
    #expect(report.calls.first { $0.call == "ec2 describe-subnets" }?.attempts == 3)
    #expect(try aws.calls("ec2-describe-subnets").count == 3)
  }

  @Test func throttlingHasAnEnd() throws {
    let aws = try FakeAWS([
      "ec2-describe-subnets.error":
        "An error occurred (Throttling) when calling the DescribeSubnets operation (reached max retries: 4): slow"
    ])
    let report = try aws.collect { $0.attempts = 3 }
    #expect(failure(report, "ec2 describe-subnets")?.kind == .throttled)
    #expect(try aws.calls("ec2-describe-subnets").count == 3)
  }

  @Test(
    arguments: [
      ("", "Malformed"), ("<html>", "Malformed"), ("[]", "Malformed"), ("{}", "Malformed"),
      (#"{"Subnets": null}"#, "Malformed"), (#"{"Subnets": ["#, "Malformed"),
      (#"{"Subnets": [], "NextToken": "more"}"#, "Truncated"),
    ])
  func malformedIsNotEmpty(text: String, code: String) throws {
    let aws = try FakeAWS(["ec2-describe-subnets.json": text])
    let report = try aws.collect()
    #expect(failure(report, "ec2 describe-subnets")?.code == code)
    #expect(try !aws.files().contains { $0.contains("subnets") })
  }

  @Test func moreRoutesThanPrintedIsNotAll() throws {
    let aws = try FakeAWS([
      "ec2-describe-transit-gateway-route-tables.json":
        #"{"TransitGatewayRouteTables": [{"TransitGatewayRouteTableId": "tgw-rtb-1"}]}"#,
      "ec2-search-transit-gateway-routes.json": #"{"Routes": [], "AdditionalRoutesAvailable": true}"#,
    ])
    let report = try aws.collect()
    #expect(failure(report, "ec2 search-transit-gateway-routes")?.code == "Truncated")
  }

  /// AWS's command doesn't turn the pages of every call.
  @Test func turnsPagesByHand() throws {
    let aws = try FakeAWS([
      "ec2-describe-vpc-encryption-controls.sh": """
      case "$*" in
      *"--next-token two"*) echo '{"VpcEncryptionControls": [{"VpcId": "vpc-2"}]}' ;;
      *) echo '{"VpcEncryptionControls": [{"VpcId": "vpc-1"}], "NextToken": "two"}' ;;
      esac
      """
    ])
    let report = try aws.collect()
    #expect(report.failures.isEmpty)
    let base = "snapshot/123456789012/eu-west-1/ec2-describe-vpc-encryption-controls"
    #expect(try aws.text("\(base).json").contains("vpc-1"))
    #expect(try aws.text("\(base).2.json").contains("vpc-2"))
    // A reader takes a token for a page that is missing.
    #expect(try !aws.text("\(base).json").contains("NextToken"))
  }

  @Test(
    arguments: [
      (
        "An error occurred (InvalidAction) when calling the X operation: not valid",
        CallFailure.Kind.unsupported,
        "InvalidAction"
      ),
      ("aws: error: argument operation: Invalid choice, maybe you meant", .unsupported, "OldCommand"),
      (
        "Unable to parse response (no element found: line 1, column 0), invalid XML received", .unsupported,
        "NotImplemented"
      ),
      (
        "Could not connect to the endpoint URL: \"https://x.eu-west-1.amazonaws.com/\"", .unreachable,
        "EndpointConnection"
      ),
      ("Unable to locate credentials. You can configure credentials", .unauthenticated, "NoCredentials"),
      ("aws: [ERROR]: An error occurred (ExpiredToken) when calling", .unauthenticated, "ExpiredToken"),
      ("An error occurred (Whatever) when calling the X operation: ?", .failed, "Whatever"),
      ("Segmentation fault", .failed, "CommandFailed"),
    ])
  func failuresHaveKinds(text: String, kind: CallFailure.Kind, code: String) {
    let failure = CallFailure(errors: "\n\(text)\n", status: .exited(254))
    #expect(failure.kind == kind)
    #expect(failure.code == code)
    #expect(!failure.message.contains("\n"))
  }

  @Test func tooSlowIsEnded() throws {
    let aws = try FakeAWS(["ec2-describe-subnets.sh": "exec sleep 600"])
    let report = try aws.collect { $0.timeout = .seconds(4) }
    #expect(failure(report, "ec2 describe-subnets")?.kind == .timeout)
  }

  @Test func interruptedSaysSo() throws {
    let aws = try FakeAWS(["ec2-describe-subnets.sh": "exec sleep 600"])
    var looks = 0
    let report = try aws.collect(isInterrupted: {
      looks += 1
      return looks > 40
    })
    #expect(report.wasInterrupted)
    #expect(failure(report, "ec2 describe-subnets")?.kind == .interrupted)
    #expect(try aws.json("snapshot/manifest.json")["interrupted"]?.boolean == true)
    #expect(try aws.files().allSatisfy { $0.hasSuffix(".json") })
  }

  // MARK: Accounts and Regions

  @Test func rolesAreAssumedAndTheirCredentialsKeptOffTheDisk() throws {
    let aws = try FakeAWS([
      "sts-assume-role.json": """
      {"Credentials": {"AccessKeyId": "ASIAROLE", "SecretAccessKey": "role-secret", "SessionToken": "role-token"}}
      """,
      "ec2-describe-vpcs.sh": """
      echo "$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN ${AWS_PROFILE-none}" >"$here/seen"
      cat "$answer.json"
      """,
    ])
    let report = try aws.collect(
      {
        $0.roles = ["arn:aws:iam::123456789012:role/reader"]
        $0.profile = "base"
      }, environment: ["AWS_PROFILE": "base"])
    #expect(try aws.text("seen") == "ASIAROLE role-secret role-token none\n")
    let assumed = try #require(try aws.calls("sts-assume-role").first)
    #expect(assumed.contains("--role-arn arn:aws:iam::123456789012:role/reader"))
    #expect(assumed.contains("--profile base"))
    #expect(try aws.calls("ec2-describe-vpcs").allSatisfy { !$0.contains("--profile") })
    #expect(report.accounts.first?.role == "arn:aws:iam::123456789012:role/reader")
    for file in try aws.files() {
      let text = try aws.text("snapshot/\(file)")
      for secret in ["ASIAROLE", "role-secret", "role-token"] { #expect(!text.contains(secret), "\(file)") }
    }
  }

  @Test func allRegionsAreAsked() throws {
    let aws = try FakeAWS([
      "ec2-describe-regions.json":
        #"{"Regions": [{"RegionName": "us-east-1"}, {"RegionName": "eu-west-1"}]}"#
    ])
    let report = try aws.collect { $0.regions = ["all"] }
    #expect(report.accounts.first?.regions == ["eu-west-1", "us-east-1"])
    #expect(try aws.files().contains("123456789012/us-east-1/ec2-describe-vpcs.json"))
  }

  @Test func regionOfTheConfiguration() throws {
    let aws = try FakeAWS(["configure-get.sh": "echo eu-north-1"])
    #expect(try aws.collect { $0.regions = [] }.accounts.first?.regions == ["eu-north-1"])
    let named = try aws.collect(
      into: "other", { $0.regions = [] }, environment: ["AWS_REGION": "eu-south-1"])
    #expect(named.accounts.first?.regions == ["eu-south-1"])
  }

  // MARK: What ends a collection before it begins

  @Test func withoutCommand() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: InputError(.missing, "")) {
      try Collector(CollectOptions(), environment: ["PATH": folder.path], version: "0.0.0")
    }
    #expect(error?.message.contains("install the AWS CLI") == true)
  }

  @Test func withoutCredentials() throws {
    let aws = try FakeAWS([
      "sts-get-caller-identity.error": "\nUnable to locate credentials. You can configure credentials\n"
    ])
    let error = #expect(throws: InputError(.unreadable, "")) { try aws.collect() }
    #expect(error?.message.contains("Unable to locate credentials") == true)
  }

  @Test func withoutRegion() throws {
    let aws = try FakeAWS(["configure-get.sh": "exit 1"])
    #expect(throws: InputError(.noMatch, "")) { try aws.collect { $0.regions = [] } }
  }

  @Test(arguments: ["../x", "--profile", "EU", ""])
  func noRegion(name: String) throws {
    let aws = try FakeAWS()
    #expect(throws: InputError(.invalid, "")) { try aws.collect { $0.regions = [name] } }
  }

  @Test func intoAFolderWithSomethingInIt() throws {
    let aws = try FakeAWS()
    try aws.folder.write("snapshot/old.json", "{}")
    #expect(throws: InputError(.invalid, "")) { try aws.collect() }
    #expect(try aws.files() == ["old.json"])
  }

  @Test(
    arguments: [
      ("vpc-1", "vpc-1"), ("a/b:c", "a%2Fb%3Ac"), ("..", "%2E."), (".x", "%2Ex"), ("a b", "a%20b"),
      ("é", "%C3%A9"),
    ])
  func fileNames(id: String, name: String) { #expect(SnapshotFolder.fileName(id) == name) }
}
