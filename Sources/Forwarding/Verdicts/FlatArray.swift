/// Plain elements in a row, written once: what walks for verdicts read.
///
/// The one place of theirs that holds a pointer. An array in its stead is a reference to count, which takes a third of a
/// walk's time and makes threads that share a network wait for each other; bounds are asserted in debug builds.
@safe struct FlatArray<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
  private let base: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    unsafe base = .allocate(capacity: max(elements.count, 1))
    for (place, element) in elements.enumerated() { unsafe (base + place).initialize(to: element) }
  }

  deinit { unsafe base.deallocate() }

  subscript(place: Int) -> Element {
    @inline(__always) get {
      assert(place >= 0 && place < count, "read out of bounds")
      return unsafe base[place]
    }
  }
}
