import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Edits as text: every kind, round trips, and what a wrong one is told.
@Suite struct EditTextTests {
  static func read(_ text: String, for topology: Topology) throws -> [Edit] {
    try EditText.read(Array(text.utf8), from: "--edit", for: topology)
  }

  /// Every edit of the text form, in its canonical text, and the same in YAML's words.
  @Test(arguments: [
    ("sg:web +in tcp/3000 from sg:alb", "add-rule: {group: web, in: tcp/3000 from sg:alb}"),
    (
      "sg:web +in tcp/22 from 192.0.2.0/24 \"the; office\"",
      "add-rule: {group: web, in: tcp/22 from 192.0.2.0/24 \"the; office\"}"
    ),
    ("sg:web -in tcp/8080 from sg:alb", "remove-rule: {group: web, in: tcp/8080 from sg:alb}"),
    ("sg:web +out udp all to pl:s3", "add-rule: {group: web, out: udp all to pl:s3}"),
    ("sg:web -out all to 0.0.0.0/0", "remove-rule: {group: web, out: all to 0.0.0.0/0}"),
    ("web-1 +sg:alb", "attach-group: {group: alb, interface: web-1}"),
    ("web-1 -sg:web", "detach-group: {group: web, interface: web-1}"),
    (
      "acl:app in 100 allow tcp/1024-65535 from 10.0.0.0/16",
      "set-acl-entry: {acl: app, in: {100: allow tcp/1024-65535 from 10.0.0.0/16}}"
    ),
    ("acl:app out 90 deny icmp/3/4 to ::/0", "set-acl-entry: {acl: app, out: {90: deny icmp/3/4 to ::/0}}"),
    ("acl:app -in 110", "remove-acl-entry: {acl: app, in: 110}"),
    ("acl:app -out 110", "remove-acl-entry: {acl: app, out: 110}"),
    ("rtb:app-a 0.0.0.0/0 via nat:nat-a", "set-route: {table: app-a, to: 0.0.0.0/0, target: nat:nat-a}"),
    (
      "rtb:app-a pl:s3 via blackhole of nat:nat-a propagated",
      "set-route: {table: app-a, to: pl:s3, target: blackhole of nat:nat-a, source: propagated}"
    ),
    (
      "rtb:app-a ::/0 via address:10.0.3.10 filtered advertised",
      "set-route: {table: app-a, to: \"::/0\", target: address:10.0.3.10, state: filtered, source: advertised}"
    ),
    (
      "rtb:app-a 10.9.0.0/16 via kind \"local gateway\" lgw-1",
      "set-route: {table: app-a, to: 10.9.0.0/16, kind: local gateway, id: lgw-1}"
    ),
    ("rtb:app-a -0.0.0.0/0", "remove-route: {table: app-a, to: 0.0.0.0/0}"),
    ("rtb:app-a -pl:s3", "remove-route: {table: app-a, to: pl:s3}"),
    ("subnet:app-a rtb:public", "associate-table: {subnet: app-a, table: public}"),
    ("subnet:app-a -rtb", "disassociate-table: {subnet: app-a}"),
    ("subnet:app-a acl:app", "associate-acl: {subnet: app-a, acl: app}"),
    ("web-1 public 203.0.113.9", "set-public-address: {interface: web-1, public: 203.0.113.9}"),
    ("web-1 -public", "set-public-address: {interface: web-1, public: none}"),
    (
      "web-1@10.0.3.77 public 203.0.113.9",
      "set-public-address: {interface: web-1, ip: 10.0.3.77, public: 203.0.113.9}"
    ),
    ("web-1 gone", "remove-interface: {interface: web-1}"),
    (
      "add-interface: {name: green-1, subnet: app-a, ip: 10.0.3.50, groups: web}",
      "add-interface: {name: green-1, subnet: app-a, ip: 10.0.3.50, groups: web}"
    ),
    ("add-vpn-gateway: {name: office, vpc: prod}", "add-vpn-gateway: {name: office, vpc: prod}"),
    ("add-unmodelled: {name: waf, kind: a firewall}", "add-unmodelled: {name: waf, kind: a firewall}"),
  ])
  func everyEditHasItsText(text: String, yaml: String) throws {
    let topology = try NativeEditsTests.example()
    let edits = try Self.read(text, for: topology)
    let same = try NativeEditsTests.edits("- " + yaml, for: topology)
    #expect(edits.map(\.bare) == same.map(\.bare))
    #expect(EditText.texts(edits, on: topology) == [text])
    #expect(NativeEdits.write(same, for: topology) == "- \(yaml)\n")
  }

