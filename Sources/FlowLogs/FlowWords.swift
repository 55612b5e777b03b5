/// Four words in registers, which Swift's own vectors of this size are not where they are compared.
struct FlowWords {
  var first: UInt64
  var second: UInt64
  var third: UInt64
  var fourth: UInt64

  @inline(__always)
  init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
    self.first = first
    self.second = second
    self.third = third
    self.fourth = fourth
  }

  @inline(__always)
  func equals(_ other: FlowWords) -> Bool {
    (first ^ other.first) | (second ^ other.second) | (third ^ other.third) | (fourth ^ other.fourth) == 0
  }
}
