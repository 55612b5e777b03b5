import PacketWalkByteInput
import PacketWalkDiagnostics

/// What records say of others that may stand anywhere: marks of accepted flows, and the records that wait for them.
///
/// Beyond some number both go to temporary files, in blocks that are ordered by bucket, so that memory does not grow with
/// the logs; a bucket holds all that may decide what is in it.
struct FlowEvidence: Sendable {
  /// Marks of accepted flows, in no order; some are there several times.
  private(set) var seen: [UInt64] = []
  private(set) var opens: [OpenFlow] = []
  /// Those that are to be listed, as many as somebody asked for.
  private var listed: [OpenFlow] = []
  private var seenBlocks: [ScratchBlock] = []
  private var openBlocks: [ScratchBlock] = []
  /// Room to order marks in, which new memory each time would cost more than the ordering.
  private var spare: [UInt64] = []

  private let seenLimit: Int
  private let openLimit: Int

  /// - Parameters:
  ///   - seenLimit: how many marks are kept in memory.
  ///   - openLimit: how many records.
  init(seenLimit: Int = 1 << 20, openLimit: Int = 1 << 15) {
    self.seenLimit = seenLimit
    self.openLimit = openLimit
  }

  @inline(__always)
  mutating func add(_ mark: UInt64) throws(InputError) {
    seen.append(mark)
    if seen.count >= seenLimit { try putSeenAside() }
  }

  /// Adds the first marks of a table.
  mutating func add(first count: Int, of marks: FixedTable<UInt64>) throws(InputError) {
    if seen.count + count > seenLimit { try putSeenAside() }
    // Once, rather than twice as much again and again.
    if seen.count + count > seen.capacity, seen.count > seenLimit >> 6 { seen.reserveCapacity(seenLimit) }
    marks.append(first: count, to: &seen)
  }

  mutating func add(_ open: OpenFlow) throws(InputError) {
    if open.place != nil {
      listed.append(open)
      return
    }
    opens.append(open)
    if opens.count >= openLimit { try putOpensAside() }
  }

  mutating func add(_ other: FlowEvidence) throws(InputError) {
    seen += other.seen
    opens += other.opens
    listed += other.listed
    seenBlocks += other.seenBlocks
    openBlocks += other.openBlocks
    if seen.count >= seenLimit { try putSeenAside() }
    if opens.count >= openLimit { try putOpensAside() }
  }

  /// Puts aside what is more than a little, since it may have to wait for others' work.
  mutating func rest() throws(InputError) {
    if seen.count >= seenLimit >> 4 { try putSeenAside() }
    if opens.count >= openLimit >> 2 { try putOpensAside() }
    // Room that was kept for more.
    if seen.isEmpty { seen = [] }
    if opens.isEmpty { opens = [] }
    spare = []
  }

  @inline(never)
  private mutating func putSeenAside() throws(InputError) {
    seenBlocks.append(try ScratchBlock(marks: seen, &spare))
    seen.removeAll(keepingCapacity: true)
  }

  private mutating func putOpensAside() throws(InputError) {
    openBlocks.append(try ScratchBlock(opens: opens))
    opens.removeAll(keepingCapacity: true)
  }

  /// Calls back with what is in each bucket: the marks, and the records that wait.
  func forEachBucket(_ body: (UInt8, [UInt64], [OpenFlow]) throws(InputError) -> Void) throws(InputError) {
    var marks = Self.buckets(of: seen) { UInt8(truncatingIfNeeded: $0 >> 56) }
    var waiting = Self.buckets(of: opens + listed) { $0.bucket }
    for bucket in UInt8.min...UInt8.max {
      let place = Int(bucket)
      for block in seenBlocks { marks[place] += try block.words(bucket) }
      for block in openBlocks { waiting[place] += OpenFlow.decoded(try block.words(bucket)) }
      try body(bucket, marks[place], waiting[place])
      marks[place] = []
      waiting[place] = []
    }
  }

  private static func buckets<Element>(of items: [Element], _ bucket: (Element) -> UInt8) -> [[Element]] {
    var found = [[Element]](repeating: [], count: 256)
    for item in items { found[Int(bucket(item))].append(item) }
    return found
  }

