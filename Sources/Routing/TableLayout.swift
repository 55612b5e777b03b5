/// Where things stand in the memory of a table, in bytes from its beginning, and how they are read.
@usableFromInline
struct TableLayout: Sendable, Hashable {
  @usableFromInline var form: TableForm
  /// Levels of nodes or lines that a lookup passes, the root among them.
  @usableFromInline var depth: UInt8 = 0
  /// How many bits of the address choose in the root.
  @usableFromInline var rootWidth: UInt8 = 0
  /// A code takes 1 << this many bytes.
  @usableFromInline var codeShift: UInt8 = 2
  /// The bits of 32 that belong to one code.
  @usableFromInline var codeMask: UInt32 = .max
  /// Labels are below this.
  @usableFromInline var labelCount: UInt32
  @usableFromInline var second = 0
  @usableFromInline var codes = 0
  @usableFromInline var tail = 0
  @usableFromInline var tailCount = 0

  /// The code that stands for "ask the tail"; no table without a tail has it.
  @inlinable @inline(__always)
  var escape: UInt32 { labelCount &+ 1 }

  /// The cell from which lookups of the stride form begin: it leads to the root, which stands behind the leaves.
  @inlinable @inline(__always)
  var strideRoot: UInt32 { (labelCount &+ 1) &<< 5 | (31 &- UInt32(truncatingIfNeeded: rootWidth)) }

  init(form: TableForm, labelCount: UInt32) {
    self.form = form
    self.labelCount = labelCount
    codeShift = labelCount + 2 <= 1 << 8 ? 0 : labelCount + 2 <= 1 << 16 ? 1 : 2
    codeMask = .max >> (32 - 8 << UInt32(codeShift))
  }
}
