import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReports

/// What joins VPCs is drawn between them, as what it is: no statement about who reaches whom.
@Suite struct AttachmentPictureTests {
  private static let vpcs = """
    packetwalk: 1
    region: eu-west-1
    account: "123456789012"
    vpcs:
      a: {cidr: 10.1.0.0/16, vpn-gateways: {gate: {}}, subnets: {a: {cidr: 10.1.1.0/24, zone: eu-west-1a}}}
      b: {cidr: 10.2.0.0/16, subnets: {b: {cidr: 10.2.1.0/24, zone: eu-west-1a}}}
      c: {cidr: 10.3.0.0/16, subnets: {c: {cidr: 10.3.1.0/24, zone: eu-west-1a}}}

    """

  private static func picture(
    _ yaml: String, _ options: NetworkPictureOptions = NetworkPictureOptions()
  ) throws -> Picture {
    let topology = try NativeTopology.read(Array((vpcs + yaml).utf8), file: "network.yaml").0
    return try NetworkPicture.picture(Network(topology), ReachOptions(), options)
  }

  /// `transit gateway hub [1 VPC: a] -- vpc a [tgw hub]`.
  private static func lines(_ picture: Picture) -> [String] {
    picture.links.map { link in
      let ends = link.ends.map { "\(picture.name(of: $0.place)) [\($0.words)]" }
      let state = link.style == .attached ? "" : " \(link.style.word)"
      return ends.joined(separator: link.shape == .mesh ? " <> " : " -- ") + state
    }
  }

  static let cases: [(name: String, yaml: String, lines: [String])] = [
    ("nothing", "", []),
    (
      "a hub and its spokes are one bundle",
      "transit-gateways: {hub: {attachments: {a: {vpc: a, subnets: a}, b: {vpc: b, subnets: b}}}}",
      ["transit gateway hub [2 VPCs: a, b] -- vpc a [tgw hub] -- vpc b [tgw hub]"]
    ),
    (
      "an attachment that is called otherwise, in appliance mode",
      "transit-gateways: {hub: {attachments: {inspection: {vpc: a, subnets: a, appliance-mode: true}}}}",
      ["transit gateway hub [1 VPC: a] -- vpc a [tgw hub: attachment inspection, appliance mode]"]
    ),
    (
      "what is not available is said to be so, by itself",
      "transit-gateways: {hub: {attachments: {a: {vpc: a, subnets: a}, b: {vpc: b, subnets: b, available: false}}}}",
      [
        "transit gateway hub [1 VPC: a] -- vpc a [tgw hub]",
        "transit gateway hub [1 VPC (not available): b] -- vpc b [tgw hub: not available] not available",
      ]
    ),
    (
      "a core network with its edges",
      "transit-gateways: {wan: {core-network: true, attachments: {a: {vpc: a, subnets: a, edge: eu-west-1}}}}",
      ["core network wan [1 VPC: a] -- vpc a [core network wan: at eu-west-1]"]
    ),
    (
      "two gateways that are peered",
      "transit-gateways: {one: {attachments: {a: {vpc: a, subnets: a}, x: {peer: two, peer-attachment: y}}}, two: {attachments: {y: {peer: one, peer-attachment: x}}}}",
      [
        "transit gateway one [1 VPC: a] -- vpc a [tgw one]",
        "transit gateway one [peering with tgw two] -- transit gateway two [peering with tgw one]",
      ]
    ),
    (
      "a peering is no better than its worse end",
      "transit-gateways: {one: {attachments: {x: {peer: two, peer-attachment: y}}}, two: {attachments: {y: {peer: one, peer-attachment: x, available: false}}}}",
      [
        "transit gateway one [peering (not available) with tgw two] -- transit gateway two [peering (not available) with tgw one] not available"
      ]
    ),
    (
      "a gateway that nothing is attached to", "transit-gateways: {hub: {}}", ["transit gateway hub []"]
    ),
    (
      "a peering connection",
      "peerings: {link: {requester: b, accepter: a}}",
      ["vpc a [pcx link to vpc b] -- vpc b [pcx link to vpc a]"]
    ),
    (
      "one that is not active",
      "peerings: {link: {requester: a, accepter: b, active: false}}",
      [
        "vpc a [pcx link (not active) to vpc b] -- vpc b [pcx link (not active) to vpc a] not available"
      ]
    ),
    (
      "two between the same VPCs",
      "peerings: {one: {requester: a, accepter: b}, two: {requester: b, accepter: a}}",
      ["vpc a [pcx one, pcx two to vpc b] -- vpc b [pcx one, pcx two to vpc a]"]
    ),
    (
      "several of one VPC are one bundle",
      "peerings: {one: {requester: a, accepter: c}, two: {requester: c, accepter: b}}",
      [
        "vpc c [peering connections to 2 VPCs: vpc a, vpc b] -- vpc a [pcx one to vpc c] -- vpc b [pcx two to vpc c]"
      ]
    ),
    (
      "an office behind a transit gateway",
      "transit-gateways: {hub: {attachments: {office: {kind: vpn, resource: x}}}}\nexternal: {hq: {ranges: [192.168.0.0/16], via: 'attachment:office'}}",
      ["external:hq [vpn office to tgw hub] -- transit gateway hub [vpn office to external:hq]"]
    ),
    (
      "an office behind a VPN connection whose tunnels are down",
      "vpn-connections: {line: {vpn-gateway: gate, tunnels: [down, down]}}\nexternal: {hq: {ranges: [192.168.0.0/16], via: 'vpn:line'}}",
      [
        "external:hq [vpn line (not available) to vpc a] -- vpc a [vpn line (not available) to external:hq] not available"
      ]
    ),
    (
      "an office behind a virtual private gateway",
      "vpn-connections: {line: {vpn-gateway: gate, tunnels: [down, up]}}\nexternal: {hq: {ranges: [192.168.0.0/16], via: 'vpn-gateway:gate'}}",
      ["external:hq [vgw gate to vpc a] -- vpc a [vgw gate to external:hq]"]
    ),
    (
      "an office that is down",
      "external: {hq: {ranges: [192.168.0.0/16], via: 'vpn-gateway:gate', state: down}}",
      [
        "external:hq [vgw gate (not available) to vpc a] -- vpc a [vgw gate (not available) to external:hq] not available"
      ]
    ),
    (
      "a plant behind Direct Connect",
      "direct-connect-gateways: {dx: {associations: [{vpn-gateway: gate}, {transit-gateway: hub}]}}\ntransit-gateways: {hub: {attachments: {dx: {kind: direct-connect-gateway, resource: dx}}}}\nexternal: {plant: {ranges: [192.168.0.0/16], via: 'direct-connect:dx'}}",
      [
        "external:plant [direct connect dx to tgw hub; direct connect dx to vpc a] -- transit gateway hub [direct connect dx to external:plant] -- vpc a [direct connect dx to external:plant]"
      ]
    ),
  ]

