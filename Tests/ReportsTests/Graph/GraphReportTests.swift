import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkReports

/// Pictures as they are drawn, as files under `Fixtures/reports/graph`; `RECORD_SNAPSHOTS=1` records them anew.
@Suite struct GraphReportTests {
  static let paths: [(name: String, question: String)] = [
    ("path-blocked", "web-1 db-1 tcp/5432"), ("path-balancer", "internet web-1 tcp/443 front"),
    ("path-nat", "web-1 internet tcp/443"), ("path-unknown", "web-1 172.16.3.4 tcp/22"),
    ("path-neighbour", "web-1 web-2 tcp/8080"),
  ]

  private func expect(_ name: String, _ picture: Picture) throws {
    for (format, text) in Pictures.formats(picture) {
      #expect(try text == TextSnapshot.recorded("reports/graph/\(name).\(format)", text), "\(name).\(format)")
    }
    #expect(XMLCheck.fault(of: SVGReport.text(picture)) == nil)
  }

  @Test(arguments: paths) func pathsAreAsRecorded(_ name: String, _ question: String) throws {
    try expect(name, try Pictures.path(question))
  }

  @Test(arguments: ["clinicease", "flask-cicd", "gv-playground", "petclinic", "psych-healthcare"])
  func networksAreAsRecorded(_ name: String) throws {
    try expect("network-\(name)", try Pictures.network(name))
  }

  @Test func levelsAreAsRecorded() throws {
    for level in NetworkPictureOptions.Level.allCases {
      try expect(
        "network-petclinic-\(level)", try Pictures.network("petclinic", NetworkPictureOptions(level: level)))
    }
  }

  @Test func attachmentsAreAsRecorded() throws {
    let network = Network(try Pictures.attachments())
    try expect("network-attachments", try NetworkPicture.picture(network))
    try expect(
      "network-attachments-vpc",
      try NetworkPicture.picture(network, ReachOptions(), NetworkPictureOptions(level: .vpc)))
  }

  @Test func differenceIsAsRecorded() throws { try expect("difference", try Pictures.difference()) }

  // MARK: Paths

  /// Checkpoints have the numbers and words of `explain`.
  @Test(arguments: ExplainReportTests.pages)
  func checkpointsAreThoseOfExplain(_ page: String, _ question: String) throws {
    let answers = try Shop.answers(question)
    let answer = try #require(answers.first)
    let picture = PathPicture.picture(answer)
    let rows = HopSections(answer, try #require(answer.explanation)).sections.flatMap(\.rows)
    let numbers = rows.compactMap(\.number)
    #expect(picture.nodes.compactMap(\.number).sorted() == numbers)
    for row in rows {
      guard let number = row.number else { continue }
      let node = try #require(picture.nodes.first { $0.number == number })
      #expect(node.name == row.component)
      #expect(row.text.isEmpty || node.lines.first?.text == row.text)
      #expect((row.mark == .block) == (node.mark == .block || node.mark == .wouldBlock), "\(number)")
    }
    #expect(picture.nodes.contains { $0.mark == .block } == !answer.blockers.isEmpty)
  }

  @Test func theBlockerIsMarkedByShapeNumberAndWord() throws {
    let picture = try Pictures.path("web-1 db-1 tcp/5432")
    let blocker = try #require(picture.nodes.first { $0.mark == .block })
    #expect(blocker.number == 6 && blocker.name == "sg db in")
    #expect(picture.nodes.filter { $0.mark == .wouldBlock }.map(\.number) == [9])
    #expect(picture.edges.count { $0.style == .blocked } == 1)
    #expect(MermaidReport.text(picture).contains("{{\"6 BLOCK sg db in"))
    #expect(
      DOTReport.text(picture).contains("label=\"6 BLOCK sg db in")
        && DOTReport.text(picture).contains("octagon"))
    #expect(SVGReport.text(picture).contains("BLOCK sg db in"))
    let containers = picture.ancestors(blocker.box).map { picture.boxes[$0].name }
    #expect(containers == ["vpc shop", "zone eu-west-1a", "subnet data-a"])
  }

  /// What goes into a comment is small.
  @Test(arguments: paths) func commentsAreSmall(_ name: String, _ question: String) throws {
    let answer = try #require(Shop.answers(question).first)
    let text = PathPicture.mermaid(answer)
    let nodes = text.split(separator: "\n").count { $0.contains("\"") && $0.contains(":::") }
    #expect(nodes <= PathPicture.commentLimit + 2, "\(text)")
    #expect(text.contains("BLOCK") == !answer.blockers.isEmpty, "\(text)")
    #expect(text.utf8.count < 8_000)
    let block = PathPicture.markdown(answer)
    #expect(try block == TextSnapshot.recorded("reports/graph/\(name).md", block))
  }

  // MARK: Order

  /// In whatever order the input comes, the picture is the same.
  @Test(arguments: ["petclinic", "gv-playground", "psych-healthcare"])
  func orderOfTheInputShowsNowhere(_ name: String) throws {
    var topology = try Pictures.topology(name)
    let texts = Pictures.formats(try NetworkPicture.picture(Network(topology))).map(\.text)
    topology.vpcs.reverse()
    topology.subnets.reverse()
    topology.networkInterfaces.reverse()
    topology.securityGroups.reverse()
    topology.natGateways.reverse()
    topology.loadBalancers.reverse()
    topology.vpcEndpoints.reverse()
    topology.routeTables.reverse()
    #expect(Pictures.formats(try NetworkPicture.picture(Network(topology))).map(\.text) == texts)
  }

  // MARK: Size

  @Test(arguments: [1, 4]) func largeNetworksAreFolded(_ vpcs: Int) throws {
    let topology = try NativeTopology.read(Array(Pictures.large(vpcs).utf8), file: "large.yaml").0
    let picture = try NetworkPicture.picture(Network(topology))
    #expect(topology.subnets.count == vpcs * 50)
    #expect(picture.nodes.count <= 1 + 5 * vpcs && picture.boxes.count <= 6 * vpcs)
    #expect(picture.edges.count <= NetworkPictureOptions.standardEdgeLimit)
    let mermaid = MermaidReport.text(picture)
    #expect(mermaid.utf8.count < MermaidReport.characterLimit)
    #expect(mermaid.split(separator: "\n").count { $0.contains("-->") } < MermaidReport.edgeLimit)
    #expect(picture.boxes.contains { $0.name == "10 subnets edge*" })
  }

  @Test func moreConnectionsThanWantedAreCounted() throws {
    let all = try Pictures.network("psych-healthcare")
    let few = try Pictures.network("psych-healthcare", NetworkPictureOptions(edgeLimit: 3))
    #expect(few.edges.count == 3)
    let words = "\(all.edges.count - 3) more kinds of connection are not drawn"
    #expect(few.notes.contains { $0.hasPrefix(words) }, "\(few.notes)")
  }
}
