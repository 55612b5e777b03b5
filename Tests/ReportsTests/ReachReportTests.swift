import PacketWalkFormats
import PacketWalkQueries
import PacketWalkTestSupport
import Testing

@testable import PacketWalkReports

/// Whole answers about the reference networks, as they are printed.
@Suite struct ReachReportTests {
  static let networks: [(name: String, asset: String)] = [
    ("clinicease", "sg:rds"), ("flask-cicd", "sg:flask"), ("gv-playground", "sg:rds"),
    ("petclinic-as-documented", "sg:aurora"), ("psych-healthcare", "sg:mongo"),
  ]

  private static func network(_ name: String) throws -> Network {
    let path = Fixtures.path("scenarios/\(name)/topology.yaml")
    let (topology, findings) = try NativeTopology.read(TextSnapshot.read(path), file: "topology.yaml")
    return Network(topology, findings: findings)
  }

  @Test(arguments: networks) func pageIsAsRecorded(_ name: String, _ asset: String) throws {
    let network = try Self.network(name)
    var page = ""
    func add(_ command: String, _ text: String) { page += "$ packetwalk \(command)\n\(text)\n" }
    func add(
      _ side: Reach.Side, _ subject: String, _ options: ReachOptions = ReachOptions(), _ words: String = "",
      _ style: TextStyle = .plain
    ) throws {
      add(
        "\(side) \(subject)\(words)", ReachTextReport.text(try network.reach(side, subject, options), style))
    }
    try add(.who, asset)
    try add(.who, asset, ReachOptions(by: .subnet, aspect: .delivered), " --by subnet --delivered")
    try add(
      .who, "internet", ReachOptions(service: "tcp/443"), " tcp/443  # 80 columns", TextStyle(width: 80))
    try add(.what, "internet")
    try add(.what, asset, ReachOptions(by: .vpc, aspect: .reply), " --by vpc --reply")
    let matrix = try network.matrix()
    add("matrix", MatrixTextReport.text(matrix, .plain))
    add("matrix  # 60 columns", MatrixTextReport.text(matrix, TextStyle(width: 60)))
    add("matrix  # 24 columns", MatrixTextReport.text(matrix, TextStyle(width: 24)))
    add("matrix --classes", MatrixTextReport.text(try network.matrix(isByClass: true), .plain))
    #expect(try page == TextSnapshot.recorded("reports/reach/\(name).txt", page))
  }

  @Test(arguments: networks) func dataIsAsRecorded(_ name: String, _ asset: String) throws {
    let network = try Self.network(name)
    let matrix = try network.matrix()
    let csv = MatrixCSVReport.csv(matrix)
    #expect(try csv == TextSnapshot.recorded("reports/reach/\(name).csv", csv))
    let objects = [
      ReachJSONReport.json(try network.reach(.who, asset)),
      ReachJSONReport.json(try network.reach(.what, "internet")), MatrixJSONReport.json(matrix),
    ]
    let json = objects.joined(separator: "\n") + "\n"
    #expect(try json == TextSnapshot.recorded("reports/reach/\(name).json", json))
  }
}