  /// Remote users come into their endpoint's VPC.
  @Test func remoteUsersHangAtTheirVPC() throws {
    let yaml = """
      packetwalk: 1
      vpcs:
        prod:
          cidr: 10.0.0.0/16
          subnets: {app: {cidr: 10.0.1.0/24, zone: eu-west-1a}}
          security-groups: {vpn: {in: []}}
          client-vpn-endpoints:
            users: {groups: vpn, interfaces: {app: {ip: 10.0.1.250}}, authorize: 10.0.0.0/16, routes: {10.0.0.0/16: app}}
      external:
        staff: {ranges: 10.100.0.0/22, via: client-vpn:users}
      """
    let topology = try NativeTopology.read(Array(yaml.utf8), file: "network.yaml").0
    #expect(
      Self.lines(try NetworkPicture.picture(Network(topology))) == [
        "external:staff [client vpn users to vpc prod] -- vpc prod [client vpn users to external:staff]"
      ])
  }

  @Test(arguments: cases) func whatJoinsIsDrawn(_ name: String, _ yaml: String, _ lines: [String]) throws {
    let picture = try Self.picture(yaml)
    #expect(Self.lines(picture) == lines, "\(name)")
    #expect(try Self.lines(Self.picture(yaml, NetworkPictureOptions(level: .vpc))) == lines, "\(name)")
    let isDrawn = picture.links.contains { $0.ends.count > 1 }
    #expect(picture.notes.contains { $0.hasPrefix("thin grey lines") } == isDrawn, "\(name)")
    // All that is said at the ends is said in each format.
    for (format, text) in Pictures.formats(picture) {
      for words in picture.links.flatMap({ $0.ends.map(\.words) }) {
        let shown = format == "mmd" ? MermaidText.label([words]).dropFirst().dropLast() : words[...]
        #expect(text.contains(shown), "\(name), \(format): \(words)")
      }
    }
  }

  // MARK: What has no place of its own

  @Test func strangersAreNamedAtTheBorder() throws {
    let picture = try Self.picture(
      """
      peerings: {partner: {requester: b, accepter: {vpc: id:vpc-0f, account: "210987654321", cidr: 10.70.0.0/16}}}
      transit-gateways: {hub: {attachments: {b: {vpc: b, subnets: b}, wan: {kind: connect, resource: y, available: false}}}}
      """)
    let box = try #require(picture.boxes.first { $0.name == "vpc b" })
    #expect(box.gateways == ["pcx partner to vpc-0f of account 210987654321, not in the input"])
    let hub = try #require(picture.nodes.first { $0.kind == .hub })
    #expect(hub.lines.map(\.text) == ["connect: wan (not available)"])
  }

  /// A gateway of another account, of which the input has the attachments alone.
  @Test func gatewaysThatAreNotInTheInputAreDrawn() throws {
    let yaml = "transit-gateways: {hub: {attachments: {a: {vpc: a, subnets: a}, b: {vpc: b, subnets: b}}}}"
    var topology = try NativeTopology.read(Array((Self.vpcs + yaml).utf8), file: "network.yaml").0
    topology.transitGateways = []
    topology.vpcs.removeAll { $0.shortName == "b" }
    let picture = try NetworkPicture.picture(Network(topology))
    let hub = try #require(picture.nodes.first { $0.kind == .hub })
    let id = topology.transitGatewayAttachments[0].transitGateway.rawValue
    #expect(hub.name == "transit gateway \(id)")
    #expect(hub.lines.first?.text == "not in the input")
    #expect(hub.lines.last?.text.hasPrefix("1 VPC not in the input: ") == true)
    #expect(picture.links.map(\.ends.count) == [2])
  }

  @Test func gatewaysStandInTheirAccount() throws {
    let picture = try NetworkPicture.picture(Network(Pictures.attachments()))
    let owners = picture.nodes.filter { $0.kind == .hub }.map { $0.box.map { picture.boxes[$0].name } ?? "" }
    #expect(owners == ["account 999999999999, eu-west-1", "account 999999999999, us-east-1"])
    // Where all VPCs are of one, that of another says whose it is.
    let other = try Self.picture(
      "transit-gateways: {hub: {account: '999999999999', attachments: {a: {vpc: a, subnets: a}}}}")
    let hub = try #require(other.nodes.first { $0.kind == .hub })
    #expect(hub.box == nil && hub.lines.map(\.text) == ["account 999999999999, eu-west-1"])
    #expect(try Self.picture("transit-gateways: {hub: {}}").nodes.last?.lines == [])
  }

  // MARK: Structure is no permission

  /// What attachments add to a picture changes nothing of its connections, and has no direction.
  @Test func connectionsStayAsTheyAre() throws {
    let drawn = try NetworkPicture.picture(Network(Pictures.attachments()))
    let hubs = Set(drawn.nodes.indices.filter { drawn.nodes[$0].kind == .hub })
    #expect(!hubs.isEmpty && drawn.edges.allSatisfy { hubs.isDisjoint(with: $0.sources + $0.targets) })
    var bare = drawn
    bare.links = []
    for (with, without) in zip(Pictures.formats(drawn), Pictures.formats(bare)) {
      func arrows(_ text: String) -> [Substring] {
        let arrow: [String: String] = ["mmd": "->", "dot": "color=\"#0969da\"", "svg": "class=\"f-"]
        return text.split(separator: "\n").filter { $0.contains(arrow[with.name] ?? "?") }
      }
      #expect(arrows(with.text).count == arrows(without.text).count && !arrows(with.text).isEmpty)
    }
    let dot = DOTReport.text(drawn).split(separator: "\n")
    #expect(dot.count { $0.contains("dir=none") } == 11)
    #expect(dot.count { $0.contains("style=dashed") && $0.contains("not available") } == 2)
    let mermaid = MermaidReport.text(drawn).split(separator: "\n")
    #expect(mermaid.count { $0.contains(" --- ") } == 9)
    #expect(mermaid.count { $0.contains(" -.-|\"not available\"| ") } == 2)
    #expect(SVGReport.text(drawn).contains(">attached, but not available<"))
  }

  // MARK: Order

  @Test func orderOfTheInputShowsNowhere() throws {
    var topology = try Pictures.attachments()
    let texts = Pictures.formats(try NetworkPicture.picture(Network(topology))).map(\.text)
    topology.vpcs.reverse()
    topology.transitGateways.reverse()
    topology.transitGatewayAttachments.reverse()
    topology.vpcPeeringConnections.reverse()
    topology.vpnConnections.reverse()
    topology.vpnGateways.reverse()
    topology.directConnectGateways.reverse()
    topology.externalNetworks.reverse()
    #expect(Pictures.formats(try NetworkPicture.picture(Network(topology))).map(\.text) == texts)
    for place in topology.vpcPeeringConnections.indices where place % 2 == 0 {
      let peering = topology.vpcPeeringConnections[place]
      topology.vpcPeeringConnections[place].requester = peering.accepter
      topology.vpcPeeringConnections[place].accepter = peering.requester
    }
    #expect(Pictures.formats(try NetworkPicture.picture(Network(topology))).map(\.text) == texts)
  }

  // MARK: Size

  /// Two hundred VPCs at one gateway are one line in an SVG, and one each elsewhere.
  @Test func aLargeHubIsOneBundle() throws {
    var yaml = "packetwalk: 1\nvpcs:\n"
    for vpc in 0..<200 {
      let subnet = "s: {cidr: 10.\(vpc).1.0/24, zone: eu-west-1a}"
      yaml += "  v\(vpc): {cidr: 10.\(vpc).0.0/16, subnets: {\(subnet)}}\n"
    }
    yaml += "transit-gateways:\n  hub:\n    attachments:\n"
    for vpc in 0..<200 { yaml += "      v\(vpc): {vpc: v\(vpc), subnets: s}\n" }
    let topology = try NativeTopology.read(Array(yaml.utf8), file: "large.yaml").0
    let picture = try NetworkPicture.picture(Network(topology))
    #expect(picture.links.map(\.ends.count) == [201])
    #expect(picture.links[0].ends[0].words == "200 VPCs: v0, v1, v10, v100 and 196 more")
    #expect(SVGLinkLanes(picture).lanes == [0: 0])
    let few = try NetworkPicture.picture(
      Network(topology), ReachOptions(), NetworkPictureOptions(edgeLimit: 1))
    #expect(few == picture)
    let mermaid = MermaidReport.text(picture)
    #expect(mermaid.split(separator: "\n").count { $0.contains(" --- ") } == 200)
    #expect(mermaid.utf8.count < MermaidReport.characterLimit)
  }

  /// What is beyond the limit is counted, and named where it would have ended.
  @Test func moreThanWantedIsCounted() throws {
    let network = Network(try Pictures.attachments())
    let all = try NetworkPicture.picture(network)
    let few = try NetworkPicture.picture(network, ReachOptions(), NetworkPictureOptions(edgeLimit: 2))
    #expect(all.links.count == 6 && few.links.count == 2)
    let words = "4 more bundles of attachments are not drawn, only named at the ends: --edges 6 draws all"
    #expect(few.notes.contains(words), "\(few.notes)")
    #expect(try NetworkPicture.picture(network, ReachOptions(), NetworkPictureOptions(edgeLimit: 6)) == all)
    let lab = try #require(few.boxes.first { $0.name == "vpc lab" })
    #expect(lab.gateways.contains("pcx asleep (not active) to vpc inspect"), "\(lab.gateways)")
    let hub = try #require(few.nodes.first { $0.name == "transit gateway hub" })
    #expect(hub.lines.contains { $0.text == "1 VPC (not available): data" }, "\(hub.lines)")
  }

  @Test func mermaidCountsWhatItDoesNotTake() {
    var picture = Picture(.map, title: "large")
    for number in 0..<600 { _ = picture.add(PictureNode(name: "\(number)")) }
    for half in [0, 300] {
      picture.links.append(
        PictureLink(
          ends: (half..<(half + 300)).map { PictureLink.End(place: .node($0), words: "x") },
          style: .attached))
    }
    let text = MermaidReport.text(picture)
    #expect(text.split(separator: "\n").count { $0.contains(" --- ") } == 299)
    #expect(text.contains("1 bundle of attachments beyond what Mermaid takes"))
  }
}
