import PacketWalkJSONScan
import PacketWalkTestSupport
import Testing

/// `who` and `what` as they are typed.
@Suite struct ReachCommandTests {
  @Test func oneLineForAllThatFareAlike() throws {
    let run = try Street().run("who", ["db"])
    #expect(run.code == 0 && run.error.isEmpty, "\(run.error)")
    #expect(run.lines.first == "WHO REACHES db")
    let line = try #require(run.lines.first { $0.hasPrefix("  sg:web") }, "\(run.out)")
    #expect(line.contains("tcp/5432, tcp/6000-6010") && line.contains("e.g. "))
    #expect(run.lines.contains { $0.hasSuffix("interfaces cannot reach it") }, "\(run.out)")
  }

  @Test func theExitCodeIsZeroWhateverTheAnswer() throws {
    let run = try Street().run("what", ["db", "tcp/1"])
    #expect(run.code == 0, "\(run.error)")
    #expect(run.lines.first == "WHAT IS REACHED BY db on tcp/1")
  }

  /// What is printed as an example is a question that `check` answers so.
  @Test func examplesAreQuestions() throws {
    let street = try Street()
    for subject in ["internet", "web-1", "bastion", "lb:front", "report", "10.0.1.11"] {
      let run = street.run("what", [subject])
      let examples = run.lines.compactMap { line -> [String]? in
        guard let mark = line.place(afterText: "e.g. ") else { return nil }
        return line[mark...].split(separator: " ").map(String.init)
      }
      #expect(subject == "bastion" || !examples.isEmpty, "\(subject): \(run.out)")
      for words in examples {
        let isWhole = words.count == 4 && words[1] == "->"
        try #require(isWhole, "\(words)")
        let answer = street.run("check", [words[0], words[2], words[3]])
        #expect([0, 1, 3, 4].contains(answer.code), "\(words): \(answer.error)")
      }
    }
  }

  @Test(arguments: [
    ("sg", "sg:web"), ("subnet", "subnet:app-a"), ("vpc", "vpc:prod"), ("tag:tier", "tag:tier=web"),
    ("interface", "web-1"),
  ])
  func groupings(by: String, party: String) throws {
    let run = try Street().run("who", ["db", "tcp/5432", "--by", by])
    #expect(run.code == 0 && run.out.contains("  \(party)"), "\(run.out)\(run.error)")
  }

  @Test func whatCounts() throws {
    let street = try Street()
    // The access list of data lets out what Linux's clients take, and NAT gateways take other ports besides.
    let all = street.run("who", ["db", "tcp/5432"])
    #expect(street.run("who", ["db", "tcp/5432", "--reply"]).code == 0)
    let delivered = street.run("who", ["db", "tcp/5432", "--delivered"])
    #expect(delivered.code == 0 && !delivered.out.contains("without reply"))
    #expect(all.out.contains("tcp/5432"))
    #expect(street.run("who", ["db", "--reply", "--delivered"]).code == 64)
  }

  @Test func balancersTargetsAndAssumptions() throws {
    let street = try Street()
    for more in [["--respect-health"], ["--strict"], ["--assume", "ASSUMED_LISTENER_CONDITIONS_MATCH=yes"]] {
      let run = street.run("who", ["lb:front"] + more)
      #expect(run.code == 0 && run.out.hasPrefix("WHO REACHES lb:front"), "\(run.out)\(run.error)")
    }
    #expect(street.run("who", ["lb:front", "--assume", "ASSUMED_NOTHING=yes"]).code == 2)
  }

  @Test func editsAreMadeFirst() throws {
    let street = try Street()
    #expect(!street.run("who", ["db", "tcp/22"]).out.contains("sg:web"))
    #expect(
      street.run("who", ["db", "tcp/22", "--edit", "sg:db +in tcp/22 from sg:web"]).out.contains("sg:web"))
  }

  @Test(arguments: [
    (["wbe-1"], Int32(2), "no endpoint is called 'wbe-1'"), (["sg:lonly"], 2, "no security group"),
    (["subnet:empty"], 2, "holds no network interface"),
    (["cache"], 2, "'cache' means 2 things"), (["db", "tcp/99999"], 2, "is no service"),
    (["db", "tcp/90-80"], 2, "the wrong way round"), (["db", "--by", "colour"], 64, "--by"),
    (["db", "--by", "tag:"], 64, "--by"), ([], 64, "destination"),
    (["db", "--with", "nowhere.yaml"], 2, "nowhere.yaml"),
  ])
  func mistakes(words: [String], code: Int32, says: String) throws {
    let run = try Street().run("who", words)
    #expect(run.code == code && run.error.contains(says), "\(run.code) \(run.error)")
    #expect(run.out.isEmpty, "\(run.out)")
  }

  @Test func jsonOfWho() throws {
    let run = try Street().run("who", ["db", "tcp/5432", "--json"])
    let reach = try #require(try run.objects().first)
    #expect(try run.objects().count == 1)
    #expect(
      reach["schema"]?.integer == 1 && reach["side"]?.string == "who"
        && reach["services"]?.string == "tcp/5432")
    let section = try #require(reach["sections"]?.elements.first { _ in true })
    #expect(section["subjects"]?.elements.map { $0.string } == ["db"])
    #expect(section["silentInterfaces"]?.integer != nil)
    let line = try #require(section["lines"]?.elements.first { $0["party"]?.string == "sg:web" })
    #expect(line["partySize"]?.integer == 3)
    #expect(line["members"]?.elements.map { $0.string } == ["web-1", "web-2"])
    let share = try #require(line["shares"]?.elements.first { _ in true })
    #expect(share["verdict"]?.string == "reachable" && share["services"]?.string == "tcp/5432")
    let witness = try #require(line["witness"])
    #expect(witness["destination"]?.string == "db" && witness["service"]?.string == "tcp/5432")
    #expect(reach["choiceLimitReached"]?.boolean == false)
  }

  @Test func jsonOfTheOutside() throws {
    let run = try Street().run("what", ["web-2", "tcp/443", "--json"])
    let reach = try #require(try run.objects().first)
    #expect(reach["side"]?.string == "what")
    let lines = try #require(reach["sections"]?.elements.first { _ in true }?["lines"]).elements
    let outside = try #require(lines.first { $0["party"]?.string == "internet" }, "\(run.out)")
    #expect(outside["members"]?.elements.isEmpty == true)
    #expect(outside["addresses"] != nil || outside["allAddressesExcept"] != nil)
  }
}

extension String {
  fileprivate func place(afterText text: String) -> String.Index? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
