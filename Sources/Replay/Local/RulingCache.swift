import PacketWalkAddressing
import PacketWalkFlowLogs
import PacketWalkForwarding
import PacketWalkQueries
import PacketWalkTopology

/// Rulings that were made, by what they depend on: what groups and access list an interface has, which of the far ends that
/// they tell apart it is, direction, protocol and the class of the port.
///
/// A profile and a far end have a row with a place for each class of ports. There is room for so many rows; past it they
/// are all made anew, so that memory does not grow with what is read. What they refer to is as much as the model has of it.
final class RulingCache {
  let model: LocalModel
  /// Each that was made, once.
  private(set) var rulings: [LocalRuling] = []
  private var numbers: [LocalRuling: UInt32] = [:]

  /// By VPC and interval: the class of the far end, one more than its number, and above it the subnet, likewise; 0
  /// where it is not known yet.
  private let ends: FixedTable<UInt64>
  /// False where it would be too large.
  let hasEndTable: Bool
  private var otherEnds: [EndKey: FarEnd] = [:]
  private var classes: [FarClass: UInt32] = [:]

  /// Open addressing; half of it is in use at most.
  private let places: FixedTable<Row>
  private let mask: Int
  /// Numbers of rulings, one more; 0 where there is none yet.
  private let rows: FixedTable<UInt32>
  private var rowCount = 0
  private let rowLimit: Int
  private let portClasses: Int
  private var others: [OtherKey: UInt32] = [:]

  /// A row's key, all ones for none, and its place.
  private struct Row: BitwiseCopyable {
    var key = UInt64.max
    var place = 0
  }

  /// An address as an interface's VPC sees it.
  struct FarEnd {
    var number: UInt32
    /// The place of the VPC's subnet that it lies in; -1 for none.
    var subnet: Int
  }

  private struct EndKey: Hashable {
    var vpc: Int
    var isIPv6: Bool
    var address: UInt128
  }

  /// Far ends that no group and no access list of a VPC tells apart, but for neighbours.
  private struct FarClass: Hashable {
    var vpc: Int
    var atom: UInt32
    /// The groups that its packets carry; or the interfaces, where there are several that may have sent them.
    var groups: [UInt32]
    var owners: [InterfaceIndex]
  }

  /// Packets of protocols without ports.
  private struct OtherKey: Hashable {
    var row: UInt64
    var side: RuleDirection
    var protocolNumber: UInt8
    var portClass: UInt16
  }

  private static let endLimit = 1 << 22
  private static let rowWords = 1 << 20
  private static let otherLimit = 1 << 15

  /// - Parameter mostRows: how many rows are kept at most, where that is less than there is room for.
  init(_ model: LocalModel, mostRows: Int = .max) {
    self.model = model
    let count = model.network.graph.vpcs.count * model.intervals.count
    hasEndTable = count <= Self.endLimit
    ends = FixedTable(repeating: 0, count: hasEndTable ? count : 0)
    portClasses = model.firstPorts.count
    rowLimit = min(mostRows, max(64, min(1 << 14, Self.rowWords / (4 * portClasses))))
    var size = 256
    while size < 2 * rowLimit { size *= 2 }
    mask = size - 1
    places = FixedTable(repeating: Row(), count: size)
    rows = FixedTable(repeating: 0, count: rowLimit * 4 * portClasses)
  }

  deinit {
    ends.deallocate()
    places.deallocate()
    rows.deallocate()
  }

  // MARK: Far ends

  /// An address as a VPC sees it.
  @inline(__always)
  func end(of bits: UInt128, isIPv6: Bool, in vpc: Int) -> FarEnd {
    guard !isIPv6, hasEndTable else { return otherEnd(of: bits, isIPv6: isIPv6, in: vpc) }
    let low = UInt32(truncatingIfNeeded: bits)
    let place = vpc &* model.intervals.count &+ model.intervals.interval(of: low)
    let known = ends[place]
    if known != 0 {
      return FarEnd(number: UInt32(truncatingIfNeeded: known) &- 1, subnet: Int(known >> 32) &- 1)
    }
    let end = made(.v4(IPv4Address(bits: low)), vpc)
    ends[place] = Self.word(end)
    return end
  }

  private static func word(_ end: FarEnd) -> UInt64 {
    UInt64(end.number + 1) | UInt64(end.subnet + 1) << 32
  }

  @inline(never)
  private func otherEnd(of bits: UInt128, isIPv6: Bool, in vpc: Int) -> FarEnd {
    let key = EndKey(vpc: vpc, isIPv6: isIPv6, address: bits)
    if let known = otherEnds[key] { return known }
    if otherEnds.count >= Self.otherLimit { otherEnds.removeAll(keepingCapacity: true) }
    let end = made(IPAddress(family: isIPv6 ? .ipv6 : .ipv4, bits: bits), vpc)
    otherEnds[key] = end
    return end
  }

