import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkPolicy
import Testing

/// Variables, environments and where assertions apply.
@Suite struct PolicyVariablesTests {
  private static let page = """
    packetwalk: 1
    vars: {port: tcp/443, office: 203.0.113.0/24}
    environments:
      prod: {tier: web}
      staging: {tier: [sg:a, sg:b], port: tcp/8443}
    groups: {front: "${tier}"}
    assertions:
      - {id: a, allow: {from: "${office}", to: front, on: "${port}"}}
      - {id: b, applies-to: prod, deny: {from: internet, to: "tag:tier=${tier}-db", on: any}}
      - {id: c, applies-to: [snapshot, prod], deny: {from: internet, to: sg:c, on: any}}

    """

  private func read(_ setting: PolicySetting) throws -> Policy { try read(Self.page, setting) }

  private func read(_ text: String, _ setting: PolicySetting) throws -> Policy {
    try PolicyReader.read([("policy.yaml", Array(text.utf8))], in: setting)
  }

  private func message(_ setting: PolicySetting) -> String { message(Self.page, setting) }

  private func message(_ text: String, _ setting: PolicySetting) -> String {
    do {
      _ = try read(text, setting)
      return "none"
    } catch let error as InputError {
      return "\(error.origin): \(error.message)"
    } catch {
      return "\(error)"
    }
  }

  @Test func valuesAreThoseOfTheEnvironment() throws {
    let prod = try read(.init(environment: "prod", input: .snapshot))
    #expect(prod.assertions.map(\.id) == ["a", "b", "c"] && prod.inapplicable == [])
    #expect(prod.assertions[0].services.map(\.text) == ["tcp/443"])
    #expect("\(prod.assertions[0].paths[0].sources)" == "203.0.113.0/24")
    #expect("\(prod.assertions[1].paths[0].destinations)" == "tag:tier=web-db")
    let staging = try read(.init(environment: "staging", input: .native))
    #expect(staging.assertions.map(\.id) == ["a"] && staging.inapplicable == ["b", "c"])
    #expect(staging.assertions[0].services.map(\.text) == ["tcp/8443"])
    // A kind of input and an environment have to be right both.
    #expect(try read(.init(environment: "prod", input: .terraform)).inapplicable == ["c"])
    #expect(try read(.init(environment: "staging", input: .snapshot)).inapplicable == ["b", "c"])
  }

  @Test func aRunHasTheLastWord() throws {
    let policy = try read(.init(environment: "staging", variables: ["port": "tcp/1"]))
    #expect(policy.assertions[0].services.map(\.text) == ["tcp/1"])
  }

  /// Nothing holds by not being looked at.
  @Test func whatIsNotSaidIsAnError() {
    #expect(
      message(.init())
        == "policy.yaml:6:17: variable “tier” has no value without --env; it has one in prod, staging")
    #expect(message(.init(environment: "prd")) == ": the policy has no environment “prd”")
    #expect(
      message(.init(environment: "prod", variables: ["prt": "x"])) == ": the policy has no variable “prt”")
    let page = Self.page
    #expect(
      message(page.replacing("groups: {front: \"${tier}\"}", with: "groups: {front: sg:f}"), .init())
        == "policy.yaml:9:25: which environment is this? Say --env with one of prod, staging")
    #expect(
      message(page.replacing("applies-to: prod", with: "applies-to: prd"), .init(environment: "prod"))
        == "policy.yaml:9:25: “prd” is no environment of the policy and no kind of input")
    #expect(
      message(page.replacing("applies-to: prod", with: "applies-to: []"), .init(environment: "prod"))
        == "policy.yaml:9:25: “applies-to” is missing: the list is empty")
    #expect(
      message(page.replacing("${office}", with: "${ofice}"), .init(environment: "prod"))
        == "policy.yaml:8:27: no variable is called “ofice”")
    #expect(
      message(page, .init(environment: "staging", input: .snapshot)) == "none")
    #expect(
      message(page.replacing("to: sg:c", with: "to: \"x-${tier}\""), .init(environment: "staging"))
        == "none")
    #expect(
      message(page.replacing("on: \"${port}\"", with: "on: \"tcp/${tier}\""), .init(environment: "staging"))
        == "policy.yaml:8:55: variable “tier” is a list, which can't stand within a text")
    #expect(
      message(
        "packetwalk: 1\napplies-to: terraform\nassertions: [{id: a, deny: {from: x, to: y, on: any}}]\n",
        .init(input: .snapshot)) == "policy.yaml: no assertion applies here: all 1 are for other places")
    #expect(
      message(page.replacing("staging:", with: "snapshot:"), .init(environment: "prod"))
        == "policy.yaml:5:3: “snapshot” is a kind of input, and can be no environment")
    #expect(
      message(page.replacing("id: c", with: "id: a"), .init(environment: "staging", input: .native))
        == "policy.yaml:10:10: “a” is the id of another assertion, at policy.yaml:8:10")
  }
}