  /// The marks for which records wait, as far as they are among these.
  private static func found(_ marks: [UInt64], for opens: [OpenFlow]) -> MarkSet {
    var wanted = MarkSet(atMost: 2 * opens.count)
    // Some bits of each mark say of nearly all others that nobody waits for them.
    var mayBeWanted = [Bool](repeating: false, count: 1 << 16)
    for open in opens {
      for mark in [open.answered, open.own] where mark != 0 {
        wanted.insert(mark)
        mayBeWanted[Int(mark >> 8 & 0xFFFF)] = true
      }
    }
    var found = MarkSet(atMost: 2 * opens.count)
    for mark in marks where mayBeWanted[Int(mark >> 8 & 0xFFFF)] && wanted.contains(mark) {
      found.insert(mark)
    }
    return found
  }

  /// Decides all that waits, since there is nothing more to come.
  mutating func close(into tally: inout ReplayTally) throws(InputError) {
    guard !opens.isEmpty || !listed.isEmpty || !openBlocks.isEmpty else { return }
    try forEachBucket { (_, marks, opens) throws(InputError) in
      if opens.isEmpty { return }
      let found = Self.found(marks, for: opens)
      for open in opens { tally.close(open, found.contains) }
    }
    (opens, listed, openBlocks) = ([], [], [])
  }

  /// The same, and nothing needs the marks any more.
  mutating func settle(into tally: inout ReplayTally) throws(InputError) {
    try close(into: &tally)
    (seen, seenBlocks) = ([], [])
  }

  /// Decides what can be decided whatever else is to come.
  ///
  /// - Returns: the rest.
  static func closeKnown(_ opens: [OpenFlow], _ marks: [UInt64], into tally: inout ReplayTally) -> [OpenFlow]
  {
    let found = found(marks, for: opens)
    var rest: [OpenFlow] = []
    for var open in opens {
      if open.answered != 0, found.contains(open.answered) { open.answered = 0 }
      let isDecided = open.answered == 0 && (open.isAccepted || open.own == 0 || found.contains(open.own))
      if isDecided { tally.close(open, found.contains) } else { rest.append(open) }
    }
    return rest
  }
}

/// Words in a temporary file, those of one bucket after those of another.
private struct ScratchBlock: Sendable {
  private let file: ScratchFile
  /// Where each bucket begins, and the end.
  private let starts: [Int]

  /// Writes marks, of which the first eight bits are the bucket.
  ///
  /// - Parameter ordered: room for them.
  init(marks: [UInt64], _ ordered: inout [UInt64]) throws(InputError) {
    var starts = [Int](repeating: 0, count: 257)
    for mark in marks { starts[Int(mark >> 56) + 1] += 1 }
    for bucket in 0..<256 { starts[bucket + 1] += starts[bucket] }
    if ordered.count != marks.count { ordered = Array(repeating: 0, count: marks.count) }
    var next = starts
    for mark in marks {
      let bucket = Int(mark >> 56)
      ordered[next[bucket]] = mark
      next[bucket] += 1
    }
    file = try ScratchFile(ordered)
    self.starts = starts
  }

  init(opens: [OpenFlow]) throws(InputError) {
    // A place is less to move than what waits.
    var next = [Int](repeating: 0, count: 257)
    for place in opens.indices { next[Int(opens[place].bucket) + 1] += 1 }
    for bucket in 0..<256 { next[bucket + 1] += next[bucket] }
    let ends = next.dropFirst()
    var ordered = [Int32](repeating: 0, count: opens.count)
    for place in opens.indices {
      let bucket = Int(opens[place].bucket)
      ordered[next[bucket]] = Int32(place)
      next[bucket] += 1
    }
    var words: [UInt64] = []
    words.reserveCapacity(16 * opens.count)
    var starts = [0]
    var first = 0
    for end in ends {
      for place in ordered[first..<end] { opens[Int(place)].encode(into: &words) }
      first = end
      starts.append(words.count)
    }
    file = try ScratchFile(words)
    self.starts = starts
  }

  func words(_ bucket: UInt8) throws(InputError) -> [UInt64] {
    try file.read(starts[Int(bucket)]..<starts[Int(bucket) + 1])
  }
}
