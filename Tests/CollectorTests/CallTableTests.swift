import PacketWalkFormats
import PacketWalkJSONScan
import Testing

@testable import PacketWalkCollector

/// The table of calls: it says things that fit together, and nothing of secrets.
@Suite struct CallTableTests {
  @Test func callsAreNamedOnce() {
    let names = CallTable.calls.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(CallTable.calls.map(\.fileName)).count == names.count)
    #expect(names.count > 80)
  }

  @Test(arguments: CallTable.calls.indices)
  func callsForEachFollowTheirList(place: Int) throws {
    let call = CallTable.calls[place]
    guard let each = call.each else { return }
    let source = try #require(
      CallTable.calls.prefix(place).last { $0.name == each.call }, "\(call.name) follows \(each.call)")
    #expect(source.keys.contains(each.list))
    #expect(source.globalRegion == call.globalRegion)
    #expect(each.option.hasPrefix("--") || each.expand != nil)
    // What is asked for next must not have been dropped.
    if !source.fields.isEmpty { #expect(source.fields.contains { $0.name == each.member }) }
    #expect(call.hasEnvelope)
  }

  @Test func readersKnowWhatIsKept() throws {
    for call in CallTable.calls where call.isKept && !call.hasEnvelope {
      let text = "{\"\(try #require(call.keys.first))\": []}"
      let json = try JSONDocument(parsing: Array(text.utf8), file: call.name)
      #expect(AWSSnapshot.recognises(json.root), "\(call.name)")
    }
  }

  @Test func actionsReadAndNothingElse() {
    for action in IAMPolicy.actions() {
      let parts = action.split(separator: ":").map(String.init)
      #expect(parts.count == 2, "\(action)")
      let verbs = ["Describe", "List", "Get", "Search"]
      #expect(verbs.contains { parts.last?.hasPrefix($0) ?? false }, "\(action)")
    }
    #expect(Set(IAMPolicy.actions()).isSuperset(of: ["ec2:DescribeVpcs", "rds:DescribeDBInstances"]))
  }

  @Test func policyIsJSON() throws {
    let root = try JSONDocument(parsing: Array(IAMPolicy.text.utf8), file: "policy").root
    let statement = try #require(root["Statement"]?.elements.first { _ in true })
    #expect(root["Version"]?.string == "2012-10-17")
    #expect(statement["Action"]?.elements.compactMap(\.string) == IAMPolicy.actions())
  }

  /// Each call that prints secrets, and the words that must not be asked for.
  @Test(
    arguments: [
      ("ec2 describe-vpn-connections", ["CustomerGatewayConfiguration", "TunnelOptions", "PreSharedKey"]),
      ("directconnect describe-virtual-interfaces", ["authKey", "customerRouterConfig"]),
      ("rds describe-db-instances", ["MasterUsername", "MasterUserSecret"]),
      ("rds describe-db-clusters", ["MasterUsername", "MasterUserSecret"]),
      ("redshift describe-clusters", ["MasterUsername", "PendingModifiedValues"]),
    ])
  func queriesLeaveSecretsOut(name: String, words: [String]) throws {
    let query = try #require(CallTable.calls.first { $0.name == name }?.query)
    for word in words { #expect(!query.contains(word), "\(query)") }
  }

  @Test func queryNamesWhatIsKept() {
    var call = CollectCall(service: "a", operation: "b", keys: ["Cs"])
    #expect(call.query == nil)
    call.fields = [.whole("Id"), .object("Options", [.whole("On")]), .list("Peers", [.whole("Up")])]
    #expect(call.query == "{Cs:Cs[].{Id:Id,Options:Options.{On:On},Peers:Peers[].{Up:Up}}}")
    call.pagesByHand = true
    #expect(call.query?.hasSuffix(",NextToken:NextToken,nextToken:nextToken}") == true)
  }

  /// Calls that print secrets and nothing that a network is made of are not made at all.
  @Test(arguments: ["lambda", "secretsmanager", "ssm", "iam"])
  func servicesThatAreNotAsked(service: String) {
    #expect(!CallTable.calls.contains { $0.service == service })
    #expect(!CallTable.calls.contains { $0.operation.contains("launch-template") })
  }
}
