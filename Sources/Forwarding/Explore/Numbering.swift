/// Values by the order in which they were first met.
struct Numbering<Value: Hashable & Sendable>: Sendable {
  private var values: [Value]
  private var numbers: [Value: Int]

  /// - Parameter first: number 0.
  init(first: Value) {
    values = [first]
    numbers = [first: 0]
  }

  subscript(number: Int) -> Value { values[number] }

  mutating func number(of value: Value) -> Int {
    if let known = numbers[value] { return known }
    numbers[value] = values.count
    values.append(value)
    return values.count - 1
  }
}

/// A number for each pair of small numbers, dense: four bytes a pair.
struct PairTable: Sendable {
  private var rows = 0
  private var columns = 0
  private var cells: [Int32] = []

  /// Nil where nothing was set.
  subscript(row: Int, column: Int) -> Int? {
    get {
      guard row < rows, column < columns else { return nil }
      let cell = cells[row * columns + column]
      return cell < 0 ? nil : Int(cell)
    }
    set {
      if column >= columns { widen(to: max(column + 1, columns * 2, 16)) }
      if row >= rows {
        let more = max(row + 1, rows * 2, 16) - rows
        cells += repeatElement(-1, count: more * columns)
        rows += more
      }
      cells[row * columns + column] = newValue.map(Int32.init) ?? -1
    }
  }

  private mutating func widen(to width: Int) {
    var wider = [Int32](repeating: -1, count: rows * width)
    for row in 0..<rows {
      for column in 0..<columns { wider[row * width + column] = cells[row * columns + column] }
    }
    (columns, cells) = (width, wider)
  }
}
