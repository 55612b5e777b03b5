import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkJSONScan
import PacketWalkReports
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

/// Edits as YAML, AWS CLI and Terraform.
@Suite struct EditReportTests {
  private static func load() throws -> (topology: Topology, edits: [Edit]) {
    let topology = try TopologyLoader.load(path: Fixtures.path("reports/edited.yaml")).topology
    let path = Fixtures.path("reports/edits.txt")
    return (topology, try EditText.read(ByteInput.read(path), from: path, for: topology))
  }

  /// What stands for each edit, so that a new case is missed here.
  private static func word(_ edit: Edit) -> String {
    switch edit {
    case .addSecurityGroupRule: "add rule"
    case .removeSecurityGroupRule: "remove rule"
    case .attachSecurityGroup: "attach group"
    case .detachSecurityGroup: "detach group"
    case .setNetworkACLEntry: "set entry"
    case .removeNetworkACLEntry: "remove entry"
    case .setRoute: "set route"
    case .removeRoute: "remove route"
    case .associateRouteTable: "associate table"
    case .disassociateRouteTable: "disassociate table"
    case .associateNetworkACL: "associate access list"
    case .setPublicAddress: "set public address"
    case .addNetworkInterface: "add interface"
    case .removeNetworkInterface: "remove interface"
    case .addVPNGateway: "add VPN gateway"
    case .addUnmodelledResource: "add unmodelled"
    }
  }

  @Test func everyEditIsAmongThem() throws {
    let (topology, edits) = try Self.load()
    #expect(Set(edits.map(Self.word)).count == 16)
    _ = try topology.applying(edits)
  }

  @Test func pagesAreAsRecorded() throws {
    let (topology, edits) = try Self.load()
    let cli = EditReport.cli(edits, on: topology)
    #expect(try cli == TextSnapshot.recorded("reports/edits.sh", cli))
    let terraform = EditReport.terraform(edits, on: topology)
    #expect(try terraform == TextSnapshot.recorded("reports/edits.tf", terraform))
    let yaml = EditReport.yaml(edits, on: topology)
    #expect(try yaml == TextSnapshot.recorded("reports/edits.yaml", yaml))
    let again = try NativeEdits.read(YAMLDocument.parse(Array(yaml.utf8), file: "yaml"), for: topology)
    #expect(EditReport.yaml(again, on: topology) == yaml)
    #expect(EditReport.text(again, on: topology) == EditReport.text(edits, on: topology))
  }

  /// A network by hand has no identifiers: variables stand for them.
  @Test func placeholdersAreAsRecorded() throws {
    let topology = try TopologyLoader.load(path: Fixtures.path("documentation/network.yaml")).topology
    let text = """
      sg:db +in tcp/22 from sg:web; db-1 +sg:web; rtb:main 0.0.0.0/0 via nat:nat-a
      web-1 public 203.0.113.7; acl:default in 50 deny tcp/22 from 0.0.0.0/0
      """
    let edits = try EditText.read(Array(text.utf8), from: "edits", for: topology)
    let cli = EditReport.cli(edits, on: topology)
    #expect(try cli == TextSnapshot.recorded("reports/edits-by-name.sh", cli))
    let terraform = EditReport.terraform(edits, on: topology)
    #expect(try terraform == TextSnapshot.recorded("reports/edits-by-name.tf", terraform))
  }

  /// Names are anybody's: none ends a quote, begins a command or a template, or takes another's variable.
  @Test func hostileNames() throws {
    var topology = Topology()
    topology.vpcs = [VPC(id: "vpc", prefixes: [])]
    let names = ["a'; rm -rf / #", "a;rm rf/", "$(x) `y` \"z\" ${w}", "\u{202E}\n# end", "", "9"]
    topology.securityGroups = names.enumerated().map {
      SecurityGroup(id: .init("g\($0.offset)"), info: ResourceInfo(name: $0.element), vpc: "vpc")
    }
    let rule = SecurityGroupRule(
      direction: .ingress, traffic: .all, peer: .group("g0"), description: "it's ${x}\\\n\"")
    let edits = topology.securityGroups.map { Edit.addSecurityGroupRule($0.id, rule) }
    let cli = EditReport.cli(edits, on: topology)
    let commands = cli.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("  ") }
    #expect(commands.allSatisfy { $0.hasPrefix("aws ec2 authorize-security-group-ingress") }, "\(cli)")
    #expect(commands.count == names.count)
    let words = try ShellWords.commands(in: cli)
    #expect(Set(words.compactMap { $0.drop { $0 != "--group-id" }.dropFirst().first }).count == names.count)
    for words in words {
      let json = try #require(words.first { $0.hasPrefix("[{") })
      let root = try JSONDocument(parsing: Array(json.utf8), file: "json").root
      let pairs = Array(root.elements).first?["UserIdGroupPairs"].map { Array($0.elements) }
      #expect(pairs?.first?["Description"]?.string == "it's ${x}\\\n\"")
    }
    let terraform = EditReport.terraform(edits, on: topology)
    #expect(terraform.contains(#"description                  = "it's $${x}\\\n\"""#), "\(terraform)")
    let lines = terraform.split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("resource ") } == names.count)
    #expect(lines.allSatisfy { !$0.hasPrefix("rm") && !$0.contains("\u{202E}") })
  }

  /// Whatever is in quotes for a shell is JSON where JSON is expected.
  @Test func argumentsAreWhole() throws {
    let (topology, edits) = try Self.load()
    let commands = try ShellWords.commands(in: EditReport.cli(edits, on: topology))
    #expect(commands.count > 30)
    for command in commands {
      for option in ["--ip-permissions", "--tag-specifications"] {
        guard let place = command.firstIndex(of: option) else { continue }
        let root = try JSONDocument(parsing: Array(command[place + 1].utf8), file: "json").root
        #expect(root.kind == .array)
      }
    }
  }
}

/// A POSIX shell's words, as far as the commands need it; variables stand as they are written.
private enum ShellWords {
  struct Unclosed: Error { let line: String }

  static func commands(in script: String) throws -> [[String]] {
    let whole = script.replacing(" \\\n", with: " ")
    return try whole.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      var words: [String] = []
      var word: String?
      var quote: Character?
      var isEscaped = false
      for character in line {
        if isEscaped {
          word = (word ?? "") + String(character)
          isEscaped = false
        } else if let open = quote {
          if character == open { quote = nil } else { word = (word ?? "") + String(character) }
        } else if character == "'" || character == "\"" {
          quote = character
          word = word ?? ""
        } else if character == "\\" {
          isEscaped = true
        } else if character == " " {
          if let done = word { words.append(done) }
          word = nil
        } else {
          word = (word ?? "") + String(character)
        }
      }
      guard quote == nil else { throw Unclosed(line: String(line)) }
      if let done = word { words.append(done) }
      return words
    }
  }
}
