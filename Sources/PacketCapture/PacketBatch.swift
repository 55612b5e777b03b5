/// Packets that wait for the table of flows, in memory of their own: an array would ask for each whether
/// somebody else has it.
@safe struct PacketBatch: ~Copyable {
  static let capacity = 64
  private let packets: UnsafeMutablePointer<DecodedPacket>

  init() {
    unsafe packets = .allocate(capacity: Self.capacity)
    unsafe packets.initialize(repeating: DecodedPacket(), count: Self.capacity)
  }

  deinit { unsafe packets.deallocate() }

  @inline(__always)
  subscript(index: Int) -> DecodedPacket {
    _read {
      precondition(index >= 0 && index < Self.capacity)
      yield unsafe packets[index]
    }
    nonmutating _modify {
      precondition(index >= 0 && index < Self.capacity)
      yield unsafe &packets[index]
    }
  }
}