  @Test func documentedEditsAreReadAndApply() throws {
    let topology = try NativeEditsTests.example()
    let edits = try Self.read(Documentation.editTexts(), for: topology)
    #expect(edits.count == 16)
    let edited = try topology.applying(edits)
    #expect(!edited.networkInterfaces.contains { $0.id == "web-1" })
    #expect(edited.vpnGateways.map(\.id) == ["office"])
  }

  /// What may be written otherwise than it is printed.
  @Test(arguments: [
    ("  sg:web   +in any from 0.0.0.0/0  # for now", "sg:web +in all from 0.0.0.0/0"),
    ("\"sg:web\" -in tcp/8080 from \"sg:alb\"", "sg:web -in tcp/8080 from sg:alb"),
    ("sg:\"web\" +in \"tcp\" all from sg:alb", "sg:web +in tcp all from sg:alb"),
    ("acl:app +in 7 deny all from ::/0", "acl:app in 7 deny all from ::/0"),
    ("interface:web-1 gone", "web-1 gone"), ("10.0.3.10 +sg:alb", "web-1 +sg:alb"),
    ("id:web-1 gone", "web-1 gone"), ("web-1@10.0.3.10 -public", "web-1 -public"),
    ("rtb:app-a 0.0.0.0/0 via nat:nat-a blackhole", "rtb:app-a 0.0.0.0/0 via blackhole of nat:nat-a"),
    ("sg:prod/web -out all to ::/0", "sg:web -out all to ::/0"),
  ])
  func otherSpellings(text: String, canonical: String) throws {
    let topology = try NativeEditsTests.example()
    #expect(try EditText.texts(Self.read(text, for: topology), on: topology) == [canonical])
  }

