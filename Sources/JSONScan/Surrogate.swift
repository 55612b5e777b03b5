/// UTF-16's surrogates (RFC 8259 section 7, Unicode section 3.9 D91).
enum Surrogate {
  static func isAny(_ unit: UInt32) -> Bool { unit & 0xF800 == 0xD800 }
  static func isHigh(_ unit: UInt32) -> Bool { unit & 0xFC00 == 0xD800 }
  static func isLow(_ unit: UInt32) -> Bool { unit & 0xFC00 == 0xDC00 }

  static func scalar(high: UInt32, low: UInt32) -> UInt32 {
    0x10000 + (high & 0x3FF) << 10 + low & 0x3FF
  }
}
