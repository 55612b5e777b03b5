/// Memory that is written anew for each walk and grows where one needs more.
struct Scratch<Element: BitwiseCopyable> {
  private var elements: [Element] = []
  private(set) var count = 0

  init(_ capacity: Int) { elements.reserveCapacity(capacity) }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count < elements.count { elements[count] = element } else { elements.append(element) }
    count += 1
  }

  mutating func popLast() -> Element? {
    guard count > 0 else { return nil }
    count -= 1
    return elements[count]
  }

  @inline(__always)
  mutating func clear() { count = 0 }

  subscript(place: Int) -> Element {
    @inline(__always) get { elements[place] }
  }
}