  @inline(never)
  private func made(_ address: IPAddress, _ vpc: Int) -> FarEnd {
    let graph = model.network.graph
    let facts = graph.vpcs[vpc]
    var owners = [facts.owner(of: address)?.interface].compactMap(\.self)
    if owners.isEmpty {
      // References reach over peerings, each its own way.
      let others = graph.referencingVPCs.compactMap { pair in
        pair.first.value == vpc ? pair.second : pair.second.value == vpc ? pair.first : nil
      }
      owners = others.compactMap { graph.vpcs[$0.value].owner(of: address)?.interface }
    }
    var groups: [UInt32] = []
    if owners.count == 1, let owner = owners.first, facts.owner(of: address)?.interface != nil {
      // Nothing else of it is ever asked.
      groups = graph.interfaces[owner.value].groups
      owners = []
    }
    let subnet = graph.subnets.firstIndex {
      $0.vpc.value == vpc && $0.prefixes.contains { $0.contains(address) }
    }
    let key = FarClass(vpc: vpc, atom: graph.atoms.atom(of: address), groups: groups, owners: owners)
    let number = classes[key] ?? UInt32(classes.count)
    classes[key] = number
    return FarEnd(number: number, subnet: subnet ?? -1)
  }

  // MARK: Rulings

  /// The numbers of the ruling on a record's packets, and of that on what they would answer.
  @inline(__always)
  func rulings(on record: FlowRecord) -> (own: UInt32, asked: UInt32) {
    let end = end(of: record.remote, isIPv6: record.isIPv6, in: model.vpcs[record.interface])
    let isNeighbour = end.subnet == model.subnets[record.interface]
    let key =
      UInt64(model.profiles.numbers[record.interface]) << 33 | UInt64(end.number) << 1 | (isNeighbour ? 1 : 0)
    let own = Int(model.portClasses[Int(record.destinationPort)])
    let asked = Int(model.portClasses[Int(record.sourcePort)])
    let kind = record.protocolNumber == 6 ? 0 : 1
    guard kind == 0 || record.protocolNumber == 17 else { return otherRulings(on: record, key) }
    let first = row(key)
    let isIngress = record.isIngress ? 1 : 0
    let ownPlace = first &+ (kind &* 2 &+ isIngress) &* portClasses &+ own
    let askedPlace = first &+ (kind &* 2 &+ 1 &- isIngress) &* portClasses &+ asked
    var found = (own: rows[ownPlace], asked: rows[askedPlace])
    if found.own == 0 || found.asked == 0 { found = newRulings(on: record, ownPlace, own, askedPlace, asked) }
    return (found.own &- 1, found.asked &- 1)
  }

  /// The place of a row in `rows`.
  @inline(__always)
  private func row(_ key: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while true {
      let held = places[place]
      if held.key == key { return held.place }
      if held.key == .max { return newRow(key) }
      place = (place &+ 1) & mask
    }
  }

  @inline(never)
  private func newRow(_ key: UInt64) -> Int {
    if rowCount >= rowLimit {
      places.fill(Row())
      rows.fill(0)
      rowCount = 0
    }
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while places[place].key != .max { place = (place + 1) & mask }
    let row = rowCount * 4 * portClasses
    places[place] = Row(key: key, place: row)
    rowCount += 1
    return row
  }

  /// The ruling on packets of TCP or UDP to a port, in a direction between an interface and a far end.
  func ruling(
    at interface: Int, _ side: RuleDirection, _ `protocol`: IPProtocol, remote: IPAddress, port: UInt16
  ) -> LocalRuling {
    let end = end(of: remote.bits, isIPv6: remote.family == .ipv6, in: model.vpcs[interface])
    let isNeighbour = end.subnet == model.subnets[interface]
    let key =
      UInt64(model.profiles.numbers[interface]) << 33 | UInt64(end.number) << 1 | (isNeighbour ? 1 : 0)
    let portClass = Int(model.portClasses[Int(port)])
    let kind = (`protocol` == .tcp ? 0 : 2) + (side == .ingress ? 1 : 0)
    let place = row(key) + kind * portClasses + portClass
    if rows[place] == 0 {
      rows[place] = number(at: interface, side, `protocol`, remote: remote, portClass) + 1
    }
    return rulings[Int(rows[place]) - 1]
  }

  // MARK: Many records

