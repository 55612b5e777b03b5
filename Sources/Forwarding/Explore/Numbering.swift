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
  private var side = 0
  private var cells: [Int32] = []

  /// Nil where nothing was set.
  subscript(row: Int, column: Int) -> Int? {
    get {
      guard row < side, column < side else { return nil }
      let cell = cells[row * side + column]
      return cell < 0 ? nil : Int(cell)
    }
    set {
      if max(row, column) >= side { grow(to: max(row, column) + 1) }
      cells[row * side + column] = newValue.map(Int32.init) ?? -1
    }
  }

  private mutating func grow(to needed: Int) {
    let larger = max(needed, side * 2, 16)
    var moved = [Int32](repeating: -1, count: larger * larger)
    for row in 0..<side {
      for column in 0..<side { moved[row * larger + column] = cells[row * side + column] }
    }
    (side, cells) = (larger, moved)
  }
}
