extension CaptureReader {
  /// What libpcap takes for the longest packet there can be, where a capture's own limit isn't longer.
  private static var longestPacket: Int { 262_144 }

  /// Reads a classic record: seconds, fraction, captured and original length, bytes.
  @inline(__always)
  mutating func nextClassic(_ record: inout CaptureRecord) -> Bool {
    while true {
      guard window.require(16) else { return stop(window.available == 0 ? nil : .recordCut) }
      let header = window.bytes(0, count: 16)
      let seconds = header.u32(0, big: isBig)
      let fraction = header.u32(4, big: isBig)
      var captured = Int(header.u32(8, big: isBig))
      var original = Int(header.u32(12, big: isBig))
      if fileHeader.minor < 4 { orderLengths(&captured, &original) }
      record.offset = window.offset
      record.number = packets &+ 1
      if captured > Self.longestPacket, !skipsLong(captured) { return stop(.recordTooLong) }
      if captured > Self.longest {
        packets &+= 1
        tally.count(.packetTooLong, at: record.place)
        guard window.skip(16 + captured) else { return stop(.recordCut) }
        continue
      }
      guard window.require(16 &+ captured) else { return stop(.recordCut) }
      record.bytes = window.bytes(16, count: captured)
      // Good until the next `require`: consuming moves nothing.
      window.consume(16 &+ captured)
      packets &+= 1
      record.timestamp =
        Int64(seconds) &* 1_000_000_000 &+ Int64(fraction) &* (fileHeader.isNanoseconds ? 1 : 1_000)
      record.originalLength = original
      record.linkType = fileHeader.linkType
      record.interface = 0
      record.direction = .unknown
      check(record, fraction: fraction, limit: fileHeader.isNanoseconds ? 1_000_000_000 : 1_000_000)
      return true
    }
  }

  @inline(__always)
  private mutating func check(_ record: CaptureRecord, fraction: UInt32, limit: UInt32) {
    if fraction >= limit { tally.count(.timestampInvalid, at: record.place) }
    let snaplen = fileHeader.snaplen
    if record.capturedLength > snaplen, snaplen != 0 {
      tally.count(.capturedBeyondSnaplen, at: record.place)
    }
    if record.capturedLength > record.originalLength {
      tally.count(.capturedBeyondOriginal, at: record.place)
    }
  }

  /// Whether a long record is one that the capture's own limit admits.
  private func skipsLong(_ captured: Int) -> Bool { captured <= Int(fileHeader.snaplen) }

  /// Versions before 2.3 had the lengths the other way round, and so had some writers of 2.3.
  private func orderLengths(_ captured: inout Int, _ original: inout Int) {
    if fileHeader.minor < 3 || captured > original { swap(&captured, &original) }
  }
}
