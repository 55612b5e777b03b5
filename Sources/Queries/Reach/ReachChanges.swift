/// The lines of a whole answer that edits take away or bring.
public struct ReachChanges: Hashable, Sendable {
  public struct Line: Hashable, Sendable {
    /// Whether it is there after the edits and not before.
    public var isNew: Bool
    /// The ends that it is about.
    public var subjects: [String]
    public var line: Reach.Line
  }

  public var side: Reach.Side
  /// The ends as the answer after the edits has them.
  public var subjects: [String]
  /// By subject; of each what is gone before what is new.
  public var lines: [Line]
  /// How many lines are as they were.
  public var unchanged: Int

  /// Compares lines by party, members, addresses and services; examples don't count.
  public init(_ after: Reach, since before: Reach) {
    side = after.side
    subjects = after.sections.flatMap(\.subjects)
    let old = Self.lines(before)
    let new = Self.lines(after)
    let oldSet = Set(old.map(Key.init))
    let newSet = Set(new.map(Key.init))
    unchanged = new.count { oldSet.contains(Key($0)) }
    let gone = old.filter { !newSet.contains(Key($0)) }.map {
      Line(isNew: false, subjects: $0.subjects, line: $0.line)
    }
    let come = new.filter { !oldSet.contains(Key($0)) }.map {
      Line(isNew: true, subjects: $0.subjects, line: $0.line)
    }
    lines = gone + come
  }

  private struct Key: Hashable {
    var subjects: [String]
    var party: String
    var members: [String]
    var addresses: Reach.Addresses?
    var shares: [Reach.Share]

    init(_ entry: (subjects: [String], line: Reach.Line)) {
      subjects = entry.subjects
      party = entry.line.party
      members = entry.line.members
      addresses = entry.line.addresses
      shares = entry.line.shares
    }
  }

  /// One entry a subject, so that ends whose answers part are still compared one by one.
  private static func lines(_ reach: Reach) -> [(subjects: [String], line: Reach.Line)] {
    reach.sections.flatMap { section in
      section.subjects.flatMap { subject in section.lines.map { ([subject], $0) } }
    }
  }
}
