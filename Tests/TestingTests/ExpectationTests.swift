import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkPolicy
import PacketWalkQueries
import PacketWalkReports
import PacketWalkTestSupport
import PacketWalkTesting
import Testing

/// What an expectation says, where, and that nothing passes in silence.
@Suite struct ExpectationTests {
  private static let options = ExpectationOptions(today: CalendarDate(year: 2026, month: 11, day: 22))

  private func network() throws -> Network {
    try Network(path: Fixtures.path("documentation/network.yaml"))
  }

  private func opened() throws -> Network {
    try network().edited(by: "sg:db +in tcp/5432 from 0.0.0.0/0")
  }

  @Test func whatHoldsIsSilent() throws {
    let network = try network()
    #expect(network.expect(.allow(from: "web-1", to: "sg:db", on: "tcp/5432")))
    #expect(network.expect(.only(from: "tag:tier=web", to: "sg:db", on: "any")))
    #expect(network.expect(.deny(from: "internet", to: "sg:db", on: "any")))
    #expect(network.expect(.deny(between: "internet", and: "sg:db", on: "any")))
    #expect(
      network.expect(
        .deny(
          from: "internet", to: .everyone, on: "any",
          except: [PathException(to: "sg:front", on: "https", reason: "the shop", expires: "2099-12-31")]),
        options: Self.options))
    #expect(network.expect(policy: Fixtures.path("documentation/policy.yaml"), options: Self.options))
    #expect(network.expectSamePaths(as: try self.network()))
  }

  @Test func aFailureStandsAtItsLine() throws {
    let network = try opened()
    let line = #line + 2
    let failures = Failures.during {
      network.expect(.only(from: "tag:tier=web", to: "sg:db", on: "any", why: "it is private"))
    }
    #expect(failures.all.map(\.line) == [line])
    #expect(failures.all.map(\.file) == ["ExpectationTests.swift"])
    #expect(
      failures.texts == [
        """
        FAILED  ExpectationTests.swift:\(line)  only tag:tier=web -> sg:db on any  3 pairs
          why: it is private
          sg:front (front.public-a, front.public-b) -> sg:db (db-1)  tcp/5432  2 pairs
            e.g. front.public-a -> db-1 tcp/5432: requests arrive and replies come back
            let through by sg db (inbound): tcp/5432 from 0.0.0.0/0  --edit:1
          fix: acl:default out 90 deny tcp/5432 to 10.0.4.10/32
        """
      ])
    let plain = Failures.during {
      network.expect(
        .only(from: "tag:tier=web", to: "sg:db", on: "any"), options: ExpectationOptions(isFixing: false))
    }
    #expect(plain.all.count == 1 && !plain.texts[0].contains("fix:"))
  }

  /// The lines of `packetwalk test`, but for how far in they stand.
  @Test func theWordsAreTheReports() throws {
    let network = try opened()
    let file = Fixtures.path("documentation/policy.yaml")
    let policy = try PolicyReader.read([(file, ByteInput.read(file))])
    let today = try #require(Self.options.today)
    var judge = PolicyJudge(network, today: today, isFixing: true)
    let page = PolicyTextReport.text(
      try judge.judge(policy), on: network.topology, TextStyle(isColoured: false, width: 0))
    let failures = Failures.during { network.expect(policy: file, options: Self.options) }
    #expect(failures.all.count == 1)
    let lines = page.split(separator: "\n").map { $0.drop { $0 == " " } }
    for line in failures.texts[0].split(separator: "\n").dropFirst() {
      let words = line.drop { $0 == " " }
      guard !words.hasPrefix("why: "), !words.hasPrefix("fix: ") else { continue }
      #expect(lines.contains(words), "\(line)\n\(page)")
    }
  }

  @Test func aPolicyFailsOnceForEachAssertion() throws {
    let file = Fixtures.path("documentation/policy.yaml")
    let open = try network().edited(by: "sg:db +in tcp/22 from 0.0.0.0/0\nsg:db -in tcp/5432 from sg:web")
    let line = #line + 1
    let failures = Failures.during { #expect(!open.expect(policy: file, options: Self.options)) }
    let ids = failures.texts.map { $0.split(separator: " ", omittingEmptySubsequences: true)[1] }
    #expect(ids == ["web-uses-db", "db-private"], "\(failures.texts)")
    #expect(failures.all.allSatisfy { $0.line == line })
    #expect(failures.texts.allSatisfy { $0.contains("policy.yaml:") })
  }

  static let unusable: [(NetworkAssertion, String)] = [
    (.allow(from: "web-9", to: "sg:db", on: "any"), "did you mean 'web-1'"),
    (.deny(from: "sg:nobody", to: "sg:db", on: "any"), "no security group is called 'nobody'"),
    (.deny(from: "", to: "sg:db", on: "any"), "who? Nothing is written"),
    (.deny(from: [], to: "sg:db", on: "any"), "who? The list is empty"),
    (.deny(from: .all([]), to: "sg:db", on: "any"), "who is missing: the list is empty"),
    (.deny(from: "internet", to: .not(.everyone), on: "any"), "holds nobody"),
    (.deny(from: .all(["sg:web", "sg:db"]), to: "internet", on: "any"), "holds nobody"),
    (.deny(from: "db-1", to: "db-1", on: "any"), "about no pair"),
    (.deny(from: "web-1", to: "sg:db", on: "tpc/5432"), "“tpc/5432” is no service"),
    (.deny(from: "web-1", to: "sg:db", on: ""), "is no service"),
    (.deny(from: "web-1", to: "sg:db", on: []), "the list is empty"),
    (
      .deny(from: "web-1", to: "sg:db", on: "any", unlessThrough: ["nat:nobody"]),
      "nothing that packets pass"
    ),
    (
      .deny(
        from: "web-1", to: "sg:db", on: "any", except: [PathException(reason: "r", expires: "2027-01-01")]),
      "an exception from everything is none"
    ),
    (
      .deny(
        from: "web-1", to: "sg:db", on: "any",
        except: [PathException(to: "sg:db", reason: "r", expires: "soon")]),
      "a day such as 2027-06-30"
    ),
  ]

  @Test(arguments: unusable.indices) func whatCannotBeJudgedFails(place: Int) throws {
    let (assertion, words) = Self.unusable[place]
    let network = try network()
    let line = #line + 1
    let failures = Failures.during { #expect(!network.expect(assertion)) }
    #expect(failures.all.count == 1 && failures.all[0].line == line && !failures.all[0].isWarning)
    #expect(failures.texts[0].contains(words), "\(failures.texts)")
  }

  @Test func aPolicyThatCannotBeUsedFails() throws {
    let network = try network()
    let folder = try TemporaryFolder()
    let empty = try folder.write("empty.yaml", "packetwalk: 1\n")
    for (path, words) in [("no-such.yaml", "no such file"), (empty, "without assertions")] {
      let failures = Failures.during { #expect(!network.expect(policy: path)) }
      #expect(failures.all.count == 1 && failures.texts[0].contains(words), "\(failures.texts)")
    }
    let baseline = Failures.during {
      #expect(!network.expect(policy: Fixtures.path("documentation/policy.yaml"), baseline: empty))
    }
    #expect(baseline.all.count == 1)
  }

  @Test func anExceptionEnds() throws {
    let network = try network()
    let assertion = NetworkAssertion.deny(
      from: "internet", to: "sg:front", on: "any",
      except: [PathException(on: "https", reason: "for now", expires: "2027-01-01")])
    #expect(network.expect(assertion, options: Self.options))
    var later = Self.options
    later.today = CalendarDate(year: 2027, month: 1, day: 2)
    let failures = Failures.during { #expect(!network.expect(assertion, options: later)) }
    #expect(failures.texts[0].contains("PW_EXCEPTION_EXPIRED"))
  }

  @Test func lessThanAnErrorIsAWarning() throws {
    let network = try opened()
    let assertion = NetworkAssertion.deny(from: "sg:front", to: "sg:db", on: "any", severity: .warning)
    let failures = Failures.during { #expect(network.expect(assertion)) }
    #expect(failures.all.map(\.isWarning) == [true])
    let strict = Failures.during {
      #expect(!network.expect(assertion, options: ExpectationOptions(failsFrom: .warning)))
    }
    #expect(strict.all.map(\.isWarning) == [false])
  }

  /// The routes of the subnet are not in the input.
  private static let hollow = """
    packetwalk: 1
    missing: {route-tables: aws ec2 describe-route-tables}
    vpcs:
      shop:
        cidr: 10.0.0.0/16
        internet-gateway: igw
        subnets: {dmz: {cidr: 10.0.1.0/24, zone: us-west-2a}}
        security-groups: {web: {in: tcp/443 from 0.0.0.0/0}}
        interfaces: {web: {subnet: dmz, ip: 10.0.1.5, public: 198.51.100.5, groups: web}}

    """

  @Test func whatIsUnknownFailsUnlessItIsPutUpWith() throws {
    let folder = try TemporaryFolder()
    let network = try Network(path: folder.write("network.yaml", Self.hollow))
    func assertion(_ unknown: PolicyAssertion.UnknownRule?) -> NetworkAssertion {
      .deny(from: "sg:web", to: "internet", on: "https", unknown: unknown)
    }
    let failing = Failures.during { #expect(!network.expect(assertion(nil))) }
    #expect(failing.all.map(\.isWarning) == [false])
    #expect(failing.texts[0].hasPrefix("unknown  ") && failing.texts[0].contains("the route table"))
    let warning = Failures.during { #expect(network.expect(assertion(.warn))) }
    #expect(warning.all.map(\.isWarning) == [true])
    let passing = Failures.during {
      #expect(network.expect(assertion(.pass)))
      #expect(network.expect(assertion(nil), options: ExpectationOptions(unknown: .pass)))
    }
    #expect(passing.all.isEmpty)
  }

  @Test func aDifferenceIsToldWithItsCause() throws {
    let (network, opened) = (try network(), try opened())
    let line = #line + 1
    let failures = Failures.during { #expect(!opened.expectSamePaths(as: network)) }
    #expect(failures.all.map(\.line) == [line])
    let text = failures.texts[0]
    #expect(text.hasPrefix("1 kind of path opened, 0 closed by 1 changed resource\n"), "\(text)")
    #expect(text.contains("+ sg:front -> sg:db  tcp/5432"), "\(text)")
    #expect(text.contains("caused by security group db"), "\(text)")
  }

  @Test func filesAreFoundBesideTheSource() {
    #expect(String.beside("a.yaml", "/tests/T.swift") == "/tests/a.yaml")
    #expect(String.beside("../a.yaml", "/tests/T.swift") == "/tests/../a.yaml")
    #expect(String.beside("/b/a.yaml", "/tests/T.swift") == "/b/a.yaml")
    #expect(String.beside("a.yaml").hasSuffix("/Tests/TestingTests/a.yaml"))
  }
}
