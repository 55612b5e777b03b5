/// Values by the order in which they were first met.
package struct Numbering<Value: Hashable & Sendable>: Sendable {
  /// By number.
  package private(set) var values: [Value] = []
  private var numbers: [Value: Int] = [:]

  package init() {}

  /// - Parameter first: number 0.
  package init(first: Value) {
    values = [first]
    numbers = [first: 0]
  }

  package subscript(number: Int) -> Value { values[number] }

  package mutating func number(of value: Value) -> Int {
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

  /// Takes out what is held in a row.
  mutating func clear(row: Int) {
    guard row < rows else { return }
    for column in 0..<columns { cells[row * columns + column] = -1 }
  }

  private mutating func widen(to width: Int) {
    var wider = [Int32](repeating: -1, count: rows * width)
    for row in 0..<rows {
      for column in 0..<columns { wider[row * width + column] = cells[row * columns + column] }
    }
    (columns, cells) = (width, wider)
  }
}

/// A number for each of few pairs of numbers: a hash table of the two side by side.
struct PairMap: Sendable {
  private var keys: [UInt64] = []
  /// -1 where nothing is held.
  private var values: [Int32] = []
  private var count = 0

  /// Nil where nothing was set.
  ///
  /// - Precondition: both are below 2³².
  subscript(first: Int, second: Int) -> Int? {
    get {
      guard count > 0 else { return nil }
      let value = values[slot(Self.key(first, second))]
      return value < 0 ? nil : Int(value)
    }
    set {
      guard let newValue else { preconditionFailure("nothing is taken out again") }
      if 2 * (count + 1) > keys.count { grow() }
      let key = Self.key(first, second)
      let place = slot(key)
      if values[place] < 0 { count += 1 }
      (keys[place], values[place]) = (key, Int32(newValue))
    }
  }

  private static func key(_ first: Int, _ second: Int) -> UInt64 { UInt64(first) << 32 | UInt64(second) }

  /// Where a key is, or would be.
  private func slot(_ key: UInt64) -> Int {
    let mask = keys.count - 1
    var hash = key &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 29
    var place = Int(truncatingIfNeeded: hash) & mask
    while values[place] >= 0, keys[place] != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = (keys, values)
    let size = max(64, 2 * keys.count)
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: -1, count: size)
    for (key, value) in zip(old.0, old.1) where value >= 0 {
      let place = slot(key)
      (keys[place], values[place]) = (key, value)
    }
  }
}
