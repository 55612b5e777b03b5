import PacketWalkQueries

/// Turns the hops of one way into sections of rows: numbers them, folds what goes without saying, attaches
/// to a row what belongs to it.
struct HopSections {
  private let answer: Answer
  private let hops: [Hop]
  private(set) var sections: [HopSection] = []
  private var number = 0
  /// Groups that let the reply pass by state.
  private var byState: [String] = []
  /// Whether a hop of this section stopped the packet.
  private var isStopped = false
  /// A loss of identity that the next translation at the same resource may tell.
  private var heldLoss: Hop?
  /// The hop that rows are made of, by its place.
  private var current: Int?

  init(_ answer: Answer, _ explanation: Explanation) {
    self.answer = answer
    hops = explanation.hops
    let legs = (hops.map(\.leg).max() ?? 0) + 1
    for leg in 0..<legs {
      let isRelayed = legs > 1
      if isRelayed { sections.append(HopSection(heading: Self.title(leg, hops, answer))) }
      for direction in [Direction.forward, .reply] { add(leg, direction) }
    }
  }

  /// `first connection: internet -> ALB-A`.
  private static func title(_ leg: Int, _ hops: [Hop], _ answer: Answer) -> String {
    func end(_ leg: Int) -> String? {
      hops.first { $0.leg == leg && $0.direction == .forward && $0.kind == .deliver }?.component.name
    }
    let from = leg == 0 ? answer.source.component?.name ?? answer.source.text : end(leg - 1)
    return "\(Sentences.ordinal(leg)) connection: \(from ?? "load balancer") -> \(end(leg) ?? "target")"
  }

  private mutating func add(_ leg: Int, _ direction: Direction) {
    let own = hops.indices.filter { hops[$0].leg == leg && hops[$0].direction == direction }
    (byState, isStopped, heldLoss) = ([], false, nil)
    let isBeyond = own.first.map { hops[$0].isBeyond } ?? false
    let condition = isBeyond ? ", if the blockers above were gone" : ""
    sections.append(HopSection(heading: "\(direction.rawValue)\(condition)", leg: leg, direction: direction))
    for place in own {
      current = place
      add(hops[place])
    }
    flushLoss()
    current = nil
    if !byState.isEmpty {
      put(
        HopRow(
          mark: .auto, component: "",
          text: "\(byState.joined(separator: ", ")): stateful, replies follow the request"),
        isNumbered: false)
    }
    guard own.isEmpty else { return }
    let last = hops.last { $0.leg == leg && $0.direction == .forward }
    put(Self.absence(after: last), isNumbered: false)
  }

  /// Why a direction has no hops.
  private static func absence(after last: Hop?) -> HopRow {
    switch last?.kind {
    case .exempt: HopRow(mark: .auto, component: "", text: "the answer is exempt too")
    case .missing: HopRow(mark: .unknown, component: "", text: "not known, since the request's way is not")
    case .deliver where last?.outcome != .blocked:
      HopRow(mark: .note, component: "", text: "none: nobody answers packets of this kind")
    default: HopRow(mark: .note, component: "", text: "none: no request arrives")
    }
  }

  private mutating func put(_ row: HopRow, isNumbered: Bool = true) {
    var row = row
    if isNumbered {
      number += 1
      row.number = number
      row.hop = current
    }
    sections[sections.count - 1].rows.append(row)
  }

  private mutating func add(_ hop: Hop) {
    if let loss = heldLoss, hop.kind == .translate, hop.component == loss.component {
      heldLoss = nil
      var row = HopRow(hop, isStopped: isStopped)
      row.text += "; \(HopRow.identityLost)"
      put(row)
      return
    }
    flushLoss()
    switch hop.kind {
    case .securityGroup where hop.outcome == .byState:
      let name = hop.component.labelled
      if !byState.contains(name) { byState.append(name) }
    case .identityLost where hop.direction == .reply:
      break  // groups let replies pass by state, whoever sends them
    case .identityLost:
      if let last = sections[sections.count - 1].rows.last, last.mark == .note,
        last.component == hop.component.labelled
      {
        append(to: "; \(HopRow.identityLost)")
      } else {
        heldLoss = hop
      }
    case .assumption where hop.outcome != .blocked:
      note("assumes \(hop.code ?? "")")
    case .route where hop.component.kind == "internet" && hop.outcome == .passed:
      break  // the internet's own table is no rule of anybody's
    default:
      put(HopRow(hop, isStopped: isStopped))
      if hop.outcome == .blocked { isStopped = true }
    }
  }

  private mutating func flushLoss() {
    guard let loss = heldLoss else { return }
    heldLoss = nil
    let next = current
    current = hops.firstIndex(of: loss)
    put(HopRow(loss, isStopped: isStopped))
    current = next
  }

  private mutating func append(to text: String) {
    let section = sections.count - 1
    sections[section].rows[sections[section].rows.count - 1].text += text
  }

  private mutating func note(_ text: String) {
    let section = sections.count - 1
    guard !sections[section].rows.isEmpty else {
      put(HopRow(mark: .note, component: "", text: text))
      return
    }
    sections[section].rows[sections[section].rows.count - 1].notes.append(text)
  }
}