  @Test func severalInOneText() throws {
    let topology = try NativeEditsTests.example()
    let text = """
      # A new host, and its groups.
      add-interface: {name: "green; 1", subnet: app-a, ip: 10.0.3.50, groups: [web]}  # it's new
      "green; 1" +sg:alb; web-1 gone;;
      \tsg:web +in tcp/1 from sg:alb ; sg:web +in tcp/2 from sg:alb;
      """
    let edits = try Self.read(text, for: topology)
    #expect(edits.count == 5)
    #expect(
      EditText.texts(edits, on: topology) == [
        "add-interface: {name: green; 1, subnet: app-a, ip: 10.0.3.50, groups: web}",
        "\"green; 1\" +sg:alb", "web-1 gone", "sg:web +in tcp/1 from sg:alb", "sg:web +in tcp/2 from sg:alb",
      ])
    guard case .addSecurityGroupRule(_, let rule) = edits[4] else { throw NativeEditsTests.Unexpected() }
    #expect("\(rule.origin)" == "--edit:4:44")
    guard case .addNetworkInterface(let interface) = edits[0] else { throw NativeEditsTests.Unexpected() }
    #expect("\(interface.info.origin)" == "--edit:2:1")
    _ = try topology.applying(edits)
  }

  @Test(arguments: [
    ("sg:wbe +in tcp/22 from 10.0.0.0/8", "1:4", "no security group is named “wbe”; did you mean “web”?"),
    (
      "web-1 gone; sg:web +in tcp/22 from sg:abl", "1:36",
      "no security group is named “abl”; did you mean “alb”? (in edit 2, “sg:web +in tcp/22 from sg:abl”)"
    ),
    ("sg:web +inn tcp/22 from sg:alb", "1:8", "“+inn” is no change of a security group; did you mean “+in”?"),
    (
      "subnet:app-a table public", "1:14",
      "“table” is no change of a subnet; known are rtb:NAME, -rtb, acl:NAME"
    ),
    ("subnet:app-a rtb:pubic", "1:18", "no route table is named “pubic”; did you mean “public”?"),
    ("subnet:app-a -rtb now", "1:19", "“now” is one word too many"),
    ("sg:web", "1:1", "the edit ends where +in, -in, +out or -out is expected (in the edit, “sg:web”)"),
    ("sg:web +in", "1:1", "the edit ends where a service, such as tcp/443 is expected"),
    ("sg:web +in tcp/22", "1:1", "the edit ends where “from” is expected"),
    ("sg:web +in tcp/22 to sg:alb", "1:19", "“to” stands where this direction has “from”"),
    ("sg:web +in tcp/22 from", "1:1", "the edit ends where a CIDR, sg:NAME or pl:NAME is expected"),
    ("sg:web +in tcp from sg:alb", "1:12", "“tcp” is no service"),
    ("sg:web +in tcp/90-80 from sg:alb", "1:12", "the ports of “tcp/90-80” stand the wrong way round: 80-90"),
    ("sg:web +in tcp/22 from 10.0.0.0", "1:24", "“10.0.0.0” is no peer: a CIDR, sg:NAME or pl:NAME"),
    ("sg:web +in tcp/22 from sg:alb now", "1:31", "“now” is one word too many"),
    ("sg:web +in tcp/22 from sg:alb \"now", "1:31", "a double quote that is not closed"),
    ("sg:web +in tcp/22 from sg:alb \"\\n\"", "1:32", "a backslash in double quotes"),
    ("sg:web +in tcp/22 from sg:alb \"\\u{D800}\"", "1:32", "a backslash in double quotes"),
    (
      "acl:app in 0 allow all from ::/0", "1:12",
      "“the number of an entry” is a number from 1 to 32766, not “0”"
    ),
    ("acl:app in 10 permit all from ::/0", "1:15", "“permit all from ::/0” is no entry"),
    ("acl:app in 10 allow all from sg:web", "1:15", "a network ACL knows only CIDRs, not “sg:web”"),
    ("acl:app ins 10", "1:9", "“ins” is no change of a network ACL"),
    ("acl:app -in ten", "1:13", "not “ten”"), ("acl:ap -in 10", "1:5", "no network ACL is named “ap”"),
    ("rtb:app-a 0.0.0.0 via nat:nat-a", "1:11", "“0.0.0.0” is neither a CIDR nor pl:NAME"),
    ("rtb:app-a 0.0.0.0/0 nat:nat-a", "1:21", "“nat:nat-a” is no part of a route"),
    ("rtb:app-a 0.0.0.0/0 via nat:nat-x", "1:25", "no NAT gateway is named “nat-x”"),
    ("rtb:app-a 0.0.0.0/0 via gateway", "1:25", "“gateway” is no route target"),
    ("rtb:app-a 0.0.0.0/0 via nat:nat-a propagate", "1:35", "did you mean “propagated”?"),
    ("rtb:app-a -0.0.0.0", "1:12", "“0.0.0.0” is neither a CIDR nor pl:NAME"),
    ("rtb:app-a -0.0.0.0/0 via local", "1:22", "“via” is one word too many"),
    ("wbe-1 gone", "1:1", "no network interface or instance is named “wbe-1”; did you mean “web-1”?"),
    ("web +in tcp/22 from sg:alb", "1:1", "“web” says not what it is: sg:web or acl:web"),
    ("web-1 +sg:abl", "1:11", "no security group is named “abl”"),
    ("web-1 going", "1:7", "“going” is no change of a network interface"),
    ("web-1 public", "1:1", "the edit ends where a public address is expected"),
    ("web-1 public 203.0.113.999", "1:14", "“203.0.113.999” is no IP address"),
    ("web-1@10.0.3.10 gone", "1:1", "“@” picks the address that “public” is about"),
    ("10.9.9.9 gone", "1:1", "no network interface has the address 10.9.9.9"),
    ("add-interface: {name: web-1, subnet: app-a}", "1:16", "there already is a network interface"),
    ("\n web-1 gone\n  add-interface: {naem: x}", "3:19", "did you mean “name”?"),
    ("add-interface: {name: x", "1:", ""), ("  # nothing ", "", "there is no edit in it"),
    (";", "", "there is no edit"),
  ])
  func wrongEdits(text: String, place: String, message: String) throws {
    let topology = try NativeEditsTests.example()
    do {
      let edits = try Self.read(text, for: topology)
      Issue.record("\(edits)")
    } catch let error as InputError {
      #expect(error.message.contains(message), "\(error.message)")
      #expect("\(error.origin)".hasPrefix(place.isEmpty ? "--edit" : "--edit:\(place)"), "\(error.origin)")
    }
  }

  /// An instance's name is that of its primary interface, and the other way round where that has none.
  @Test func namesOfInstances() throws {
    var topology = Topology()
    topology.instances = [Instance(id: "i-1", info: ResourceInfo(name: "web-1"))]
    topology.networkInterfaces = [
      NetworkInterface(id: "eni-2", subnet: "s", addresses: [], instance: "i-1", deviceIndex: 1),
      NetworkInterface(id: "eni-1", subnet: "s", addresses: [], instance: "i-1"),
    ]
    for name in ["web-1", "i-1", "eni-1"] {
      #expect(try Self.read("\(name) gone", for: topology) == [.removeNetworkInterface("eni-1")])
    }
    #expect(EditText.text(.removeNetworkInterface("eni-1"), on: topology) == "web-1 gone")
    #expect(EditText.text(.removeNetworkInterface("eni-2"), on: topology) == "eni-2 gone")
  }

  /// Whatever is damaged is refused or read, and what is read has a text.
  @Test func damagedTexts() throws {
    let topology = try NativeEditsTests.example()
    let text = Array(try Documentation.editTexts().utf8)
    var mutator = Mutator(
      seed: Fuzzing.seed(),
      tokens: [
        "sg:", "acl:", "rtb:", "+in", "-out", " via ", "from", ";", "\\u{", "\"", "add-rule: {", "@", "id:",
        "#",
      ])
    var count = 0
    for iteration in 0..<Fuzzing.iterations(default: 1500) {
      let damaged = iteration.isMultiple(of: 2) ? mutator.mutate(text) : mutator.exchangeWords(text)
      do {
        let edits = try EditText.read(damaged, from: "damaged", for: topology)
        let texts = EditText.texts(edits, on: topology).joined(separator: "\n")
        #expect(try Self.read(texts, for: topology).map(\.textual) == edits.map(\.textual))
        count += 1
      } catch is InputError {
        continue
      }
    }
    #expect(count > 0)
  }

  // MARK: Round trips

  @Test(arguments: NativeRoundTripTests.scenarios)
  func anyEditOfAScenario(name: String) throws {
    let path = Fixtures.path("scenarios/\(name)/topology.yaml")
    try expectRoundTrips(TopologyLoader.load(path: path).topology, seed: Fuzzing.seed())
  }

  @Test(arguments: ["snapshots/three-tier", "scenarios/petclinic/snapshot", "scenarios/flask-cicd/snapshot"])
  func anyEditOfASnapshot(name: String) throws {
    try expectRoundTrips(TopologyLoader.load(path: Fixtures.path(name)).topology, seed: Fuzzing.seed())
  }

  @Test func anyEditOfAnyTopology() throws {
    for iteration in 0..<UInt64(Fuzzing.iterations(default: 60)) {
      let seed = Fuzzing.seed() &+ iteration
      var generator = TopologyGenerator(seed: seed)
      try expectRoundTrips(generator.make(), seed: seed)
    }
  }

  private func expectRoundTrips(_ topology: Topology, seed: UInt64) throws {
    var generator = EditGenerator(topology, seed: seed)
    guard !topology.routeTables.isEmpty || !topology.securityGroups.isEmpty else { return }
    let edits = generator.edits(60)
    let texts = EditText.texts(edits, on: topology)
    let yaml = NativeEdits.write(edits, for: topology)
    do {
      let fromText = try Self.read(texts.joined(separator: "\n"), for: topology)
      for (place, (edit, again)) in zip(edits, fromText).enumerated() where edit.textual != again.textual {
        Issue.record("seed \(seed): \(texts[place])\n\(edit.textual)\n\(again.textual)")
      }
      #expect(fromText.count == edits.count)
      let fromYAML = try NativeEdits.read(YAMLDocument.parse(Array(yaml.utf8), file: "yaml"), for: topology)
      for (edit, again) in zip(edits, fromYAML) where edit.bare != again.bare {
        Issue.record("seed \(seed): \(edit.bare)\n\(again.bare)")
      }
      #expect(fromYAML.count == edits.count)
    } catch let error as InputError {
      Issue.record(
        "seed \(seed): \(error.origin) \(error.message)\n\(texts.joined(separator: "\n"))\n\(yaml)")
    }
  }
}
