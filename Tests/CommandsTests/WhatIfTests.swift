import PacketWalkJSONScan
import PacketWalkKit
import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

/// `--edit`: what changes, what stays, and what cannot be made.
@Suite struct WhatIfTests {
  let street: Street

  init() throws { street = try Street() }

  private func run(_ command: String, _ words: String, edit: String...) -> CommandRun {
    street.run(
      command, words.split(separator: " ").map(String.init) + edit.flatMap { ["--edit", $0] })
  }

  // MARK: check

  @Test func aChangedAnswerSaysWhatItWas() {
    let run = run("check", "bastion db tcp/5432", edit: "sg:db +in tcp/5432 from sg:lonely")
    #expect(run.code == 0, "\(run.out)\(run.error)")
    #expect(run.lines[0].hasPrefix("REACHABLE  bastion"))
    #expect(run.lines.contains { $0.hasPrefix("  was UNREACHABLE: blocked by ") })
    #expect(run.out.contains("; after 1 edit"))
    #expect(run.error.isEmpty)
  }

  @Test func nothingChangedSaysSo() {
    let run = run("check", "bastion db tcp/5432", edit: "sg:db +in tcp/5433 from sg:lonely")
    #expect(run.code == 1)
    #expect(run.lines[0].hasPrefix("no change: still UNREACHABLE  bastion"))
    #expect(run.lines[1].hasPrefix("  blocked by "))
    #expect(run.out.contains("  the edit is made, and what decides here is not touched by it\n"))
    let already = self.run("check", "web-1 db tcp/5432", edit: "sg:db +in tcp/5432 from sg:web")
    #expect(already.code == 0 && already.lines[0].hasPrefix("no change: still REACHABLE"))
    #expect(already.out.contains("the network is like that already"))
  }

  /// The edit opens the group, and the access list still shuts.
  @Test func anotherReasonIsAChange() {
    let run = run(
      "check", "bastion db tcp/5432",
      edit: "sg:db +in tcp/5432 from sg:lonely; acl:data in 50 deny tcp/5432 from 10.0.0.0/24")
    #expect(run.code == 1)
    #expect(run.lines[0].hasPrefix("UNREACHABLE"))
    #expect(run.out.contains("  was UNREACHABLE too, for another reason: blocked by "), "\(run.out)")
  }

  @Test func onlyWhatChangesIsShown() {
    let run = run("check", "tag:tier=web sg:db tcp/5432", edit: "web-2 -sg:web")
    #expect(run.code == 4, "\(run.out)\(run.error)")
    #expect(run.lines.count { $0.hasPrefix("UNREACHABLE  ") } == 1, "\(run.out)")
    #expect(!run.lines.contains { $0.contains("web-1") })
    #expect(run.out.contains("and alike: web-2 10.0.2.10 -> cache 10.0.3.20"))
    #expect(run.out.contains("2 answers as before: 2 reachable"))
    let none = self.run("check", "tag:tier=web sg:db tcp/5432", edit: "bastion +sg:alb")
    #expect(none.code == 0 && none.lines[0] == "no change: 4 reachable, as before")
  }

