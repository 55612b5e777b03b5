import PacketWalkServiceSets

/// What is another between pairs of joints, put together by parties and services.
struct ReachChangeList {
  struct Key: Hashable {
    /// The number of a party.
    fileprivate var source: Int
    fileprivate var destination: Int
    var kind: ReachDifference.Kind
    fileprivate var isLone: Bool
    var services: ServiceSet
  }

  struct Entry {
    fileprivate var sources = PlaceSet()
    fileprivate var destinations = PlaceSet()
    fileprivate var pairs = 0
    /// The joints of the first pair.
    var first: (source: Int, destination: Int)

    fileprivate mutating func add(_ pairs: Int, _ source: Int, _ destination: Int) {
      sources.insert(source)
      destinations.insert(destination)
      self.pairs += pairs
    }
  }

  private let joints: [ReachJoint]
  private let asked: [Asked]
  private var parties: [String] = []
  /// By joint: the number of its party, how many members it has, and whether they are of one network only.
  private var facts: [(party: Int, size: Int, isLone: Bool)] = []
  private(set) var entries: [Key: Entry] = [:]

  /// A pair of sets of members whose services are no news.
  struct Asked {
    var services: ServiceSet
    /// By joint, how many members are meant.
    var sources: [Int]
    var destinations: [Int]
  }

  init(_ joints: [ReachJoint], asked: [Asked]) {
    (self.joints, self.asked) = (joints, asked)
    var numbers: [String: Int] = [:]
    facts = joints.map { joint in
      let number = numbers[joint.party] ?? numbers.count
      if number == numbers.count {
        numbers[joint.party] = number
        parties.append(joint.party)
      }
      return (number, joint.members.count, joint.isLone)
    }
  }

  /// Adds what is another between the members of two joints.
  ///
  /// - Parameter store: that of the services.
  mutating func add(
    _ delta: ReachDelta, from source: Int, to destination: Int, in store: inout ServiceSetStore
  ) {
    let pairs = facts[source].size * (facts[destination].size - (source == destination ? 1 : 0))
    for (kind, services) in delta {
      var others = pairs
      for pair in asked {
        let own = pair.sources[source] * pair.destinations[destination]
        guard own > 0 else { continue }
        others -= own
        note(kind, store.subtracting(services, pair.services), own, source, destination)
      }
      note(kind, services, others, source, destination)
    }
  }

  private mutating func note(
    _ kind: ReachDifference.Kind, _ services: ServiceSet, _ pairs: Int, _ source: Int, _ destination: Int
  ) {
    guard pairs > 0, !services.isEmpty else { return }
    let (from, to) = (facts[source], facts[destination])
    let key = Key(
      source: from.party, destination: to.party, kind: kind, isLone: from.isLone || to.isLone,
      services: services)
    entries[key, default: Entry(first: (source, destination))].add(pairs, source, destination)
  }

  /// The change that an entry is.
  ///
  /// - Parameter members: the names of a joint's members.
  func change(
    _ key: Key, _ entry: Entry, services: String, example: Question?, members: (ReachJoint) -> [String]
  ) -> ReachDifference.Change {
    func names(_ places: PlaceSet) -> [String] { places.places.flatMap { members(joints[$0]) }.sorted() }
    return ReachDifference.Change(
      kind: key.kind, source: parties[key.source], destination: parties[key.destination], services: services,
      sources: names(entry.sources), destinations: names(entry.destinations), pairs: entry.pairs,
      isLone: key.isLone, example: example)
  }
}

/// A set of small numbers.
private struct PlaceSet {
  private var words: [UInt64] = []

  mutating func insert(_ place: Int) {
    while words.count <= place / 64 { words.append(0) }
    words[place / 64] |= 1 << UInt64(place % 64)
  }

  /// In order.
  var places: [Int] {
    words.indices.flatMap { word in
      (0..<64).filter { words[word] & 1 << UInt64($0) != 0 }.map { 64 * word + $0 }
    }
  }
}

extension ReachDifference {
  /// - Parameter found: in any order.
  init(sorting found: [Change]) { self.init(changes: found.sorted { $0.order < $1.order }) }
}

extension ReachDifference.Change {
  fileprivate var order: (String, String, String, String) {
    (source, destination, kind == .opens ? "" : kind.rawValue, services)
  }
}
