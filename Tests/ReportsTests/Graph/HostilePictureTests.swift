import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReports

/// Names come from tags, which anybody may set: none has a say about a picture's form.
@Suite struct HostilePictureTests {
  static let names = [
    "\"]:::x\nend\nclick n0 call()", "end", "1. list", "- item", "a\\nb \\N \\G", "%%{init: {}}%%",
    "#quot;#35;",
    "</text><script>alert(1)</script>", "]]> <!-- & &amp; 'x'", "a\u{202E}b\u{2066}c\u{200B}",
    "\u{1B}[2J\u{0}\u{9B}",
    "`code` **bold** __x__ $$x$$", "@octocat", "n0 --> n1; b0[x]", String(repeating: "w", count: 256),
    String(repeating: "<&\"", count: 80), "\u{FFFE}\u{FFFF}", "שלום العربية",
    "名前" + String(repeating: "界", count: 90), "",
  ]

  private func check(_ picture: Picture, _ name: String) {
    for (format, text) in Pictures.formats(picture) {
      let isHarmless = text.unicodeScalars.allSatisfy {
        $0 == "\n" || ![.control, .format].contains($0.properties.generalCategory)
      }
      #expect(isHarmless, "\(format) of \(name)")
    }
    let svg = SVGReport.text(picture)
    #expect(XMLCheck.fault(of: svg) == nil, "\(name)")
    for word in ["<script", "href", "url(", "<image", "<foreignObject", "@import"] {
      #expect(!svg.contains(word))
    }
    for line in MermaidReport.text(picture).split(separator: "\n").dropFirst() {
      #expect(isMermaid(line), "\(name): \(line)")
    }
    #expect(isDOT(DOTReport.text(picture)), "\(name)")
  }

  /// Whether outside of the labels a line holds only what we write, and inside of them only what means nothing.
  private func isMermaid(_ line: Substring) -> Bool {
    if line.contains("accTitle:") || line.contains("accDescr:") {
      return !line.contains { "\"#;{}%".contains($0) }
    }
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count == 1 || parts.count == 3 else { return false }
    if parts.count == 3 {
      let label = parts[1].replacing("<br/>", with: "").replacing(/#[0-9]+;/, with: "x")
      if label.contains(where: { "#;<>&`%$\\{}[]|".contains($0) }) { return false }
      if label.prefixMatch(of: /[-+]|[0-9]+[.)]/) != nil { return false }
    }
    let code = parts.count == 3 ? "\(parts[0])\(parts[2])" : String(line)
    return code.wholeMatch(
      of:
        /\s*([nbjde]?[0-9]*|notes|subgraph b[0-9]+|end|direction TB|flowchart (TB|LR)|class(Def)? .*|linkStyle .*|[nj][0-9]+ [-=.x>|]+ [nj][0-9]+|[ndj][0-9]+ -[.-]-[|]* [nd][0-9]+)[\[\](){}\/>|=. -]*[nj]?[0-9]*(:::[a-zA-Z]+)?/
    ) != nil
  }

  /// Whether the strings end where we end them, and what is outside of them is ours.
  private func isDOT(_ text: String) -> Bool {
    var isInside = false
    var isEscaped = false
    var outside = ""
    for scalar in text.unicodeScalars {
      if isEscaped {
        isEscaped = false
        guard isInside, "\"\\l".unicodeScalars.contains(scalar) else { return false }
      } else if isInside, scalar == "\\" {
        isEscaped = true
      } else if scalar == "\"" {
        isInside.toggle()
      } else if !isInside {
        outside.unicodeScalars.append(scalar)
      }
    }
    return !isInside
      && outside.unicodeScalars.allSatisfy { $0.isASCII && !"<&@\\".unicodeScalars.contains($0) }
  }

