import PacketWalkServiceSets

/// Answers by number, and what becomes of them where they are put together, each worked out once. Number 0 is that
/// nothing is delivered.
struct AnswerNumbers: Sendable {
  private var answers = Numbering<ServiceVerdicts>(first: ServiceVerdicts())
  private var bests = PairMap()
  /// Pairs of what both ends' groups admit; and answers by that of an answer and such a pair.
  private var admissions = PairMap()
  private var admissionCount = 0
  private var filtered = PairMap()
  /// By answer; -1 before it is asked for.
  private var pinged: [Int32] = []

  subscript(number: Int) -> ServiceVerdicts { answers[number] }

  mutating func number(of answer: ServiceVerdicts) -> Int { answers.number(of: answer) }

  // MARK: The better of two

  /// The better of two answers, service by service.
  mutating func best(_ left: Int, _ right: Int, in store: inout ServiceSetStore) -> Int {
    if left == right || right == 0 { return left }
    if left == 0 { return right }
    let (first, second) = (min(left, right), max(left, right))
    if let known = bests[first, second] { return known }
    let made = answers.number(of: ServiceVerdicts.best([answers[first], answers[second]], in: &store))
    bests[first, second] = made
    return made
  }

  // MARK: ICMP

  /// An answer about IPv6, where whoever asks for ICMP means ICMPv6: packets of ICMP itself are nobody's there.
  mutating func withPing(_ number: Int, in store: inout ServiceSetStore) -> Int {
    while pinged.count <= number { pinged.append(-1) }
    if pinged[number] >= 0 { return Int(pinged[number]) }
    let made = answers.number(of: answers[number].withPing(in: &store))
    pinged[number] = Int32(made)
    return made
  }

  // MARK: Groups

  /// What both ends' groups leave of an answer, by the numbers of what they admit; nil before it is worked out.
  func known(_ answer: Int, egress: Int, ingress: Int) -> Int? {
    if egress == 0, ingress == 0 { return answer }
    return admissions[egress, ingress].flatMap { filtered[answer, $0] }
  }

  /// Works that out.
  mutating func filter(
    _ answer: Int, egress: Int, ingress: Int, _ admissions: Admissions, in store: inout ServiceSetStore
  ) -> Int {
    let both = self.admissions[egress, ingress] ?? admissionCount
    if both == admissionCount {
      self.admissions[egress, ingress] = both
      admissionCount += 1
    }
    let (sending, receiving) = (admissions[egress], admissions[ingress])
    let certain = store.intersection(sending.certain, receiving.certain)
    // What one lets pass for certain and the other perhaps may pass, too.
    let possible = store.subtracting(
      store.intersection(
        store.union(sending.certain, sending.possible), store.union(receiving.certain, receiving.possible)),
      certain)
    let made = answers.number(of: answers[answer].filtered(certain, possible: possible, in: &store))
    filtered[answer, both] = made
    return made
  }
}
