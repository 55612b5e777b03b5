import PacketWalkQueries

/// Alike answers for every source with every destination and service: told by the three lists alone.
struct AnswerProduct {
  let first: Answer
  let count: Int
  let sources: [String]
  let destinations: [String]
  let services: [String]

  init?(_ answers: [Answer]) {
    guard let first = answers.first, answers.count > 1,
      AlikeAnswers.groups(answers, byHops: false).count == 1
    else { return nil }
    self.first = first
    count = answers.count
    sources = Self.distinct(answers.map(\.source.brief))
    destinations = Self.distinct(answers.map(\.destination.brief))
    services = Self.distinct(answers.map(\.service.description))
    // Nobody is asked about himself.
    let toThemselves = Set(sources).intersection(destinations).count
    let pairs = sources.count * destinations.count
    guard [pairs, pairs - toThemselves].contains(where: { $0 * services.count == count }) else { return nil }
    let asked = Set(answers.map { "\($0.source.text)\u{0}\($0.destination.text)" })
    guard asked.count == 1 else { return nil }
  }

  private static func distinct(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
