import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkReports
import Testing

@Suite struct SentencesTests {
  @Test(arguments: Code.allCases) func everyCodeHasAPhraseOfItsOwn(_ code: Code) {
    let phrase = Sentences.meaning(of: code.rawValue)
    #expect(!phrase.isEmpty && phrase != code.rawValue && !phrase.hasSuffix("."))
    #expect(!Code.allCases.contains { $0 != code && Sentences.meaning(of: $0.rawValue) == phrase })
  }

  @Test func anUnknownCodeSaysItself() { #expect(Sentences.meaning(of: "PW_NEVER_SEEN") == "PW_NEVER_SEEN") }

  static let causes: [(question: String, because: String, symptom: String?)] = [
    ("web-1 desk-1 tcp/22", "requests arrive and replies come back", nil),
    (
      "web-1 db-1 tcp/5433",
      "requests arrive, replies do not: blocked by network ACL data (reply, outbound): rule 90 deny tcp/32768-65535 to 10.0.3.0/24",
      "connection times out, although requests arrive"
    ),
    (
      "web-1 db-1 udp/5432",
      "2 blockers: network ACL data (inbound), security group db (inbound)", "no answer"
    ),
    (
      "web-1 172.16.3.4 tcp/22",
      "depends on the VPN connection or Direct Connect behind virtual private gateway office, which is not known",
      nil
    ),
  ]

  @Test(arguments: causes) func causeAndSymptom(_ question: String, _ because: String, _ symptom: String?)
    throws
  {
    let answer = try #require(Shop.answers(question, isExplaining: false).first)
    #expect(Sentences.because(answer) == because)
    #expect(Sentences.symptom(answer) == symptom)
  }

  /// SDC-2 is an assumption: who accepts none gets no verdict, and is told which one it was.
  @Test func strictAnswersNameTheAssumption() throws {
    let answer = try #require(Shop.answers("internet web-1 tcp/443 lb:front", isStrict: true).first)
    #expect(answer.verdict == .undetermined)
    #expect(Sentences.because(answer) == "rests on what is not documented: ASSUMED_LISTENER_CONDITIONS_MATCH")
  }

  @Test func causesStayOnOneLine() throws {
    var answer = try #require(Shop.answers("web-1 db-1 tcp/5432").first)
    answer.blockers[0].component.name = "db\n\u{1B}]0;owned\u{7}"
    #expect(
      Sentences.because(answer)
        == "blocked by security group db\\u{A}\\u{1B}]0;owned\\u{7} (inbound): no rule matches (implicit deny)"
    )
  }

  @Test func theChoiceLimitIsSaid() throws {
    var answer = try #require(Shop.answers("web-1 db-1 tcp/5432").first)
    (answer.delivered, answer.replied, answer.isChoiceLimitReached) = (.unknown, .unknown, true)
    #expect(
      Sentences.because(answer) == "the network has more distinct ways than are walked (PW_CHOICE_LIMIT)")
  }
}
