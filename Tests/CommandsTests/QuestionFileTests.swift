import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkQueries
import PacketWalkTestSupport
import Testing

/// `check --queries`: one verdict a line, in order, whatever the rows are.
@Suite struct QuestionFileTests {
  let street: Street
  init() throws { street = try Street() }

  private func ask(_ name: String, _ bytes: [UInt8], _ options: [String] = []) throws -> CommandRun {
    let path = try street.folder.write(name, bytes)
    let run = street.run("check", ["--queries", path] + options)
    return run
  }

  static let good = [
    ("web-1", "db", "tcp/5432", "reachable"), ("db", "web-1", "tcp/80", "unreachable"),
    ("report", "db", "tcp/5432", "intermittent"), ("web-1", "192.168.1.1", "tcp/443", "undetermined"),
    ("web-1", "db", "tcp/5431-5432", "mixed"), ("internet", "lb:front", "https", "reachable"),
    ("sg:web", "db", "any", "mixed"),
  ]

  @Test(arguments: [false, true]) func answersInOrder(isNDJSON: Bool) throws {
    let text =
      isNDJSON
      ? Self.good.map { #"{"source":"\#($0.0)","destination":"\#($0.1)","service":"\#($0.2)"}"# }
      : ["source,destination,service"] + Self.good.map { "\($0.0),\($0.1),\($0.2)" }
    let bytes = Array(text.joined(separator: "\n").utf8)
    let name = isNDJSON ? "q.ndjson" : "q.csv"
    let lines = try ask(name, bytes)
    #expect(lines.code == 1 && lines.error.isEmpty)
    #expect(lines.lines.map { $0.split(separator: " ").first.map(String.init) } == Self.good.map(\.3))
    let json = try ask(name, bytes, ["--json"])
    #expect(json.code == 1 && json.error.isEmpty)
    let objects = try json.objects()
    #expect(objects.map { $0["verdict"]?.string } == Self.good.map(\.3))
    #expect(objects.map { $0["source"]?.string } == Self.good.map(\.0))
    #expect(objects.allSatisfy { $0["schema"]?.integer == 1 })
    #expect(objects.map { $0["answers"] != nil } == Self.good.map { $0.3 == "mixed" })
  }

  /// Thousands of rows are answered by several threads and still stand in order.
  @Test func manyRowsKeepTheirOrder() throws {
    let rows = (0..<1_500).map { "web-1,db,tcp/\(5000 + $0)" }
    let run = try ask(
      "many.csv", Array((["source,destination,service"] + rows).joined(separator: "\n").utf8), ["--json"])
    #expect(run.code == 1)
    let objects = try run.objects()
    #expect(objects.map { $0["service"]?.string } == (0..<1_500).map { "tcp/\(5000 + $0)" })
    #expect(objects.count { $0["verdict"]?.string == "reachable" } == 12)
  }

  static let badCSV = """
    source,destination,service,sourceAddress,sourcePort,through
    web-1,db,tcp/5432,,,
    web-1,bd,tcp/5432,,,
    web-1,,tcp/5432,,,
    "web-1"x,db,tcp/5432,,,
    web-1,db

    cache,db,tcp/5432,,,
    web-1,db,tcp/5432,10.0.1.11,40000,
    web-1,db,tcp/5432,,port,
    web-1,db,tcp/6-5,,,
    internet,web-1,tcp/443,,,lb:front
    "web-1","db","tcp/5432",,,"
    """

  /// A bad row spoils only itself, says so in its place, and the exit code is 2 at the end.
  @Test func badRowsStandInTheirPlaces() throws {
    let run = try ask("bad.csv", Array(Self.badCSV.utf8))
    #expect(run.code == 2 && run.error.isEmpty)
    let file = street.folder.path + "/bad.csv"
    #expect(
      run.lines == [
        "reachable  web-1 -> db tcp/5432",
        "error  web-1 -> bd tcp/5432  \(file):3: no endpoint is called 'bd'",
        "error  \(file):4: a question without 'destination'",
        "error  \(file):5: a quoted field that does not end, or text after its closing quote",
        "error  \(file):6: 2 fields where the header has 6",
        "error  cache -> db tcp/5432  \(file):8: 'cache' means 2 things: network interface cache (prod/cache): "
          + "10.0.3.20, subnet data; network interface cache (dev/cache): 10.1.0.20, subnet dev",
        "reachable  web-1 -> db tcp/5432", "error  \(file):10: 'port' is no source port",
        "error  web-1 -> db tcp/6-5  \(file):11: the ports of 'tcp/6-5' stand the wrong way round: 5-6",
        "reachable  internet -> web-1 tcp/443 through lb:front",
        "error  \(file):13: a quoted field that does not end, or text after its closing quote",
      ], "\(run.out)")
    let json = try ask("bad.csv", Array(Self.badCSV.utf8), ["--json"])
    #expect(json.code == 2 && json.error.isEmpty)
    let objects = try json.objects()
    #expect(objects.count == run.lines.count)
    let errors = objects.filter { $0["verdict"]?.string == "error" }
    #expect(errors.map { $0["line"]?.integer } == [3, 4, 5, 6, 8, 10, 11, 13])
    #expect(errors.allSatisfy { $0["error"]?.string?.isEmpty == false && $0["file"]?.string == file })
  }