  @Test(arguments: names) func pathsHoldAnyName(_ name: String) throws {
    var answer = try #require(Shop.answers("web-1 internet tcp/443").first)
    var explanation = try #require(answer.explanation)
    answer.source.component?.name = name
    answer.blockers[0].component.name = name
    for place in explanation.hops.indices {
      explanation.hops[place].component.name = name
      explanation.hops[place].rule = name
      explanation.hops[place].notes = [name]
      explanation.places[place].vpc?.component.name = name
      explanation.places[place].subnet?.component.name = name
      explanation.places[place].zone = name
      explanation.places[place].element.name = name
    }
    answer.explanation = explanation
    check(PathPicture.picture(answer), name)
    check(PathPicture.picture(answer, detail: .places), name)
  }

  @Test(arguments: names) func networksHoldAnyName(_ name: String) throws {
    var topology = try Pictures.topology("petclinic")
    for place in topology.vpcs.indices { topology.vpcs[place].info.name = name }
    for place in topology.subnets.indices {
      topology.subnets[place].info.name = name
      topology.subnets[place].zone.name = name + "\(place % 2)"
    }
    for place in topology.networkInterfaces.indices {
      topology.networkInterfaces[place].info.name = name + "\(place)"
    }
    for place in topology.securityGroups.indices {
      topology.securityGroups[place].info.name = name + "\(place)"
    }
    for place in topology.internetGateways.indices { topology.internetGateways[place].info.name = name }
    check(try NetworkPicture.picture(Network(topology)), name)
    check(
      try NetworkPicture.picture(Network(topology), ReachOptions(), NetworkPictureOptions(level: .vpc)), name)
  }

  @Test(arguments: names) func attachmentsHoldAnyName(_ name: String) throws {
    var topology = try Pictures.attachments()
    for place in topology.vpcs.indices { topology.vpcs[place].info.name = name + "\(place)" }
    for place in topology.transitGateways.indices { topology.transitGateways[place].info.name = name }
    for place in topology.transitGatewayAttachments.indices {
      topology.transitGatewayAttachments[place].info.name = name
      topology.transitGatewayAttachments[place].edge = name
      if case .other = topology.transitGatewayAttachments[place].kind {
        topology.transitGatewayAttachments[place].kind = .other(name, resource: name)
      }
    }
    for place in topology.vpcPeeringConnections.indices {
      topology.vpcPeeringConnections[place].info.name = name
    }
    for place in topology.externalNetworks.indices { topology.externalNetworks[place].info.name = name }
    check(try NetworkPicture.picture(Network(topology)), name)
    // Those that are left out are named elsewhere.
    let options = NetworkPictureOptions(edgeLimit: 1)
    check(try NetworkPicture.picture(Network(topology), ReachOptions(), options), name)
  }

  /// Nothing is cropped: an SVG has all letters of a name.
  @Test func longNamesAreBroken() throws {
    var topology = try Pictures.topology("petclinic")
    let name = String(repeating: "x", count: 255)
    topology.vpcs[0].info.name = name
    let svg = SVGReport.text(try NetworkPicture.picture(Network(topology)))
    let letters = svg.split(separator: "\n").filter { $0.contains("class=\"name") }.joined().count {
      $0 == "x"
    }
    #expect(letters >= 255)
  }

  @Test func mermaidStaysWithinItsLimits() throws {
    var picture = Picture(.map, title: "large")
    let hostile = String(repeating: "\"", count: 255)
    for _ in 0..<100 { _ = picture.add(PictureNode(name: hostile)) }
    for source in 0..<100 {
      picture.edges.append(
        PictureEdge(sources: [source], targets: Array(0..<10), style: .reachable, label: hostile))
    }
    let text = MermaidReport.text(picture)
    #expect(text.unicodeScalars.count <= MermaidReport.characterLimit)
    #expect(text.split(separator: "\n").count { $0.contains(" -->") } <= MermaidReport.edgeLimit)
    #expect(text.contains("beyond what Mermaid takes") || text.contains("too large"))
  }
}
