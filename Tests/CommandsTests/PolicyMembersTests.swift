import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// Who an assertion is about: hosts by some of their addresses, balancers by their nodes, sides that overlap.
@Suite struct PolicyMembersTests {
  private static let network = """
    packetwalk: 1
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets: {a: {cidr: 10.0.1.0/24, zone: us-west-2a}, b: {cidr: 10.0.2.0/24, zone: us-west-2b}}
        route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
        security-groups:
          lb: {in: [tcp/80 from 0.0.0.0/0]}
          web: {in: [tcp/80 from 0.0.0.0/0, tcp/22 from 0.0.0.0/0]}
          db: {in: [tcp/5432 from sg:web, tcp/5433 from sg:lb]}
        interfaces:
          one: {subnet: a, ip: 10.0.1.5, public: 198.51.100.5, groups: web}
          two: {subnet: a, ip: 10.0.1.6, groups: web}
          many: {subnet: a, ip: [10.0.1.7, 10.0.1.8], groups: web}
          db: {subnet: b, ip: 10.0.2.5, groups: db}
        load-balancers:
          front:
            kind: application
            internet-facing: true
            groups: [lb]
            nodes: {a: {ip: 10.0.1.20, public: 203.0.113.20}}

    """

  /// Each assertion, the exit code, and how many pairs it is about.
  @Test(
    arguments: [
      // `only`: an interface whose addresses are all named is not among the others.
      ("only: {from: [10.0.1.5, 10.0.1.6, many], to: sg:db, on: tcp/5432}", 0, 2),
      ("only: {from: [10.0.1.5, 10.0.1.6, 10.0.1.7, 10.0.1.8], to: sg:db, on: tcp/5432}", 0, 2),
      ("only: {from: [10.0.1.5, 10.0.1.6, 10.0.1.7], to: sg:db, on: tcp/5432}", 1, 3),
      ("only: {from: [198.51.100.5, two, many], to: sg:db, on: tcp/5432}", 0, 2),
      ("only: {from: [two, many], to: sg:db, on: tcp/5432}", 1, 3),
      // A balancer sends from its nodes.
      ("only: {from: lb:front, to: sg:db, on: tcp/5433}", 0, 4),
      ("deny: {from: lb:front, to: sg:db, on: any}", 1, 1),
      ("deny: {from: {not: \"lb:front\"}, to: sg:db, on: tcp/5433}", 0, 4),
      (
        "deny: {from: internet, to: {all: [{not: \"lb:front\"}, {not: \"sg:web\"}, {not: internet}]}, on: any}",
        0, 1
      ),
      // By its public address a host sends from behind it, and is reached by no other.
      ("deny: {from: 198.51.100.5, to: sg:db, on: postgres}", 1, 1),
      ("deny: {from: one@198.51.100.5, to: sg:db, on: postgres}", 1, 1),
      ("allow: {from: 198.51.100.5, to: sg:db, on: postgres}", 0, 1),
      ("allow: {from: internet, to: 198.51.100.5, on: ssh}", 0, 1),
      ("deny: {from: internet, to: 198.51.100.5, on: ssh}", 1, 1),
      ("deny: {from: two, to: 198.51.100.5, on: ssh}", 0, 1),
      // What is mapped to a private address arrives there, though nobody outside can name it.
      ("deny: {from: internet, to: 10.0.1.5, on: ssh}", 1, 1),
      ("allow: {from: internet, to: 10.0.1.5, on: ssh}", 1, 1),
      // A host is not its own peer, whichever way it is named.
      ("allow: {from: 10.0.1.5, to: sg:web, on: tcp/80}", 0, 2),
      ("allow: {from: 10.0.1.7, to: [10.0.1.8, two], on: tcp/80}", 0, 1),
      // Each pair of `between` counts once for each direction.
      ("deny: {between: [\"sg:web\", \"sg:web\"], on: tcp/80}", 1, 6),
      ("deny: {between: [\"sg:web\", [one, db]], on: tcp/443}", 0, 5 + 5),
      ("allow: {between: [one, one], on: tcp/80}", 2, 0),
    ] as [(String, Int32, Int)])
  func pairs(assertion: String, code: Int32, pairs: Int) throws {
    let run = try run("{id: it, \(assertion)}")
    #expect(run.code == code, "\(assertion): \(run.out)\(run.error)")
    if code != 2 {
      #expect(run.out.contains(" \(pairs) pair\(pairs == 1 ? "" : "s")  "), "\(assertion): \(run.out)")
    }
  }

  /// An exception for one of a host's addresses excuses that, and nothing else.
  @Test(
    arguments: [
      ("deny: {from: internet, to: sg:web, on: ssh}", "to: 198.51.100.5", 0),
      ("deny: {from: internet, to: sg:web, on: ssh}", "to: 10.0.1.5", 0),
      ("deny: {from: internet, to: sg:web, on: ssh}", "to: two", 1),
      ("deny: {from: two, to: sg:web, on: ssh}", "to: 198.51.100.5", 1),
      ("deny: {from: two, to: many, on: ssh}", "to: 10.0.1.7", 1),
      ("deny: {from: two, to: many, on: ssh}", "to: [10.0.1.7, 10.0.1.8]", 0),
      ("deny: {from: sg:web, to: db, on: any}", "from: [198.51.100.5, two, 10.0.1.7, 10.0.1.8]", 0),
      ("deny: {from: \"*\", to: db, on: tcp/5433}", "from: \"lb:front\"", 0),
      ("deny: {from: internet, to: \"*\", on: http}", "to: [\"lb:front\", \"sg:web\"]", 0),
    ] as [(String, String, Int32)])
  func exceptions(assertion: String, exception: String, code: Int32) throws {
    let run = try run("{id: it, \(assertion), except: [{\(exception), reason: so, expires: 2030-01-01}]}")
    #expect(run.code == code, "\(assertion) \(exception): \(run.out)\(run.error)")
  }

  /// The packet that is shown is one of those that go against the assertion.
  @Test func witnessNamesTheAddress() throws {
    let run = try run("{id: it, allow: {from: internet, to: 10.0.1.5, on: ssh}}")
    #expect(run.out.contains("-> one@10.0.1.5 tcp/22: blocked by"), "\(run.out)")
  }

  private func run(_ assertion: String) throws -> CommandRun {
    let folder = try TemporaryFolder()
    try folder.write("net.yaml", Self.network)
    try folder.write("policy.yaml", "packetwalk: 1\nassertions:\n  - \(assertion)\n")
    return CommandRun([
      "test", folder.path + "/policy.yaml", "-t", folder.path + "/net.yaml", "--today", "2026-01-01",
    ])
  }
}
