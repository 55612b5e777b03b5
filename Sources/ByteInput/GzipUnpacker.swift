import PacketWalkDiagnostics

/// Unpacks gzip of one member or several as it comes, in constant memory.
///
/// Several libraries can do it: `Inflater`.
@safe struct GzipUnpacker<Engine: Inflater & ~Copyable>: ~Copyable {
  private static var roomSize: Int { 1 << 16 }

  private let path: String
  private var inflater: Engine
  private let room: UnsafeMutableRawBufferPointer
  private var packed: Range<Int> = 0..<0
  private var isSourceAtEnd = false
  /// Between members, where the data may end.
  private var isBetween = false
  /// After the last member, where tapes and block devices pad with zeros.
  private var isPadding = false

  init(path: String) throws(InputError) {
    self.path = path
    inflater = try Engine(path: path)
    unsafe room = .allocate(byteCount: Self.roomSize, alignment: 16)
  }

  deinit { unsafe room.deallocate() }

  /// Unpacks at least a byte into the buffer, which is not empty; 0 means the end.
  mutating func read(
    from source: ByteStream.Source, into buffer: UnsafeMutableRawBufferPointer
  ) throws(InputError) -> Int {
    while true {
      if isBetween, try !startsMember(source) { return 0 }
      if packed.isEmpty { try refill(source) }
      let input = unsafe UnsafeRawBufferPointer(rebasing: room[packed])
      let step = try unsafe inflater.inflate(input, into: buffer)
      packed = packed.lowerBound + step.consumed..<packed.upperBound
      isBetween = step.isEndOfMember
      if step.produced > 0 { return step.produced }
      if !isBetween, isSourceAtEnd, packed.isEmpty || step.consumed == 0 {
        throw Gunzip.malformed("the gzip data is cut short", path)
      }
    }
  }

  /// Whether another member follows; false at the end.
  private mutating func startsMember(_ source: ByteStream.Source) throws(InputError) -> Bool {
    while packed.count < 2, !isSourceAtEnd { try refill(source) }
    if !isPadding, packed.count >= 2, unsafe room[packed.lowerBound] == 0x1F,
      unsafe room[packed.lowerBound + 1] == 0x8B
    {
      isBetween = false
      try inflater.startMember()
      return true
    }
    isPadding = true
    repeat {
      guard unsafe room[packed].allSatisfy({ $0 == 0 }) else {
        throw Gunzip.malformed("something that is no gzip data follows it", path)
      }
      packed = 0..<0
      try refill(source)
    } while !packed.isEmpty
    return false
  }

  private mutating func refill(_ source: ByteStream.Source) throws(InputError) {
    guard !isSourceAtEnd else { return }
    // What is left is a byte at most.
    for (to, from) in packed.enumerated() { unsafe room[to] = room[from] }
    let kept = packed.count
    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: room[kept...])
    let count = try unsafe source.read(into: rest)
    isSourceAtEnd = count == 0
    packed = 0..<kept + count
  }
}
