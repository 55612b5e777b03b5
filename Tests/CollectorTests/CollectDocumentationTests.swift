import PacketWalkByteInput
import PacketWalkTestSupport
import Testing

/// Every `packetwalk collect` that README, docs and `--help` show, run with a command that only pretends.
@Suite struct CollectDocumentationTests {
  private static func shown() throws -> [String] {
    var text = ""
    for page in ["README.md", "docs/collect.md"] {
      text += String(decoding: try ByteInput.read(Fixtures.repository + "/" + page), as: UTF8.self) + "\n"
    }
    text += CommandLineRun("help", "collect").out
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
    return lines.filter { $0.hasPrefix("packetwalk collect") }.map { String($0.prefix { $0 != "#" }) }
  }

  @Test func everyCommandShownRuns() throws {
    let shown = try Self.shown()
    #expect(shown.count >= 9)
    for line in shown {
      let aws = try FakeAWS([
        "ec2-describe-regions.json": #"{"Regions": [{"RegionName": "eu-west-1"}]}"#,
        "configure-get.sh": "echo eu-west-1",
        "sts-assume-role.json":
          #"{"Credentials": {"AccessKeyId": "A", "SecretAccessKey": "B", "SessionToken": "C"}}"#,
      ])
      var arguments = line.split(separator: " ").dropFirst().map(String.init)
      if let place = arguments.firstIndex(of: "snapshot") {
        arguments[place] = "\(aws.folder.path)/snapshot"
        arguments += ["--aws", "\(aws.path)/aws"]
      }
      let run = CommandLineRun(arguments)
      #expect(run.code == 0, "\(line)\n\(run.error)")
    }
  }
}
