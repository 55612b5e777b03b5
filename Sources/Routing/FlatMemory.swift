import PacketWalkCRouting

/// The memory of one table: plain bytes, written once by a builder and then only read, and what stands where in it.
///
/// This is the one place that holds a pointer. An array in its stead costs a bounds check and, inside a class, a
/// retain and a release for each access, which made lookups several times slower; here bounds are asserted in debug
/// builds. Behind the last byte there is room to read a whole vector.
@safe @usableFromInline
final class FlatMemory: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutableRawPointer
  /// The bytes in use; zero when made.
  @usableFromInline let byteCount: Int
  /// What stands where.
  @usableFromInline let layout: TableLayout

  /// What may be read behind the end.
  static var slack: Int { 64 }

  init(byteCount: Int, layout: TableLayout) {
    self.byteCount = byteCount
    self.layout = layout
    let capacity = byteCount + Self.slack
    // Large tables are read all over: in huge pages a read costs no walk of the page tables.
    let huge = 2 << 20
    let alignment = capacity >= huge ? huge : 64
    unsafe base = .allocate(byteCount: capacity, alignment: alignment)
    if alignment == huge { unsafe packetwalk_advise_huge_pages(base, capacity) }
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: capacity)
  }

  /// Memory with a copy of these bytes.
  convenience init(bytes: ArraySlice<UInt8>, layout: TableLayout) {
    self.init(byteCount: bytes.count, layout: layout)
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe base.copyMemory(from: bytes.baseAddress ?? UnsafeRawPointer(base), byteCount: bytes.count)
    }
  }

  /// All bytes in use.
  var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: byteCount) }

  deinit { unsafe base.deallocate() }

  /// The number at a byte offset, as this machine stores it; it need not be aligned.
  @inlinable @inline(__always)
  func load<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
    assert(offset >= 0 && offset + MemoryLayout<Number>.size <= byteCount, "read out of bounds")
    return unsafe base.loadUnaligned(fromByteOffset: offset, as: type)
  }

  /// Like `load`, of a number that may reach into the slack behind the end.
  @inlinable @inline(__always)
  func loadNearEnd(at offset: Int) -> UInt32 {
    assert(offset >= 0 && offset < byteCount, "read out of bounds")
    return UInt32(littleEndian: unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  func store<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at offset: Int) {
    precondition(offset >= 0 && offset + MemoryLayout<Number>.size <= byteCount, "written out of bounds")
    unsafe base.storeBytes(of: number, toByteOffset: offset, as: Number.self)
  }

  /// Writes the same number so many times in a row.
  func fill<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at offset: Int, count: Int) {
    let size = MemoryLayout<Number>.size
    precondition(
      offset >= 0 && offset % size == 0 && offset + count * size <= byteCount, "written out of bounds")
    unsafe (base + offset).initializeMemory(as: Number.self, repeating: number, count: count)
  }
}
