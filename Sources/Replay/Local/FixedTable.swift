/// Values at an address that stays, as many as were asked for.
///
/// The handle by which judging a record reads its tables. It belongs to the class that made it, which deallocates it.
///
/// Unsafe memory because of arrays the reference counts and copies were half of a record's time; its bounds are asserted.
@safe struct FixedTable<Value: BitwiseCopyable>: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Value>
  let count: Int

  init(repeating value: Value, count: Int) {
    self.count = count
    unsafe base = .allocate(capacity: max(1, count))
    unsafe base.initialize(repeating: value, count: max(1, count))
  }

  init(_ values: [Value]) {
    count = values.count
    unsafe base = .allocate(capacity: max(1, values.count))
    unsafe values.withUnsafeBufferPointer { values in
      if let first = values.baseAddress { unsafe base.initialize(from: first, count: values.count) }
    }
  }

  func deallocate() { unsafe base.deallocate() }

  @inline(__always)
  subscript(place: Int) -> Value {
    get {
      assert(place >= 0 && place < count, "a place of the table")
      return unsafe base[place]
    }
    nonmutating _modify {
      assert(place >= 0 && place < count, "a place of the table")
      yield unsafe &base[place]
    }
  }

  func fill(_ value: Value) { unsafe base.update(repeating: value, count: count) }

  /// Appends the first values to an array.
  func append(first count: Int, to array: inout [Value]) {
    precondition(count >= 0 && count <= self.count, "values of the table")
    unsafe array.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
  }

  /// A table with more room, and the same values first; this one is deallocated.
  func grown(to count: Int, filledWith value: Value) -> FixedTable {
    let larger = FixedTable(repeating: value, count: count)
    unsafe larger.base.update(from: base, count: min(count, self.count))
    deallocate()
    return larger
  }
}
