import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// What is wrong is said at its line and byte column, with what could have been meant.
@Suite struct NativeErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var what: String
    /// The file, with `¦` before the byte that the error cites.
    var text: String
    var code: InputError.Code = .malformed
    var message: String
    var candidates: [String] = []
    var testDescription: String { what }
  }

  static let head = "packetwalk: 1\nvpcs:\n  prod:\n    cidr: 10.0.0.0/16\n"

  static let cases: [Case] = [
    Case(what: "no version", text: "¦vpcs: {}\n", code: .unrecognised, message: "packetwalk: 1"),
    Case(what: "another version", text: "packetwalk: ¦2\n", code: .invalid, message: "version 2"),
    Case(
      what: "unknown key", text: head + "    ¦subnet: {}\n", message: "did you mean “subnets”?",
      candidates: ["subnets"]),
    Case(
      what: "unknown key after non-ASCII",
      text: head + "    tags: {é☃: x}\n    subnets: {ä: {¦cdir: x, zone: a}}\n",
      message: "did you mean “cidr”?", candidates: ["cidr"]),
    Case(
      what: "a key twice", text: head + "    ¦dns: true\n    dns: false\n", message: "“dns” is written twice"),
    Case(
      what: "a CIDR that is none", text: "packetwalk: 1\nvpcs: {a: {cidr: ¦10.0.0.0/33}}\n",
      message: "no CIDR"),
    Case(what: "no CIDR", text: "packetwalk: 1\nvpcs: {a: ¦{dns: true}}\n", message: "a VPC needs “cidr”"),
    Case(what: "a truth value of YAML 1.1", text: head + "    dns: ¦yes\n", message: "either true or false"),
    Case(
      what: "a reference that leads nowhere",
      text: head
        + "    route-tables: {t: {routes: {0.0.0.0/0: ¦nat:nat-b}}}\n    nat-gateways: {nat-a: {subnet: s}}\n"
        + "    subnets: {s: {cidr: 10.0.0.0/24, zone: a}}\n",
      code: .noMatch, message: "did you mean “nat-a”?", candidates: ["nat-a"]),
    Case(
      what: "a gateway that isn't there",
      text: head + "    route-tables: {t: {routes: {0.0.0.0/0: ¦internet-gateway}}}\n",
      code: .noMatch, message: "VPC “prod” has no internet gateway"),
    Case(
      what: "an ambiguous reference",
      text: "packetwalk: 1\nvpcs:\n  a: {cidr: 10.1.0.0/16, security-groups: {web: {}}}\n"
        + "  b: {cidr: 10.2.0.0/16, security-groups: {web: {}}}\n"
        + "  c: {cidr: 10.3.0.0/16, security-groups: {db: {in: ¦tcp/1 from sg:web}}}\n",
      code: .ambiguous, message: "a/web, b/web", candidates: ["a/web", "b/web"]),
    Case(
      what: "an identifier twice",
      text: head + "    security-groups: {a: {id: sg-1}, ¦b: {id: sg-1}}\n",
      message: "the first is at test:5:23"),
    Case(
      what: "a service that is none",
      text: head + "    security-groups: {a: {in: [¦tcp/http from 0.0.0.0/0]}}\n",
      message: "“tcp/http” is no service"),
    Case(
      what: "the other preposition",
      text: head + "    security-groups: {a: {out: [¦tcp/1 from 0.0.0.0/0]}}\n",
      message: "“from” where this direction has “to”"),
    Case(
      what: "a group in an ACL", text: head + "    network-acls: {a: {in: {100: ¦allow all from sg:x}}}\n",
      message: "knows only CIDRs"),
    Case(
      what: "an entry's number",
      text: head + "    network-acls: {a: {in: {¦40000: allow all from 0.0.0.0/0}}}\n",
      message: "from 1 to 32766"),
    Case(
      what: "a kind of interface",
      text: head
        + "    subnets: {s: {cidr: 10.0.0.0/24, zone: a}}\n    interfaces: {i: {subnet: s, kind: ¦lamda}}\n",
      message: "one of interface, lambda", candidates: ["lambda"]),
    Case(
      what: "a public address of nothing",
      text: head
        + "    subnets: {s: {cidr: 10.0.0.0/24, zone: a}}\n    interfaces: {i: {subnet: s, ¦public: 203.0.113.1}}\n",
      message: "needs a private IPv4 address"),
    Case(
      what: "a target without a port",
      text: head + "    target-groups: {t: {protocol: http, targets: [¦10.0.0.1]}}\n",
      message: "a target needs a port"),
    Case(what: "an alias", text: "packetwalk: 1\nvpcs: ¦*a\n", message: "aliases (*) are not supported"),
    Case(what: "an anchor", text: "packetwalk: 1\nvpcs: ¦&a {}\n", message: "anchors (&) are not supported"),
    Case(what: "a merge key", text: head + "    ¦<<: {}\n", message: "merge keys (<<) are not supported"),
    Case(what: "a tag", text: "packetwalk: ¦!!int 1\n", message: "tags (!) are not supported"),
    Case(what: "a block text", text: "packetwalk: 1\naccount: ¦|\n  1\n", message: "use quotes"),
    Case(
      what: "a text over lines", text: "packetwalk: 1\naccount: ¦a\n  \"b\n", message: "over several lines"),
    Case(what: "an open quote", text: "packetwalk: 1\naccount: ¦\"a\n", message: "never closed"),
    Case(what: "two documents", text: "packetwalk: 1\n¦---\npacketwalk: 1\n", message: "another document"),
    Case(what: "a tab", text: "packetwalk: 1\nvpcs:\n¦\tprod: {}\n", message: "cannot start any token"),
    Case(what: "an open bracket", text: "packetwalk: 1\nvpcs: {a: [1\n¦", message: ""),
  ]

  @Test(arguments: cases) func isCited(_ example: Case) throws {
    let parts = example.text.split(separator: "¦", omittingEmptySubsequences: false)
    let before = Array(parts[0].utf8)
    let expected = Position(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1)
    let bytes = Array(parts.joined().utf8)
    do {
      _ = try NativeTopology.read(bytes, file: "test")
      Issue.record("nothing was wrong")
    } catch {
      #expect(error.code == example.code)
      #expect(error.message.contains(example.message), "\(error.message)")
      #expect(error.origin == Origin(file: "test", position: expected), "\(error.origin): \(error.message)")
      #expect(error.candidates == example.candidates || example.candidates.isEmpty, "\(error.candidates)")
    }
  }

  @Test func invalidUTF8HasAPosition() {
    let bytes = Array("packetwalk: 1\naccount: é".utf8) + [0xC3, 0x28]
    let error = #expect(throws: InputError(.malformed, "")) { try NativeTopology.read(bytes, file: "test") }
    #expect(error?.origin.position == Position(line: 2, column: 12))
  }

  @Test func aByteOrderMarkIsNoText() throws {
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("packetwalk: 1\r\nvpcs: {}\r\n".utf8)
    #expect(try NativeTopology.read(bytes, file: "test").0.vpcs.isEmpty)
  }
}
