import PacketWalkDiagnostics
import PacketWalkTestSupport
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// `--edit`: files and texts, in order, and what cannot be applied.
@Suite struct EditedTopologyTests {
  private let folder: TemporaryFolder
  private let loaded: LoadedTopology

  init() throws {
    folder = try TemporaryFolder()
    let example = try #require(try Documentation.examples().first { !$0.isEdits })
    loaded = try TopologyLoader.load(path: folder.write("network.yaml", example.text))
  }

  private func edited(_ values: String...) throws(InputError) -> EditedTopology {
    try EditedTopology(loaded, editedBy: values)
  }

  @Test func textsAndFiles() throws {
    let yaml = try folder.write("edits.yaml", "# later\n- attach-group: {group: alb, interface: web-1}\n")
    let text = try folder.write("edits", "web-1 -sg:alb\n")
    let edited = try edited(yaml, "sg:web +in tcp/1 from sg:alb; web-1 public 203.0.113.9", text)
    #expect(edited.edits.count == 4)
    #expect(edited.after.topology.coverage.edits == 4)
    #expect(edited.isEdited && !edited.isUnchanged)
    #expect(edited.before.topology == loaded.topology)
    #expect(try self.edited("[{attach-group: {group: alb, interface: web-1}}]").edits.count == 1)
  }

  @Test func laterOnesSeeEarlierOnes() throws {
    let edited = try edited(
      "add-interface: {name: new, subnet: app-a, groups: web, ip: 10.0.3.9}", "new +sg:alb")
    #expect(edited.after.topology.networkInterfaces.last?.securityGroups == ["web", "alb"])
  }

  @Test func nothingToDo() throws {
    #expect(try edited("web-1 +sg:web").isUnchanged)
    #expect(try !edited().isEdited)
  }

  @Test func danglingReferencesAreFound() throws {
    let edited = try edited("sg:web +in tcp/1 from sg:id:sg-gone")
    #expect(edited.newFindings.count == 1)
    #expect(edited.after.findings.count == loaded.findings.count + 1)
  }

  @Test(arguments: [
    (
      "sg:web -in tcp/22 from sg:alb", InputError.Code.noMatch,
      "“sg:web -in tcp/22 from sg:alb” cannot be applied: security group web has no such inbound rule",
      ["sg:web -in tcp/8080 from sg:alb"]
    ),
    ("web-1 -sg:alb", .noMatch, "network interface web-1 is not in that security group", ["web"]),
    ("acl:app -in 111", .noMatch, "network ACL app has no inbound entry 111", ["110", "100"]),
    ("rtb:app-a -0.0.0.0/1", .noMatch, "route table app-a has no such route of its own", ["0.0.0.0/0"]),
    ("web-1@10.0.3.77 -public", .noMatch, "does not have the address 10.0.3.77", ["10.0.3.10"]),
    (
      "web-1 gone; add-interface: {name: x, subnet: id:gone, groups: []}", .noMatch,
      "there is no subnet gone", []
    ),
    ("edits.yml", .missing, "there is no file “edits.yml”, and as an edit", []),
    ("web-2 gone", .noMatch, "no network interface or instance is named “web-2”", ["web-1"]),
    ("- add-rule: {}", .malformed, "needs “group”", []), ("[]", .empty, "there is no edit", []),
    ("", .empty, "there is no edit", []), ("# none", .empty, "there is no edit", []),
  ])
  func refusals(text: String, code: InputError.Code, message: String, candidates: [String]) throws {
    do throws(InputError) {
      Issue.record("\(try edited(text).edits)")
    } catch {
      #expect(error.code == code && error.message.contains(message), "\(error.code) \(error.message)")
      #expect(candidates.allSatisfy(error.candidates.contains), "\(error.candidates)")
    }
  }

  @Test func theSecondValueIsNamed() throws {
    do throws(InputError) {
      _ = try edited("web-1 +sg:alb", "web-1 +sg:abl")
      Issue.record("accepted")
    } catch {
      #expect("\(error.origin)" == "--edit 2:1:11")
    }
  }
}
