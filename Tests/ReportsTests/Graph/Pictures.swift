import PacketWalkAnalysis
import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import PacketWalkTopology

@testable import PacketWalkReports

/// The pictures that the tests look at.
enum Pictures {
  static func topology(_ scenario: String) throws -> Topology {
    try NativeTopology.read(
      TextSnapshot.read(Fixtures.path("scenarios/\(scenario)/topology.yaml")), file: "topology.yaml"
    ).0
  }

  /// What joins VPCs in every way that pictures have.
  static func attachments() throws -> Topology {
    try NativeTopology.read(
      TextSnapshot.read(Fixtures.path("reports/attachments.yaml")), file: "attachments.yaml"
    ).0
  }

  static func path(_ question: String) throws -> Picture {
    let answers = try Shop.answers(question)
    return PathPicture.picture(answers[0], others: answers.count - 1)
  }

  static func network(_ scenario: String, _ options: NetworkPictureOptions = NetworkPictureOptions()) throws
    -> Picture
  {
    try NetworkPicture.picture(Network(topology(scenario)), ReachOptions(), options)
  }

  /// Petclinic with a rule for the database that is too wide, without one for the services, and with a new task.
  static func difference() throws -> Picture {
    let before = try topology("petclinic")
    let text = String(
      decoding: try TextSnapshot.read(Fixtures.path("scenarios/petclinic/topology.yaml")), as: UTF8.self)
    let edited =
      text.replacing("tcp/3306 from sg:lambda]", with: "tcp/3306 from sg:lambda, tcp/3306 from 0.0.0.0/0]")
      .replacing(", tcp/9090 from sg:alb", with: "")
      .replacing("120: allow tcp/1024-65535 from", with: "120: allow tcp/32768-65535 from")
      .replacing(
        "      lambda-A:", with: "      green: {subnet: app-A, ip: 10.0.3.77, groups: ecs}\n      lambda-A:")
    let after = try NativeTopology.read(Array(edited.utf8), file: "new.yaml").0
    let (old, new) = (Network(before), Network(after))
    return try DiffPicture.picture(old.diff(to: new), before: old.matrix(), after: new.matrix())
  }

  static func formats(_ picture: Picture) -> [(name: String, text: String)] {
    [
      ("mmd", MermaidReport.text(picture)), ("dot", DOTReport.text(picture)),
      ("svg", SVGReport.text(picture)),
    ]
  }

  /// As many VPCs of fifty subnets as a number says: five kinds of ten, three hosts in each.
  static func large(_ count: Int, named name: (String) -> String = { $0 }) -> String {
    var yaml = "packetwalk: 1\nvpcs:\n"
    for vpc in 0..<count {
      yaml += "  vpc-\(vpc):\n    cidr: 10.\(vpc).0.0/16\n    internet-gateway: igw-\(vpc)\n    subnets:\n"
      let kinds = ["edge", "app", "data", "batch", "cache"]
      for number in 0..<50 {
        let zone = ["a", "b", "c"][number % 3]
        let table = number < 10 ? "out" : "local"
        yaml +=
          "      \(kinds[number / 10])-\(number % 10): {cidr: 10.\(vpc).\(number).0/24, zone: eu-west-1\(zone), route-table: \(table)}\n"
      }
      yaml += """
            route-tables: {out: {routes: {0.0.0.0/0: internet-gateway}}, local: {}}
            security-groups:
              edge: {in: [tcp/443 from 0.0.0.0/0]}
              app: {in: [tcp/8080 from sg:edge]}
              data: {in: [tcp/5432 from sg:app, tcp/5432 from sg:batch], out: []}
              batch: {in: []}
              cache: {in: [tcp/6379 from sg:app], out: []}
            interfaces:

        """
      for number in 0..<50 {
        for host in 0..<3 {
          let kind = kinds[number / 10]
          let address = number < 10 && vpc == 0 ? ", public: 203.0.113.\(10 + number * 3 + host)" : ""
          yaml +=
            "      \(kind)-\(vpc)-\(number)-\(host): {subnet: \(kind)-\(number % 10), ip: 10.\(vpc).\(number).\(10 + host), groups: \(kind)\(address)}\n"
        }
      }
    }
    return yaml
  }
}
