import PacketWalkQueries

/// The stations of a path: where its checkpoints stand, so that requests and replies through one place stand beside
/// each other.
struct PathStations {
  /// A stay at one place.
  struct Band {
    var place: HopPlace
    var forward: [HopRow] = []
    /// In the order of time, which is upwards.
    var reply: [HopRow] = []
  }

  private(set) var bands: [Band] = []

  init(_ sections: [HopSection], _ explanation: Explanation) {
    var legs: [Int: (forward: [Band], reply: [Band])] = [:]
    for section in sections {
      guard let leg = section.leg, let direction = section.direction else { continue }
      let stays = Self.stays(section.rows, explanation, direction)
      switch direction {
      case .forward: legs[leg, default: ([], [])].forward = stays
      case .reply: legs[leg, default: ([], [])].reply = stays.reversed()
      }
    }
    for leg in legs.sorted(by: { $0.key < $1.key }) {
      bands += Self.aligned(leg.value.forward, leg.value.reply)
    }
  }

  private static func stays(_ rows: [HopRow], _ explanation: Explanation, _ direction: Direction) -> [Band] {
    var stays: [Band] = []
    let rows = rows.filter { row in row.hop.map(explanation.places.indices.contains) ?? false }
    for (number, row) in rows.enumerated() {
      // What is of no place happens where the packet is, or at the beginning where it is next.
      let settled = rows[number...].lazy.compactMap(\.hop).map { explanation.places[$0] }
        .first { !$0.isFloating }
      guard let found = row.hop.map({ explanation.places[$0] }) else { continue }
      let place = found.isFloating ? stays.last?.place ?? settled ?? found : found
      if stays.last?.place.station != place.station { stays.append(Band(place: place)) }
      switch direction {
      case .forward: stays[stays.count - 1].forward.append(row)
      case .reply: stays[stays.count - 1].reply.append(row)
      }
    }
    return stays
  }

  /// Both ways as one list with the longest part that they have in common.
  private static func aligned(_ forward: [Band], _ reply: [Band]) -> [Band] {
    // Longest common subsequence, from the ends.
    var lengths = Array(repeating: Array(repeating: 0, count: reply.count + 1), count: forward.count + 1)
    for i in forward.indices.reversed() {
      for j in reply.indices.reversed() {
        lengths[i][j] =
          forward[i].place.station == reply[j].place.station
          ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
      }
    }
    var bands: [Band] = []
    var (i, j) = (0, 0)
    while i < forward.count || j < reply.count {
      if i < forward.count, j < reply.count, forward[i].place.station == reply[j].place.station {
        var both = forward[i]
        both.reply = reply[j].reply
        bands.append(both)
        (i, j) = (i + 1, j + 1)
      } else if j == reply.count || i < forward.count && lengths[i + 1][j] >= lengths[i][j + 1] {
        bands.append(forward[i])
        i += 1
      } else {
        bands.append(reply[j])
        j += 1
      }
    }
    return bands
  }
}

extension HopPlace {
  /// Whether it is a table or a balancer, which are consulted from elsewhere.
  fileprivate var isFloating: Bool {
    subnet == nil && ["route table", "transit gateway route table", "load balancer"].contains(element.kind)
  }

  /// What makes places one station: the subnet, or else the resource.
  var station: String { subnet?.component.id ?? "\(element.kind) \(element.id)" }
}