  /// The rulings on the usual records of a batch, as keys of decisions.
  ///
  /// - Precondition: `hasEndTable`.
  func rule(_ usual: UsualRecords, of batch: FlowBatch) {
    findEnds(of: usual)
    let (model, rows, portClasses) = (model, rows, portClasses)
    let (profiles, subnets, classes) = (model.profiles.numbers, model.subnets, model.portClasses)
    let (hasSender, hasTaker) = (model.hasSender, model.hasTaker)
    let (sourcePort, destinationPort) = (batch.sourcePort, batch.destinationPort)
    let (numbers, places, facts) = (usual.rows, usual.places, usual.facts)
    let (ends, decisions) = (usual.ends, usual.decisions)
    for index in 0..<usual.count {
      let (end, interface, facts) = (ends[index], Int(places[index]), facts[index])
      let record = Int(numbers[index])
      let isNeighbour = Int(truncatingIfNeeded: end >> 32) &- 1 == subnets[interface]
      let number = UInt64(UInt32(truncatingIfNeeded: end) &- 1)
      let first = row(UInt64(profiles[interface]) << 33 | number << 1 | (isNeighbour ? 1 : 0))
      let kind = facts.isTCP ? 0 : 2
      let isIngress = facts.isIngress ? 1 : 0
      let own = Int(classes[Int(destinationPort[record])])
      let asked = Int(classes[Int(sourcePort[record])])
      let ownPlace = first &+ (kind &+ isIngress) &* portClasses &+ own
      let askedPlace = first &+ (kind &+ 1 &- isIngress) &* portClasses &+ asked
      var found = (own: rows[ownPlace], asked: rows[askedPlace])
      if found.own == 0 || found.asked == 0 {
        guard let record = FlowRecord(batch, record, at: interface, of: model) else {
          preconditionFailure("a usual record has a direction")
        }
        found = newRulings(on: record, ownPlace, own, askedPlace, asked)
      }
      let isBeside = facts.isIngress ? hasSender[interface] : hasTaker[interface]
      decisions[index] = DecisionCache.key(found.own &- 1, found.asked &- 1, isBeside)
    }
  }

  /// What is known of the far ends of usual records.
  private func findEnds(of usual: UsualRecords) {
    let (vpcs, intervals, known) = (model.vpcs, model.intervals, ends)
    let width = intervals.count
    let (places, facts, ends) = (usual.places, usual.facts, usual.ends)
    let (sources, destinations) = (usual.sources, usual.destinations)
    for index in 0..<usual.count {
      let remote = facts[index].isIngress ? sources[index] : destinations[index]
      let place = vpcs[Int(places[index])] &* width &+ intervals.interval(of: remote)
      ends[index] = UInt64(truncatingIfNeeded: place)
    }
    for index in 0..<usual.count {
      let end = known[Int(truncatingIfNeeded: ends[index])]
      ends[index] = end
      if end == 0 { ends[index] = newEnd(of: usual, index) }
    }
  }

  @inline(never)
  private func newEnd(of usual: UsualRecords, _ index: Int) -> UInt64 {
    let remote = usual.facts[index].isIngress ? usual.sources[index] : usual.destinations[index]
    let end = end(of: UInt128(remote), isIPv6: false, in: model.vpcs[Int(usual.places[index])])
    return Self.word(end)
  }

  /// Makes the rulings on a record that are not there yet; numbers as in `rows`.
  @inline(never)
  private func newRulings(
    on record: FlowRecord, _ ownPlace: Int, _ own: Int, _ askedPlace: Int, _ asked: Int
  ) -> (own: UInt32, asked: UInt32) {
    if rows[ownPlace] == 0 { rows[ownPlace] = number(record, record.side, own) + 1 }
    if rows[askedPlace] == 0 {
      rows[askedPlace] = number(record, record.isIngress ? .egress : .ingress, asked) + 1
    }
    return (rows[ownPlace], rows[askedPlace])
  }

  @inline(never)
  private func otherRulings(on record: FlowRecord, _ row: UInt64) -> (own: UInt32, asked: UInt32) {
    func ruling(_ side: RuleDirection, _ port: UInt16) -> UInt32 {
      let portClass = model.portClasses[Int(port)]
      let key = OtherKey(
        row: row, side: side, protocolNumber: record.protocolNumber, portClass: portClass)
      if let known = others[key] { return known }
      if others.count >= Self.otherLimit { others.removeAll(keepingCapacity: true) }
      let number = self.number(record, side, Int(portClass))
      others[key] = number
      return number
    }
    let own = ruling(record.side, record.destinationPort)
    return (own, ruling(record.isIngress ? .egress : .ingress, record.sourcePort))
  }

  /// Makes a ruling on packets between a record's ends, in a direction, to a class of ports.
  private func number(_ record: FlowRecord, _ side: RuleDirection, _ portClass: Int) -> UInt32 {
    number(
      at: record.interface, side, IPProtocol(rawValue: record.protocolNumber), remote: record.remoteAddress,
      portClass)
  }

  @inline(never)
  private func number(
    at interface: Int, _ side: RuleDirection, _ `protocol`: IPProtocol, remote: IPAddress, _ portClass: Int
  ) -> UInt32 {
    let made = model.ruling(
      at: interface, side, `protocol`, remote: remote, port: model.firstPorts[portClass])
    if let known = numbers[made] { return known }
    let number = UInt32(rulings.count)
    numbers[made] = number
    rulings.append(made)
    return number
  }
}
