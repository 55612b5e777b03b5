/// Plain elements in a row, written once: what walks for verdicts read.
///
/// The one place of theirs that holds a pointer, for the reasons that the router's `FlatMemory` has: an array inside of a
/// class may be retained and released at each access, for which threads that share a network wait for each other. Bounds
/// are asserted in debug builds.
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
