/// Lines in, records of a batch out.
///
/// A line that is like almost all others is taken by `parseQuickly`; what it does not understand goes to
/// `parseCarefully`, which decides. Both give the same record for a line that both understand.
final class RecordParser {
  let wanted: FlowColumns
  let interfaces = FlowNames()
  let names = FlowNames()
  var counts = FlowLogCounts()
  var batch: FlowBatch
  var plan: FlowColumnPlan?
  /// The format of the source that is read, as far as it is known.
  var fields: FlowLogFields?
  let longestLine: Int
  var way = ParsingWay.best
  /// How many lines are taken together: fewer where lines turned out to be unusual.
  var runLimit = 64
  /// Where the lines come from in what they are unwrapped from; nil where they stand for themselves.
  var origins: LineOrigins?
  /// Whether the source ended before its end.
  var isSourceDamaged = false
  /// The fields of the line that is looked at carefully.
  var line: [Range<Int>] = []

  init(wanted: FlowColumns, longestLine: Int, source: FlowLogSource) {
    self.wanted = wanted
    self.longestLine = longestLine
    batch = FlowBatch(columns: wanted, source: source)
  }

  func setFields(_ fields: FlowLogFields?) {
    self.fields = fields
    plan = fields.map { FlowColumnPlan($0, wanted: wanted) }
    for name in fields?.unknownNames ?? [] where counts.unknownFields[name] != nil || hasRoomForNames {
      counts.unknownFields[name, default: 0] += 1
    }
  }

  // Headers are whatever a file says.
  private var hasRoomForNames: Bool { counts.unknownFields.count < 1_000 }

  /// Whether a batch takes another line.
  var hasRoom: Bool { batch.count < FlowBatch.capacity && batch.gaps.count < FlowBatch.capacity }

  func clearBatch() {
    batch.count = 0
    batch.gaps.removeAll(keepingCapacity: true)
  }
}

/// How usual lines are read: all ways give the same records, which tests hold.
enum ParsingWay {
  case careful, portable, vectors

  static let best: ParsingWay = FlowBytes.hasVectors ? .vectors : .portable
}

/// Where a line is.
struct LinePlace {
  /// In the window.
  var text: Range<Int>
  /// In the source, from 1.
  var number: Int
  /// In the source, from 0.
  var offset: Int
}