  /// Where only a part of a service changes, the rest stays as it was.
  @Test func partsOfAServiceAreToldApart() throws {
    let run = run("check", "web-1 db tcp/5430-5440", edit: "sg:db +in tcp/5433 from sg:web")
    #expect(run.lines.count { $0.hasPrefix("REACHABLE  ") } == 1)
    #expect(run.lines[0].hasSuffix("tcp/5433"), "\(run.out)")
    let json = self.run("check", "web-1 db tcp/5430-5440 --json", edit: "sg:db +in tcp/5433 from sg:web")
    let told = try json.objects().map { object in
      [object["service"]?.string, object["verdict"]?.string, object["before"]?["verdict"]?.string]
        .map { $0 ?? "-" }.joined(separator: " ") + " \(object["changed"]?.boolean == true)"
    }
    #expect(
      Set(told) == [
        "tcp/5432 reachable reachable false", "tcp/5433 reachable unreachable true",
        "tcp/5430-5431,5434-5440 unreachable unreachable false",
      ])
  }

  @Test func endsThatComeAndGo() {
    let new = run(
      "check", "green db tcp/5432",
      edit: "add-interface: {name: green, subnet: app-a, ip: 10.0.1.77, groups: web}")
    #expect(new.code == 0, "\(new.error)")
    #expect(new.out.contains("before the edits there was no answer: an end was not there"))
    let gone = run("check", "web-2 db tcp/5432", edit: "web-2 gone")
    #expect(gone.code == 2)
    #expect(gone.error.contains("it is there before the edits, and not after them"))
    let part = run("check", "tag:tier=web db tcp/5432", edit: "web-2 gone")
    #expect(part.code == 0)
    #expect(part.lines[0].hasPrefix("GONE  web-2"))
    #expect(part.out.contains("1 answer as before: 1 reachable"))
  }

  @Test func jsonHoldsBoth() throws {
    let run = run("check", "bastion db tcp/5432 --json", edit: "sg:db +in tcp/5432 from sg:lonely")
    let object = try #require(try run.objects().first)
    #expect(object["verdict"]?.string == "reachable" && object["changed"]?.boolean == true)
    let before = try #require(object["before"])
    #expect(before["verdict"]?.string == "unreachable" && before["delivered"]?.boolean == false)
    #expect(before["because"]?.string?.hasPrefix("blocked by ") == true)
    let plain = try self.run("check", "bastion db tcp/5432 --json").objects()
    #expect(plain.first?["before"] == nil && plain.first?["changed"] == nil)
  }

  @Test func filesOfQuestions() throws {
    let questions = try street.folder.write(
      "q.csv", "source,destination,service\nweb-1,db,tcp/5432\nbastion,db,tcp/5432\nnobody,db,tcp/1\n")
    let edit = "sg:db +in tcp/5432 from sg:lonely"
    let text = run("check", "--queries \(questions)", edit: edit)
    #expect(text.code == 2)
    #expect(text.lines.count == 3, "\(text.out)")
    #expect(text.lines[0].hasPrefix("reachable  bastion -> db tcp/5432  was: unreachable  (blocked by "))
    #expect(text.lines[1].hasPrefix("error  nobody"))
    #expect(text.lines[2] == "2 rows changed, 1 as before" || text.lines[2].hasSuffix("1 as before"))
    let json = try run("check", "--queries \(questions) --json", edit: edit).objects()
    #expect(json.map { $0["changed"]?.boolean } == [false, true, nil])
  }

  // MARK: The other commands

  @Test func explainSaysWhatWasBefore() throws {
    let run = run("explain", "bastion db tcp/5432", edit: "sg:db +in tcp/5432 from sg:lonely")
    #expect(run.code == 0)
    #expect(run.lines[0].hasPrefix("before: UNREACHABLE: blocked by "))
    #expect(run.lines[1].hasPrefix("REACHABLE  bastion"))
    #expect(run.out.contains("--edit:1"))
    let same = self.run("explain", "bastion db tcp/5432", edit: "sg:db +in tcp/1 from sg:lonely")
    #expect(same.lines[0].hasPrefix("before: the same, UNREACHABLE: "))
    let several = self.run("explain", "tag:tier=web db tcp/5432", edit: "web-2 -sg:web")
    #expect(several.lines[0] == "before: 2 answers: 2 reachable; 1 of 2 answers changed")
    let json = try self.run("explain", "bastion db tcp/5432 --json", edit: "bastion +sg:web").objects()
    #expect(json.first?["before"]?["verdict"]?.string == "unreachable" && json.first?["hops"] != nil)
  }

  @Test func lintShowsWhatComesAndGoes() throws {
    let run = run("lint", "--fail-on error", edit: "sg:lonely +in tcp/22 from 0.0.0.0/0")
    #expect(run.code == 1, "\(run.out)\(run.error)")
    #expect(run.lines[0].hasPrefix("+ admin-port-exposed  security group lonely"))
    #expect(run.out.contains("1 appear, 0 go; "))
    let none = self.run("lint", "--fail-on note", edit: "sg:web +in tcp/8081 from sg:alb")
    #expect(none.code == 0 && none.lines[0].hasPrefix("no change: "), "\(none.out)")
    let object = try #require(
      try self.run("lint", "--json", edit: "sg:lonely +in tcp/22 from 0.0.0.0/0").objects().first)
    #expect(object["appeared"].map { Array($0.elements).count } == 1)
    #expect(object["gone"].map { Array($0.elements).count } == 0)
  }

  @Test func convertWritesTheEditedNetwork() throws {
    let run = run("convert", "", edit: "sg:db +in tcp/7777 from sg:web")
    #expect(run.code == 0 && run.out.contains("tcp/7777 from sg:web"))
    let path = try street.folder.write("edited.yaml", run.out)
    #expect(CommandRun("check", "-t", path, "web-1", "db", "tcp/7777").code == 0)
    #expect(self.run("doctor", "", edit: "web-1 gone").code == 0)
  }

  @Test(arguments: [
    ("text", "sg:db +in tcp/7777 from sg:web\n"),
    ("yaml", "- add-rule: {group: db, in: tcp/7777 from sg:web}\n"),
    ("cli", "aws ec2 authorize-security-group-ingress"),
    ("terraform", "resource \"aws_vpc_security_group_ingress_rule\" \"db_tcp_7777_from_web\" {"),
  ])
  func convertWritesTheEditsThemselves(language: String, text: String) {
    let run = run("convert", "--edits-as \(language)", edit: "sg:db +in tcp/7777 from sg:web")
    #expect(run.code == 0 && run.out.contains(text), "\(run.out)\(run.error)")
    #expect(self.run("convert", "--edits-as \(language)").code == 64)
  }

  @Test func networksAreEditedInSwift() throws {
    let network = try Network(path: street.path)
    let edited = try network.edited(by: "sg:db +in tcp/5432 from sg:lonely")
    #expect(try network.verdict(from: "bastion", to: "db", on: "postgres") == .unreachable)
    #expect(try edited.verdict(from: "bastion", to: "db", on: "postgres") == .reachable)
    #expect(throws: InputError(.noMatch, "")) { try network.edited(by: "sg:dbb -in all from ::/0") }
  }

  // MARK: Input

  @Test func danglingReferencesAreToldOnStandardError() {
    let run = run("check", "web-1 db tcp/5432", edit: "sg:db +in tcp/1 from sg:id:sg-gone")
    #expect(run.code == 0)
    #expect(run.errorLines.count == 1)
    #expect(run.error.hasPrefix("packetwalk: warning: --edit:1:11: db: "), "\(run.error)")
    #expect(run.error.contains("sg-gone"))
  }

  @Test(
    arguments: [
      (
        "sg:dbb +in tcp/1 from sg:web",
        "packetwalk: --edit:1:4: no security group is named “dbb”; did you mean “db”? (in the edit, “sg:dbb +in tcp/1 from sg:web”)"
      ),
      (
        "sg:db -in tcp/1 from sg:web",
        "packetwalk: --edit:1:11: “sg:db -in tcp/1 from sg:web” cannot be applied: security group db has no such inbound rule; did you mean 'sg:db -in tcp/5432 from sg:web' or 'sg:db -in tcp/6000-6010 from sg:web'?"
      ),
      ("no-such-file.yaml", "packetwalk: --edit:1:1: there is no file “no-such-file.yaml”, and as an edit: "),
    ])
  func whatCannotBeMade(edit: String, message: String) {
    let run = run("check", "web-1 db tcp/5432", edit: edit)
    #expect(run.code == 2 && run.out.isEmpty)
    #expect(run.error.hasPrefix(message), "\(run.error)")
  }

  @Test func filesOfEdits() throws {
    let yaml = try street.folder.write(
      "edits.yaml", "- add-rule: {group: db, in: tcp/5432 from sg:lonely}\n")
    let text = try street.folder.write("edits.txt", "# bastion\nsg:db +in tcp/5432 from sg:lonely\n")
    for path in [yaml, text] {
      let run = run("check", "bastion db tcp/5432", edit: path)
      #expect(run.code == 0, "\(run.out)\(run.error)")
    }
    let wrong = try street.folder.write("wrong.yaml", "\n- add-rule: {group: dbb, in: all from ::/0}\n")
    let run = run("check", "bastion db tcp/5432", edit: wrong)
    #expect(run.code == 2 && run.error.contains("wrong.yaml:2:"), "\(run.error)")
  }

  @Test func onlyOneIsStandardInput() {
    #expect(CommandRun("check", "-t", "-", "--edit", "-", "a", "b").code == 64)
  }
}
