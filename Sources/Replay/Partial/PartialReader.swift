import PacketWalkAddressing
import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkJSONScan
import PacketWalkQueries
import PacketWalkTopology

/// Reads lines of partial results, in any order, and adds them up.
struct PartialReader {
  let model: LocalModel
  private let own: PartialSettings
  var sum = ReplaySum()
  /// What all lines so far have in common, and where it was read.
  private var settings: (line: PartialSettings, place: Origin)?
  private var file = ""
  private var line = 0

  init(_ model: LocalModel, _ settings: PartialSettings) {
    self.model = model
    own = settings
  }

  /// - Throws: `empty` where nothing was read; `malformed` where results are of other days than these.
  func requireSettings(_ validity: ClosedRange<Int>) throws(InputError) {
    guard let settings else { throw InputError(.empty, "no partial results", at: Origin(file: file)) }
    guard settings.line.validity == validity else {
      throw InputError(
        .malformed, "partial results of other days: --valid-from and --valid-to must be theirs",
        at: settings.place)
    }
  }

  /// Takes all lines of a file, or of standard input.
  mutating func read(_ path: String) throws(InputError) {
    (file, line) = (path, 0)
    let stream = try ByteStream(opening: path)
    var rest: [UInt8] = []
    while true {
      var failure: InputError?
      let piece = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
        do throws(InputError) {
          count = try unsafe stream.read(into: UnsafeMutableRawBufferPointer(buffer))
        } catch { failure = error }
      }
      if let failure { throw failure }
      if piece.isEmpty { break }
      rest += piece
      var start = 0
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        try take(Array(rest[start..<end]))
        start = end + 1
      }
      rest.removeFirst(start)
    }
    if !rest.isEmpty { try take(rest) }
  }

  private var place: Origin { Origin(file: file, position: Position(line: line, column: 1)) }

  func wrong(_ what: String) -> InputError {
    InputError(.malformed, "no line of a partial result: \(what)", at: place)
  }

  private mutating func take(_ text: [UInt8]) throws(InputError) {
    line += 1
    if text.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { return }
    let value: JSONValue
    do throws(InputError) { value = try JSONDocument(parsing: text, file: file).root } catch {
      throw wrong(error.message)
    }
    guard let kind = value["k"]?.string else { throw wrong("it has no member k") }
    switch kind {
    case "meta": try takeSettings(value)
    case "seen": try takeSeen(value)
    case "open": try takeOpen(value)
    case "class":
      guard let name = value["class"]?.string, let kind = FlowClass(rawValue: name) else {
        throw wrong("class")
      }
      sum.tally.classes[kind, default: Volume()].add(try volume(value))
      if let example = value["example"] { sum.tally.note(ambiguous: try self.example(example)) }
    case "unjudged":
      guard let name = value["reason"]?.string, let reason = Unjudged(rawValue: name) else {
        throw wrong("reason")
      }
      let example = try value["example"].map { (found) throws(InputError) in try self.example(found) }
      sum.tally.note(reason, try volume(value), example)
    case "disagreement": try takeDisagreement(value)
    case "ways":
      sum.tally.ways.agreeing += try integer(value, "agreeing")
      sum.tally.ways.unjudged += try integer(value, "unjudged")
    case "way": try takeWay(value)
    case "route": try takeRoute(value)
    case "transit", "attachment-window", "unknown-attachment": try takeTransit(kind, value)
    case "rule":
      let rule = try rule(value["rule"])
      sum.tally.hits[rule, default: RuleHits()].add(
        RuleHits(
          sole: try integer(value, "sole"), shared: try integer(value, "shared"),
          inferred: try integer(value, "inferred")))
    case "window":
      let place = try interface(value["interface"])
      sum.tally.windows[place, default: InterfaceWindow()].add(try window(value))
    case "unknown":
      guard let name = value["interface"]?.string else { throw wrong("interface") }
      sum.tally.noteUnknown(name, try integer(value, "records"))
    case "input", "field", "issue": try takeCounts(kind, value)
    case "interrupted": sum.isPartial = true
    default: throw wrong("'\(kind)' is no kind of line")
    }
  }

  // MARK: Lines

  private mutating func takeSettings(_ value: JSONValue) throws(InputError) {
    guard value["schema"]?.integer == PartialSettings.schema else {
      throw InputError(.malformed, "a partial result of another schema than 1", at: place)
    }
    guard let model = value["model"]?.string, let tool = value["tool"]?.string else { throw wrong("meta") }
    let found = PartialSettings(
      model: model, tool: tool,
      validity: (value["from"]?.integer ?? .min)...(value["to"]?.integer ?? .max))
    if found.model != own.model {
      throw InputError(
        .malformed, "a partial result of another topology: \(found.model), and here \(own.model)", at: place)
    }
    if found.tool != own.tool {
      throw InputError(
        .malformed, "a partial result of another version: \(found.tool), and here \(own.tool)", at: place)
    }
    if let settings, settings.line != found {
      throw InputError(
        .malformed, "partial results with other days than those of \(settings.place.fileAndLine)", at: place)
    }
    settings = settings ?? (found, place)
  }

  private mutating func takeSeen(_ value: JSONValue) throws(InputError) {
    guard let text = value["flows"]?.string, let bytes = Base64.decode(Array(text.utf8)),
      bytes.count.isMultiple(of: 8)
    else { throw wrong("flows") }
    for start in stride(from: 0, to: bytes.count, by: 8) {
      try sum.evidence.add(bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) })
    }
  }

  private mutating func takeOpen(_ value: JSONValue) throws(InputError) {
    guard let answered = value["answers"]?.string.flatMap({ UInt64($0, radix: 16) }),
      let own = value["own"]?.string.flatMap({ UInt64($0, radix: 16) }),
      let isAccepted = value["accepted"]?.boolean, let isAnswer = value["answer"]?.boolean,
      let port = value["port"]?.integer.flatMap(UInt16.init(exactly:)), let found = value["example"]
    else { throw wrong("open") }
    let volume = try volume(value)
    let (filter, rule) = try decides(value["decides"])
    var lists: [RulePlace] = []
    for list in value["lists"]?.elements.map(\.self) ?? [] { lists.append(try self.rule(list)) }
    let example = try example(found)
    guard example.interface != nil, example.side != nil else { throw wrong("example") }
    try sum.evidence.add(
      OpenFlow(
        answered: answered, own: own, isAccepted: isAccepted, packets: volume.packets, bytes: volume.bytes,
        example: example, listRules: lists, filter: filter, rule: rule, port: port, isAnswer: isAnswer))
  }

  private mutating func takeDisagreement(_ value: JSONValue) throws(InputError) {
    guard let kind = value["class"]?.string.flatMap(FlowClass.init), let found = value["example"],
      let side = value["direction"]?.string.flatMap(RuleDirection.init),
      let number = value["protocol"]?.integer.flatMap(UInt8.init(exactly:)),
      let port = value["port"]?.integer.flatMap(UInt16.init(exactly:)), let ids = value["interfaces"]
    else { throw wrong("disagreement") }
    let (filter, rule) = try decides(value["decides"])
    sum.tally.note(
      DisagreementKey(kind: kind, side: side, protocolNumber: number, port: port, filter: filter, rule: rule),
      try records(value, ids, found))
  }

  private mutating func takeRoute(_ value: JSONValue) throws(InputError) {
    let topology = model.network.topology
    guard let isTransit = value["transit"]?.boolean, let table = value["table"]?.integer,
      let route = value["route"]?.integer,
      (0..<(isTransit ? topology.transitGatewayRouteTables.count : topology.routeTables.count)).contains(
        table),
      (0..<(isTransit
        ? topology.transitGatewayRouteTables[table].routes?.count ?? 0
        : topology.routeTables[table].routes.count)).contains(route)
    else { throw wrong("route") }
    let key = RouteKey(isTransit: isTransit, table: table, route: route)
    sum.tally.routes[key, default: 0] += try integer(value, "records")
  }

  private mutating func takeWay(_ value: JSONValue) throws(InputError) {
    let tables = model.network.topology.routeTables
    guard let table = value["table"]?.integer, tables.indices.contains(table),
      let route = value["route"]?.integer, (-1..<tables[table].routes.count).contains(route),
      let way = value["way"]?.string.flatMap(FlowWay.init),
      let path = value["path"]?.integer.flatMap(UInt8.init(exactly:)), FlowWay.words(ofPath: path) != nil,
      let ids = value["interfaces"], let found = value["example"]
    else { throw wrong("way") }
    sum.tally.ways.note(
      WayKey(table: table, route: route, way: way, path: path), try records(value, ids, found))
  }

  /// Records that one thing explains.
  private func records(
    _ value: JSONValue, _ ids: JSONValue, _ found: JSONValue
  ) throws(InputError) -> DisagreementTally {
    var interfaces: Set<Int> = []
    for id in ids.elements { interfaces.insert(try interface(id)) }
    return DisagreementTally(
      volume: try volume(value), interfaces: interfaces, first: try integer(value, "first"),
      last: try integer(value, "last"), example: try example(found))
  }

  private mutating func takeCounts(_ kind: String, _ value: JSONValue) throws(InputError) {
    var counts = FlowLogCounts()
    switch kind {
    case "input":
      // Whatever they were: reports tell logs from captures by it.
      counts.files = 1
      counts.records = try integer(value, "records")
      counts.noData = try integer(value, "noData")
      counts.skipData = try integer(value, "skipData")
      counts.headers = try integer(value, "headers")
      counts.blankLines = try integer(value, "blankLines")
      counts.controlMessages = try integer(value, "controlMessages")
    case "field":
      guard let name = value["field"]?.string else { throw wrong("field") }
      counts.unknownFields[name] = 1
    default:
      guard let kind = value["issue"]?.string.flatMap(FlowIssue.Kind.init), let text = value["text"]?.string
      else { throw wrong("issue") }
      counts.issues[kind] = FlowIssueTally(
        count: try integer(value, "count"),
        first: FlowIssue(kind: kind, file: value["file"]?.string ?? "", line: 0, text: text))
    }
    sum.counts.add(counts)
  }

  // MARK: Parts of lines

  func integer(_ value: JSONValue, _ name: String) throws(InputError) -> Int {
    guard let number = value[name]?.integer else { throw wrong(name) }
    return number
  }

  /// Of one record where the line does not say how many there are.
  func volume(_ value: JSONValue) throws(InputError) -> Volume {
    guard let packets = value["packets"]?.scalarText.flatMap({ UInt64($0) }),
      let bytes = value["bytes"]?.scalarText.flatMap({ UInt64($0) })
    else { throw wrong("packets, bytes") }
    return Volume(records: value["records"]?.integer ?? 1, packets: packets, bytes: bytes)
  }

  func window(_ value: JSONValue) throws(InputError) -> InterfaceWindow {
    var window = InterfaceWindow()
    window.records = try integer(value, "records")
    window.first = value["first"]?.integer ?? .max
    window.last = value["last"]?.integer ?? .min
    window.noData = try integer(value, "noData")
    window.skipData = try integer(value, "skipData")
    return window
  }

  private func interface(_ value: JSONValue?) throws(InputError) -> Int {
    guard let name = value?.string, let place = model.interfaces[name] else { throw wrong("interface") }
    return place
  }

  private func numbers(_ value: JSONValue?) throws(InputError) -> [Int] {
    guard let value, value.kind == .array else { throw wrong("a rule") }
    return value.elements.compactMap(\.integer)
  }

  private func rule(_ value: JSONValue?) throws(InputError) -> RulePlace {
    guard case let (_, rule?) = try decides(value) else { throw wrong("a rule") }
    return rule
  }

  /// A filter and its rule; no rule, or neither.
  private func decides(_ value: JSONValue?) throws(InputError) -> (FilterID?, RulePlace?) {
    let numbers = try numbers(value)
    guard let filter = numbers.first else { return (nil, nil) }
    let filters = model.network.graph.filters
    guard filters.indices.contains(filter) else { throw wrong("a filter") }
    guard numbers.count > 1 else { return (FilterID(filter), nil) }
    guard filters[filter].rules.indices.contains(numbers[1]) else { throw wrong("a rule") }
    return (FilterID(filter), RulePlace(filter: FilterID(filter), rule: numbers[1]))
  }

  func example(_ value: JSONValue) throws(InputError) -> FlowExample {
    let parts = value.elements.map(\.self)
    guard parts.count == 8, let start = parts[0].integer,
      let number = parts[3].integer.flatMap(UInt8.init(exactly:)),
      let sourcePort = parts[6].integer.flatMap(UInt16.init(exactly:)),
      let destinationPort = parts[7].integer.flatMap(UInt16.init(exactly:))
    else { throw wrong("example") }
    func address(_ value: JSONValue) throws(InputError) -> IPAddress? {
      if value.isNull { return nil }
      guard let address = value.string.flatMap({ IPAddress($0) }) else { throw wrong("example") }
      return address
    }
    return FlowExample(
      start: start, interface: parts[1].isNull ? nil : try interface(parts[1]),
      side: parts[2].string.flatMap(RuleDirection.init), protocolNumber: number,
      source: try address(parts[4]), destination: try address(parts[5]), sourcePort: sourcePort,
      destinationPort: destinationPort)
  }
}
