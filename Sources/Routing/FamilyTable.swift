/// The table of one family in one of the forms: from an address to a label, in flat memory.
///
/// In the memory all numbers are those of the machine but the codes, whose first byte is the lowest. What stands where:
///
/// | section | search | stride | paged | blocks | direct |
/// |---|---|---|---|---|---|
/// | first | places of the levels, then lines of heads | cells | root | root | |
/// | second | | | | blocks | |
/// | codes | a code for each run | | cells | a code for each run | cells |
/// | tail | where answers change within a cell of the form: last addresses, then codes, of 32 bits |
@usableFromInline
struct FamilyTable<Bits: RouteBits>: Sendable {
  @usableFromInline let memory: FlatMemory

  init(memory: FlatMemory) { self.memory = memory }

  /// The label of the longest prefix that contains the address; `UInt32.max` where none does.
  @inlinable @inline(__always)
  func label(_ bits: Bits) -> UInt32 {
    // Small tables have this form, and no tail: they should not wait for the rest to be set up.
    if memory.layout.form == .stride { return stridedCode(UInt32(truncatingIfNeeded: bits)) &- 1 }
    return otherLabel(bits)
  }

  @inlinable @inline(never)
  func otherLabel(_ bits: Bits) -> UInt32 {
    let code =
      switch memory.layout.form {
      case .direct: directCode(UInt32(truncatingIfNeeded: bits))
      case .paged: pagedCode(UInt32(truncatingIfNeeded: bits))
      case .blocks: blockCode(UInt32(truncatingIfNeeded: bits))
      default: Bits.searchedCode(bits, in: memory)
      }
    return settled(code, bits)
  }

  /// The label of a code, which the tail knows if it is the escape.
  @inlinable @inline(__always)
  func settled(_ code: UInt32, _ bits: Bits) -> UInt32 {
    (code == memory.layout.escape ? tailCode(bits) : code) &- 1
  }

  /// The code at a place of the codes, whatever their width.
  @inlinable @inline(__always)
  func code(at place: Int) -> UInt32 {
    memory.loadNearEnd(at: memory.layout.codes &+ place &<< memory.layout.codeShift) & memory.layout.codeMask
  }

  /// The answer inside a cell where it changes: a binary search among all of those.
  @usableFromInline
  func tailCode(_ bits: Bits) -> UInt32 {
    var low = 0
    var high = memory.layout.tailCount - 1
    while low < high {
      let middle = (low + high) / 2
      if memory.load(Bits.self, at: memory.layout.tail + middle * MemoryLayout<Bits>.size) < bits {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return memory.load(
      UInt32.self, at: memory.layout.tail + memory.layout.tailCount * MemoryLayout<Bits>.size + low * 4)
  }
}
