extension IPv4Address: LosslessStringConvertible {
  /// Parses dotted decimal: exactly four numbers from 0 to 255 without leading zeros.
  ///
  /// Octal, hexadecimal and short forms are refused, since tools disagree on what they mean.
  public init?(_ text: String) { self.init(ascii: text.utf8) }

  init?(ascii text: some Sequence<UInt8>) {
    var bits: UInt32 = 0
    var octet: UInt32 = 0
    var digits = 0
    var octets = 0
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if digits > 0, octet == 0 { return nil }
        octet = octet * 10 + UInt32(byte - UInt8(ascii: "0"))
        digits += 1
        if octet > 255 { return nil }
      case UInt8(ascii: "."):
        guard digits > 0, octets < 3 else { return nil }
        bits = bits << 8 | octet
        (octet, digits) = (0, 0)
        octets += 1
      default:
        return nil
      }
    }
    guard octets == 3, digits > 0 else { return nil }
    self.init(bits: bits << 8 | octet)
  }

  public var description: String {
    "\(bits >> 24).\(bits >> 16 & 255).\(bits >> 8 & 255).\(bits & 255)"
  }
}

extension IPv6Address: LosslessStringConvertible {
  /// Parses the forms of RFC 4291 section 2.2, an embedded IPv4 tail included; no zone identifiers.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 2, bytes.count <= 45 else { return nil }
    var groups: [UInt16] = []
    var gap: Int?
    var index = 0
    if bytes[0] == UInt8(ascii: ":") {
      guard bytes[1] == UInt8(ascii: ":") else { return nil }
      gap = 0
      index = 2
    }
    while index < bytes.count {
      let start = index
      var value: UInt32 = 0
      while index < bytes.count, let digit = Self.hexDigit(bytes[index]) {
        value = value << 4 | UInt32(digit)
        index += 1
        if index - start > 4 { break }
      }
      if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
        guard groups.count <= 6, let tail = IPv4Address(ascii: bytes[start...]) else { return nil }
        groups.append(UInt16(tail.bits >> 16))
        groups.append(UInt16(tail.bits & 0xFFFF))
        index = bytes.count
        break
      }
      guard index > start, index - start <= 4, groups.count < 8 else { return nil }
      groups.append(UInt16(value))
      guard index < bytes.count else { break }
      guard bytes[index] == UInt8(ascii: ":") else { return nil }
      index += 1
      guard index < bytes.count else { return nil }
      if bytes[index] == UInt8(ascii: ":") {
        guard gap == nil else { return nil }
        gap = groups.count
        index += 1
      }
    }
    guard gap == nil ? groups.count == 8 : groups.count < 8 else { return nil }
    let zeros = [UInt16](repeating: 0, count: 8 - groups.count)
    let all = gap.map { groups[..<$0] + zeros + groups[$0...] } ?? groups[...]
    self.init(bits: all.reduce(UInt128(0)) { $0 << 16 | UInt128($1) })
  }

  /// The canonical text of RFC 5952: lower case, the longest run of zero groups as `::`.
  public var description: String {
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > best.count, end - start > 1 { best = start..<end }
      start = max(end, start + 1)
    }
    func joined(_ part: some Sequence<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard !best.isEmpty else { return joined(groups) }
    return joined(groups[..<best.lowerBound]) + "::" + joined(groups[best.upperBound...])
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension IPAddress: LosslessStringConvertible {
  /// Parses an address of either family in strict form.
  public init?(_ text: String) {
    if let address = IPv4Address(text) {
      self = .v4(address)
    } else if let address = IPv6Address(text) {
      self = .v6(address)
    } else {
      return nil
    }
  }

  public var description: String {
    switch self {
    case .v4(let address): address.description
    case .v6(let address): address.description
    }
  }
}
