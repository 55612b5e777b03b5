/// One field in some lines that follow each other and have the same number of fields.
@safe struct FieldRows {
  private let positions: FlowColumn<Int32>
  /// The index of the separator before the first line's field.
  private var first: Int
  /// How many fields a line has.
  let stride: Int
  /// How many lines there are.
  private(set) var count: Int

  init(_ positions: FlowColumn<Int32>, first: Int, stride: Int, count: Int) {
    self.positions = positions
    self.first = first
    self.stride = stride
    self.count = count
  }

  /// The same field without the first lines.
  func dropFirst(_ rows: Int) -> FieldRows {
    FieldRows(positions, first: first + rows * stride, stride: stride, count: count - rows)
  }

  /// The field's text in one line.
  @inline(__always)
  subscript(row: Int) -> Range<Int> {
    let place = first &+ row &* stride
    let start = Int(positions[place]) &+ 1
    return unsafe Range(uncheckedBounds: (start, Int(positions[place &+ 1])))
  }

  /// The separators from the one before the first line's field.
  var places: UnsafePointer<Int32> {
    assert(first >= 0 && first + (count - 1) * stride + 1 < positions.capacity, "places of the index")
    return unsafe UnsafePointer(positions.base + first)
  }
}
