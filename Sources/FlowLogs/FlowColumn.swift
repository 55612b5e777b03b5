/// One column of a batch: a value for each record, at an address that stays.
///
/// The one handle through which batches are read and written. It belongs to its batch and must not be used
/// after it; a column that was not asked for holds nothing.
///
/// Public, though no product has it, since what is only of the package is not inlined into other modules.
///
/// Unsafe memory because arrays in a class cost twenty times as much a read, by exclusivity and reference
/// counts; its bounds are asserted.
@frozen @safe public struct FlowColumn<Value: BitwiseCopyable> {
  @usableFromInline let base: UnsafeMutablePointer<Value>
  /// How many records it has room for.
  public let capacity: Int

  init(capacity: Int, zero: Value) {
    self.capacity = capacity
    // Room for one where there is none, since a write before its bounds are known must hit something.
    unsafe base = .allocate(capacity: max(1, capacity))
    unsafe base.initialize(repeating: zero, count: max(1, capacity))
  }

  func deallocate() { unsafe base.deallocate() }

  /// The value of a record.
  @inlinable public subscript(index: Int) -> Value {
    @inline(__always) get {
      assert(index >= 0 && index < capacity, "a record of a column that was asked for")
      return unsafe base[index]
    }
    @inline(__always) nonmutating set {
      assert(index >= 0 && index < capacity, "a record of a column that was asked for")
      unsafe base[index] = newValue
    }
  }
}
