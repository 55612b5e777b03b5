/// Flows by their keys: entries side by side, found through an open-addressing index of hashes.
///
/// It grows up to its capacity; then somebody has to take out what is idle for longest.
@safe struct FlowTable: ~Copyable {
  /// What became of a packet.
  enum Outcome {
    case added
    /// Another mirror session shows what its sender sends.
    case duplicate
    /// The entry with its key has come to its end, and the packet begins another.
    case ended(Int, CapturedFlow.Ending)
    /// There is no room for another entry.
    case full
  }

  /// A hash in the upper half, an entry's number and 1 in the lower; 0 where it is empty. Linear probing.
  private var slots: UnsafeMutableBufferPointer<UInt64>
  /// Room of the same size, to make the index anew in.
  private var spare: UnsafeMutableBufferPointer<UInt64>
  /// Each entry at the beginning of two lines of the cache.
  private var entries: UnsafeMutablePointer<FlowEntry>
  private var allocated: Int
  /// How many entries were ever used; those in `free` are not.
  private var used = 0
  private var free: [Int32] = []
  private let secret: FlowHashSecret
  private let capacity: Int
  private let tcpIdle: Int64
  private let idle: Int64
  /// What touching memory early reads, so that nobody finds the reading useless.
  private var touched: UInt64 = 0

  init(capacity: Int, tcpIdle: Int64, idle: Int64, secret: FlowHashSecret) {
    self.capacity = min(max(capacity, 16), 1 << 26)
    self.tcpIdle = tcpIdle
    self.idle = idle
    self.secret = secret
    allocated = min(self.capacity, 1 << 10)
    unsafe entries = Self.newEntries(allocated)
    // `prepare` may read it before there is any.
    unsafe entries.initialize(to: FlowEntry(DecodedPacket()))
    unsafe slots = Self.newSlots(for: allocated)
    unsafe spare = Self.newSlots(for: allocated)
  }

  deinit {
    unsafe UnsafeMutableRawPointer(entries).deallocate()
    unsafe slots.deallocate()
    unsafe spare.deallocate()
  }

  private static func newEntries(_ count: Int) -> UnsafeMutablePointer<FlowEntry> {
    let size = MemoryLayout<FlowEntry>.stride
    return unsafe UnsafeMutableRawPointer.allocate(byteCount: count * size, alignment: 128)
      .bindMemory(to: FlowEntry.self, capacity: count)
  }

