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
    for (place, value) in values.enumerated() { unsafe (base + place).initialize(to: value) }
  }

  func deallocate() { unsafe base.deallocate() }

  @inline(__always)
  subscript(place: Int) -> Value {
    get {
      assert(place >= 0 && place < count, "a place of the table")
      return unsafe base[place]
    }
    nonmutating set {
      assert(place >= 0 && place < count, "a place of the table")
      unsafe base[place] = newValue
    }
  }

  func fill(_ value: Value) { unsafe base.update(repeating: value, count: count) }
}