  static let badNDJSON = #"""
    {"source":"web-1","destination":"db","service":"tcp/5432"}
    {"source":"web-1"
    {"source":"web-1","destination":"db","sourceport":3}

    [1]
    {"source":"web-1","destination":"db","sourcePort":65536}
    {"source":["web-1"],"destination":"db"}
    {"source":"web-1\n\u001b[31m","destination":"db"}
    {"source":"web-1","destination":"db","service":null,"sourcePort":40000,"through":null}
    """#

  @Test func badObjectsStandInTheirPlaces() throws {
    let run = try ask("bad.ndjson", Array(Self.badNDJSON.utf8))
    #expect(run.code == 2 && run.error.isEmpty)
    let file = street.folder.path + "/bad.ndjson"
    #expect(
      run.lines.prefix(7) == [
        "reachable  web-1 -> db tcp/5432",
        "error  \(file):2: the text ends inside the object that begins at 1:1",
        "error  \(file):3: 'sourceport' is no key of a question; did you mean 'sourcePort'?",
        "error  \(file):5: a question is a JSON object", "error  \(file):6: '65536' is no source port",
        "error  \(file):7: 'source' is no text",
        "error  web-1\\u{A}\\u{1B}[31m -> db any  \(file):8: no endpoint is called 'web-1\\u{A}\\u{1B}[31m'",
      ], "\(run.out)")
    #expect(run.lines.count == 8)
    #expect(run.lines.last?.hasPrefix("mixed  ") == true)
    let json = try ask("bad.ndjson", Array(Self.badNDJSON.utf8), ["--json"])
    #expect(try json.objects().count == 8)
  }

  /// What is no file of questions: one line, and nothing is answered.
  @Test(arguments: [
    ("", "%: the file holds no question"), ("\n \n\n", "%: the file holds no question"),
    ("source,destination\n", "%: the file holds no question"),
    ("source,dst\nweb-1,db\n", "%:1:1: 'dst' is no column of a question file"),
    (
      "sorce,destination\nweb-1,db\n",
      "%:1:1: 'sorce' is no column of a question file; did you mean 'source'?"
    ),
    ("source\nweb-1\n", "%:1:1: the header lacks the column 'destination'"),
    ("source,source,destination\n", "%:1:1: the column 'source' stands there twice"),
    ("\n\"source\n", "%:2:1: a quoted field that does not end, or text after its closing quote"),
    (
      "[{\"source\":\"web-1\"}]",
      "%: a JSON array; a file of questions holds one JSON object a line, or CSV with a header"
    ),
    ("\u{0}\u{1}\u{2}", "%:1:1: '\\u{0}\\u{1}\\u{2}' is no column of a question file"),
  ])
  func noQuestions(text: String, message: String) throws {
    let run = try ask("q", Array(text.utf8))
    #expect(run.code == 2 && run.out.isEmpty)
    let path = street.folder.path + "/q"
    #expect(run.error == "packetwalk: \(path)\(message.dropFirst())\n")
  }

  @Test func encodings() throws {
    let header = Array("source,destination\n".utf8)
    let bad = try ask("q", [0xFF, 0xFE] + header)
    #expect(bad.code == 2 && bad.error == "packetwalk: \(street.folder.path)/q:1:1: the line is not UTF-8\n")
    let row = try ask("q", header + Array("web-1,\u{FFFD}\n".utf8) + [0xFF, 0x2C, 0x61, 0x0A])
    #expect(row.code == 2 && row.lines.last == "error  \(street.folder.path)/q:3: the line is not UTF-8")
    // A byte order mark, carriage returns, gzip.
    let text = "\u{FEFF}source,destination,service\r\nweb-1,db,tcp/5432\r\n"
    #expect(try ask("q", Array(text.utf8)).code == 0)
    #expect(try ask("q", Gzip.pack(Array(text.utf8))).code == 0)
    let json = "\u{FEFF}{\"source\":\"web-1\",\"destination\":\"db\",\"service\":\"tcp/5432\"}\r\n"
    #expect(try ask("q", Array(json.utf8)).code == 0)
  }

  @Test func whatIsNoFile() throws {
    let folder = try street.folder.folder("folder")
    let pipe = try street.folder.pipe("pipe")
    let absent = street.folder.path + "/absent"
    for (path, message) in [
      (folder, "a folder where a file is needed"), (absent, "no such file or folder"),
      (pipe, "a named pipe, which is no input; '-' reads standard input"),
      ("/dev/null", "a device, which is no input; '-' reads standard input"),
    ] {
      let run = street.run("check", ["--queries", path])
      #expect(run.code == 2 && run.out.isEmpty)
      #expect(run.error == "packetwalk: \(path): \(message)\n")
    }
  }
}
