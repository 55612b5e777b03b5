import PacketWalkDiagnostics
import PacketWalkPolicy
import Testing

@testable import PacketWalkTesting

/// An assertion written in Swift is the one that a policy file would have made.
@Suite struct SameAssertionTests {
  static let assertions: [(NetworkAssertion, String)] = [
    (.allow(from: "web-1", to: "sg:db", on: "tcp/5432"), "allow: {from: web-1, to: 'sg:db', on: tcp/5432}"),
    (
      .allow(from: ["a", "b"], to: .any(["c", .not("d")]), on: ["http", "https"]),
      "allow: {from: [a, b], to: {any: [c, {not: d}]}, on: [http, https]}"
    ),
    (
      .allow(
        from: "\("a")-1", to: Endpoints("b"), on: Services("any"), quantifier: .any, isOneWay: true,
        unknown: .pass, mayBeEmpty: true, severity: .warning, why: "because", id: "one"),
      "{allow: {from: a-1, to: b, on: any}, quantifier: any, one-way: true, unknown: pass, may-be-empty: true, severity: warning, why: because}"
    ),
    (.allow(between: "vpc:a", and: "vpc:b", on: "any"), "allow: {between: ['vpc:a', 'vpc:b'], on: any}"),
    (
      .deny(from: "internet", to: .everyone, on: ["ssh", "tcp/3389"], severity: .note),
      "{deny: {from: internet, to: '*', on: [ssh, tcp/3389]}, severity: note}"
    ),
    (
      .deny(from: "vpc:a", to: "internet", on: "any", unlessThrough: ["nat:a", "endpoint:fw-*"]),
      "deny: {from: 'vpc:a', to: internet, on: any, unless-through: ['nat:a', 'endpoint:fw-*']}"
    ),
    (
      .deny(between: "vpc:a", and: ["vpc:b", "vpc:c"], on: "any", unknown: .warn),
      "{deny: {between: ['vpc:a', ['vpc:b', 'vpc:c']], on: any}, unknown: warn}"
    ),
    (
      .deny(
        from: "internet", to: "*", on: "any",
        except: [
          PathException(to: "sg:front", on: "https", reason: "the shop is public", expires: "2099-12-31"),
          PathException(from: ["192.0.2.0/24", "2001:db8::/32"], reason: "office", expires: "2027-06-30"),
        ]),
      """
      {deny: {from: internet, to: '*', on: any}, except: [{to: 'sg:front', on: https, reason: the shop is public, expires: 2099-12-31}, \
      {from: ['192.0.2.0/24', '2001:db8::/32'], reason: office, expires: 2027-06-30}]}
      """
    ),
    (
      .deny(from: "vpc:prod", to: "internet", on: "any", unlessThrough: ["endpoint:fw-*", "proxy"]),
      "deny: {from: 'vpc:prod', to: internet, on: any, unless-through: ['endpoint:fw-*', proxy]}"
    ),
    (
      .only(from: "tag:tier=web", to: .all(["vpc:prod", .not("sg:front")]), on: "any", why: "private"),
      "{only: {from: 'tag:tier=web', to: {all: ['vpc:prod', {not: 'sg:front'}]}, on: any}, why: private}"
    ),
  ]

  @Test(arguments: assertions.indices) func isWhatTheReaderMakes(place: Int) throws {
    let (assertion, text) = Self.assertions[place]
    let body = text.hasPrefix("{") ? text.dropFirst() : text + "}"
    let file = "packetwalk: 1\nassertions: [{id: one, \(body)]\n"
    let policy = try PolicyReader.read([("policy.yaml", Array(file.utf8))])
    #expect(try assertion.read(at: "one").withoutOrigins == policy.assertions[0].withoutOrigins, "\(file)")
  }

  /// A name of the caller's own comes before the line's.
  @Test func theLineNamesWhatHasNoName() throws {
    let named = NetworkAssertion.deny(from: "a", to: "b", on: "any", id: "mine")
    let nameless = NetworkAssertion.deny(from: "a", to: "b", on: "any")
    #expect(try named.read(at: "T.swift:3").id == "mine")
    #expect(try nameless.read(at: "T.swift:3").id == "T.swift:3")
  }
}

extension PolicyAssertion {
  /// All but where it is written.
  var withoutOrigins: PolicyAssertion {
    var bare = self
    bare.origin = .implied
    for place in bare.paths.indices {
      bare.paths[place].sources = bare.paths[place].sources.withoutOrigins
      bare.paths[place].destinations = bare.paths[place].destinations.withoutOrigins
    }
    for place in bare.unlessThrough.indices { bare.unlessThrough[place].origin = .implied }
    for place in bare.services.indices { bare.services[place].origin = .implied }
    for place in bare.exceptions.indices {
      bare.exceptions[place].origin = .implied
      bare.exceptions[place].sources = bare.exceptions[place].sources?.withoutOrigins
      bare.exceptions[place].destinations = bare.exceptions[place].destinations?.withoutOrigins
      for service in bare.exceptions[place].services.indices {
        bare.exceptions[place].services[service].origin = .implied
      }
    }
    return bare
  }
}

extension PolicySelection {
  fileprivate var withoutOrigins: PolicySelection {
    let content: Content =
      switch self.content {
      case .selector, .everyone: self.content
      case .group(let name, let inner): .group(name, inner.withoutOrigins)
      case .union(let parts): .union(parts.map(\.withoutOrigins))
      case .intersection(let parts): .intersection(parts.map(\.withoutOrigins))
      case .not(let inner): .not(inner.withoutOrigins)
      }
    return PolicySelection(content, at: .implied)
  }
}