  /// A power of two of at least twice the entries.
  private static func newSlots(for entries: Int) -> UnsafeMutableBufferPointer<UInt64> {
    var count = 32
    while count < entries * 2 { count *= 2 }
    let slots = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: count)
    unsafe slots.initialize(repeating: 0)
    return unsafe slots
  }

  var count: Int { used - free.count }

  @inline(__always)
  func hash(_ key: FlowKey) -> UInt32 { key.hash(secret) }

  /// Hashes packets, and reads what searching for them will read without waiting for it: so that they wait
  /// for memory together. First all slots, then all entries that slots lead to; else each would wait for
  /// itself.
  mutating func prepare(_ packets: borrowing PacketBatch, count: Int) {
    let mask = unsafe slots.count &- 1
    var sum: UInt64 = 0
    for index in 0..<count {
      let hash = hash(packets[index].key)
      packets[index].hash = hash
      unsafe sum ^= slots[Int(hash) & mask]
    }
    for index in 0..<count {
      let hash = packets[index].hash
      var place = Int(hash) & mask
      while true {
        let slot = unsafe slots[place]
        if UInt32(truncatingIfNeeded: slot >> 32) == hash || slot == 0 {
          // An empty slot leads to an entry as good as any: no jump that could be foretold wrongly.
          let number = max(Int(UInt32(truncatingIfNeeded: slot)) &- 1, 0)
          unsafe sum ^= entries[number].key.service ^ entries[number].lowPackets
          break
        }
        place = (place &+ 1) & mask
      }
    }
    touched = sum
  }

  @inline(__always)
  subscript(number: Int) -> FlowEntry {
    _read {
      precondition(number >= 0 && number < used)
      yield unsafe entries[number]
    }
    _modify {
      precondition(number >= 0 && number < used)
      yield unsafe &entries[number]
    }
  }

  /// The number of the entry with this key; nil where there is none.
  @inline(__always)
  func find(_ key: FlowKey, hash: UInt32) -> Int? {
    let mask = unsafe slots.count &- 1
    var place = Int(hash) & mask
    while true {
      let slot = unsafe slots[place]
      if slot == 0 { return nil }
      if UInt32(truncatingIfNeeded: slot >> 32) == hash {
        let number = Int(UInt32(truncatingIfNeeded: slot)) &- 1
        if unsafe entries[number].key == key { return number }
      }
      place = (place &+ 1) & mask
    }
  }

  /// Takes a packet into its flow, or begins one.
  @inline(__always)
  mutating func add(_ packet: DecodedPacket, number: UInt64) -> Outcome {
    guard let place = find(packet.key, hash: packet.hash) else {
      guard count < capacity else { return .full }
      insert(packet, number: number)
      return .added
    }
    if let ending = unsafe entries[place].ending(before: packet, tcpIdle: tcpIdle, idle: idle) {
      return .ended(place, ending)
    }
    return unsafe entries[place].add(packet, number: number) ? .added : .duplicate
  }

  /// Begins another flow in the place of one that has been handed out.
  mutating func restart(_ place: Int, with packet: DecodedPacket, number: UInt64) {
    precondition(place >= 0 && place < used)
    unsafe entries[place] = FlowEntry(packet)
    _ = unsafe entries[place].add(packet, number: number)
  }

  /// Begins a flow whose key is not there.
  ///
  /// - Precondition: there is room.
  mutating func insert(_ packet: DecodedPacket, number: UInt64) {
    precondition(count < capacity)
    let entry: Int
    if let last = free.popLast() {
      entry = Int(last)
    } else {
      if used == allocated { grow() }
      entry = used
      used += 1
    }
    unsafe (entries + entry).initialize(to: FlowEntry(packet))
    _ = unsafe entries[entry].add(packet, number: number)
    place(entry, packet.hash)
  }

  private func place(_ number: Int, _ hash: UInt32) {
    let mask = unsafe slots.count &- 1
    var place = Int(hash) & mask
    while unsafe slots[place] != 0 { place = (place &+ 1) & mask }
    unsafe slots[place] = UInt64(hash) << 32 | UInt64(number &+ 1)
  }

  private mutating func grow() {
    let larger = min(allocated * 2, capacity)
    let place = unsafe Self.newEntries(larger)
    unsafe place.moveInitialize(from: entries, count: used)
    unsafe UnsafeMutableRawPointer(entries).deallocate()
    unsafe entries = place
    allocated = larger
    let old = unsafe slots
    unsafe slots = Self.newSlots(for: larger)
    for index in old.indices where unsafe old[index] != 0 {
      let slot = unsafe old[index]
      self.place(Int(UInt32(truncatingIfNeeded: slot)) &- 1, UInt32(truncatingIfNeeded: slot >> 32))
    }
    unsafe old.deallocate()
    unsafe spare.deallocate()
    unsafe spare = Self.newSlots(for: larger)
  }

  /// Takes entries out.
  ///
  /// - Complexity: O(*n*) for *n* entries, since the index is made anew.
  mutating func remove(_ numbers: [Int]) {
    // So that what comes next lies side by side.
    free = (free + numbers.map { Int32(truncatingIfNeeded: $0) }).sorted(by: >)
    if free.count == used {
      free = []
      used = 0
    }
    var isFree = [Bool](repeating: true, count: allocated)
    for number in 0..<used { isFree[number] = false }
    for number in free { isFree[Int(number)] = true }
    // In the order of the old index, in which neighbours stay neighbours.
    unsafe (slots, spare) = unsafe (spare, slots)
    unsafe slots.update(repeating: 0)
    for index in unsafe spare.indices {
      let slot = unsafe spare[index]
      let number = Int(UInt32(truncatingIfNeeded: slot)) &- 1
      if number >= 0, !isFree[number] { place(number, UInt32(truncatingIfNeeded: slot >> 32)) }
    }
  }

  /// The entries that have been idle for longest, about a quarter, in the order of their first packets.
  ///
  /// - Complexity: O(*n*) for *n* entries, but for sorting those that it finds.
  func idleNumbers() -> [Int] {
    let all = unorderedNumbers()
    var sample: [UInt64] = []
    for index in stride(from: 0, to: all.count, by: max(all.count / 4_096, 1)) {
      unsafe sample.append(entries[all[index]].lastPacket)
    }
    sample.sort()
    let limit = sample.isEmpty ? UInt64.max : sample[sample.count / 4]
    return ordered(all.filter { unsafe entries[$0].lastPacket <= limit })
  }

  /// All entries, in the order of their first packets.
  func allNumbers() -> [Int] { ordered(unorderedNumbers()) }

  private func unorderedNumbers() -> [Int] {
    var isFree = [Bool](repeating: false, count: used)
    for number in free { isFree[Int(number)] = true }
    return (0..<used).filter { !isFree[$0] }
  }

  private func ordered(_ numbers: [Int]) -> [Int] {
    var order = numbers.map { number in
      unsafe (first: UInt64(entries[number].file) << 48 | entries[number].record, number: number)
    }
    order.sort { $0.first < $1.first }
    return order.map(\.number)
  }
}
