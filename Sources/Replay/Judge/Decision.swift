import PacketWalkForwarding

/// What the model says of a record, before it is known which way its connection was begun.
struct Decision: Hashable, BitwiseCopyable {
  enum Prediction: Hashable, BitwiseCopyable {
    case accept
    case reject
    /// Accepted if it is an answer, else rejected.
    case ambiguous
    case unjudged(Unjudged)

    init(_ passage: LocalRuling.Passage) {
      switch passage {
      case .passes: self = .accept
      case .stops: self = .reject
      case .unknown: self = .unjudged(.unknownRules)
      case .byType: self = .unjudged(.icmpType)
      case .byBalancer: self = .unjudged(.balancer)
      }
    }
  }

  /// The number of the ruling on the record itself.
  var ruling: UInt32
  var request: Prediction
  var answer: Prediction
  /// Where the record does not say which of them it is.
  var either: Prediction
  /// Whether its being accepted says of the other direction's packets that they are answers, which need it.
  var admitsAnswers: Bool
  /// Whether groups let it pass whoever began.
  var passesGroups: Bool

  /// - Parameters:
  ///   - own: the ruling on the record.
  ///   - asked: the ruling on what it would answer.
  ///   - isBesideForwarder: whether something in the subnet forwards others' packets.
  init(_ number: UInt32, _ own: LocalRuling, _ asked: LocalRuling, isBesideForwarder: Bool) {
    ruling = number
    request = Self.prediction(own, asked, true, isBesideForwarder)
    answer = Self.prediction(own, asked, false, isBesideForwarder)
    either = Self.prediction(own, asked, nil, isBesideForwarder)
    passesGroups = own.groups == .passes
    admitsAnswers = asked.groups == .stops && (own.lists && own.groups) == .passes
  }

  private static func prediction(
    _ own: LocalRuling, _ asked: LocalRuling, _ isRequest: Bool?, _ isBesideForwarder: Bool
  ) -> Prediction {
    if own.lists == .stops {
      guard isBesideForwarder else { return .reject }
      // Within the subnet no access list is asked, whatever addresses the packet has.
      var within = own
      within.lists = .passes
      let inside = prediction(within, asked, isRequest, isBesideForwarder)
      return inside == .reject ? .reject : .unjudged(.forwarded)
    }
    if own.groups == .passes || isRequest == true { return Prediction(own.lists && own.groups) }
    // An answer passes the groups if they let pass what it answers.
    let request = asked.lists && asked.groups
    if isRequest == false, request == .passes { return Prediction(own.lists) }
    switch (request, own.groups) {
    case (.stops, _): return Prediction(own.lists && own.groups)
    case (.passes, .stops): return isRequest == nil ? .ambiguous : .reject
    case (.unknown, _), (_, .unknown): return .unjudged(.unknownRules)
    case (.byBalancer, _), (_, .byBalancer): return .unjudged(.balancer)
    default: return .unjudged(.icmpType)
    }
  }
}
