import PacketWalkAddressing

/// The senders of mirrored packets: the network interfaces whose traffic it is, as small numbers.
struct MirrorPoints {
  private struct Point: Hashable {
    var high: UInt64
    var low: UInt64
    var isIPv6: Bool
  }

  private var numbers: [Point: UInt16] = [:]
  private var points: [Point] = []
  private var last: (point: Point, number: UInt16)?

  /// A sender's number, from 1; all beyond 65,534 senders share one.
  mutating func number(of header: IPHeader) -> UInt16 {
    let point = Point(high: header.sourceHigh, low: header.sourceLow, isIPv6: header.isIPv6)
    if let last, last.point == point { return last.number }
    let number = find(point)
    last = (point, number)
    return number
  }

  private mutating func find(_ point: Point) -> UInt16 {
    if let number = numbers[point] { return number }
    guard points.count < Int(UInt16.max) - 1 else { return .max }
    points.append(point)
    numbers[point] = UInt16(points.count)
    return UInt16(points.count)
  }

  /// The address of a sender; nil for none and for those that share a number.
  func address(of number: UInt16) -> IPAddress? {
    guard number > 0, Int(number) <= points.count else { return nil }
    let point = points[Int(number) - 1]
    return IPAddress(captured: point.high, point.low, isIPv6: point.isIPv6)
  }
}
