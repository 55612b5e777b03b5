/// An address prefix (CIDR block) of either family: the one prefix type of the package.
///
/// The host bits are always zero: a prefix made from 100.68.0.18/18 is 100.68.0.0/18, as AWS stores it
/// (VPC guide, network ACL rules). Prefixes sort by family, then address, then length, so that a covering
/// prefix comes before everything inside it.
public struct IPPrefix: Hashable, Sendable, Comparable {
  /// The first address of the prefix.
  public let address: IPAddress
  /// The number of leading bits that count: 0 to 32, or 0 to 128.
  public let length: UInt8

  /// Creates a prefix; host bits of `address` are cleared.
  ///
  /// - Precondition: `length` is at most the family's bit width.
  public init(_ address: IPAddress, length: Int) {
    precondition(length >= 0 && length <= address.family.bitWidth, "prefix length out of range")
    let network = address.bits & ~Self.hostMask(address.family, length)
    self.address = IPAddress(family: address.family, bits: network)
    self.length = UInt8(length)
  }

  /// The prefix that holds just this address.
  public init(host address: IPAddress) { self.init(address, length: address.family.bitWidth) }

  /// All addresses of a family: 0.0.0.0/0 or ::/0.
  public static func all(_ family: AddressFamily) -> IPPrefix {
    IPPrefix(IPAddress(family: family, bits: 0), length: 0)
  }

  /// The family of the prefix.
  public var family: AddressFamily { address.family }

  /// The last address of the prefix.
  public var lastAddress: IPAddress {
    IPAddress(family: family, bits: address.bits | Self.hostMask(family, Int(length)))
  }

  /// The number of addresses after the first one: 255 for a /24.
  public var sizeMinusOne: UInt128 { Self.hostMask(family, Int(length)) }

  /// Whether the address lies in the prefix; never across families.
  public func contains(_ other: IPAddress) -> Bool {
    other.family == family && (other.bits & ~sizeMinusOne) == address.bits
  }

  /// Whether every address of `other` lies in this prefix.
  public func contains(_ other: IPPrefix) -> Bool { other.length >= length && contains(other.address) }

  /// Whether the two prefixes share an address.
  public func overlaps(_ other: IPPrefix) -> Bool { contains(other) || other.contains(self) }

  public static func < (left: Self, right: Self) -> Bool {
    left.address == right.address ? left.length < right.length : left.address < right.address
  }

  static func hostMask(_ family: AddressFamily, _ length: Int) -> UInt128 {
    let hostBits = family.bitWidth - length
    return hostBits == 128 ? .max : (UInt128(1) << hostBits) - 1
  }
}

extension IPPrefix: LosslessStringConvertible {
  /// Parses `address/length`; host bits may be set and are cleared.
  public init?(_ text: String) {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")),
      let address = IPAddress(String(text[..<slash]))
    else { return nil }
    let digits = text[text.index(after: slash)...]
    guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ 48...57 ~= $0 }),
      digits.utf8.count == 1 || digits.utf8.first != 48,
      let length = Int(digits), length <= address.family.bitWidth
    else { return nil }
    self.init(address, length: length)
  }

  public var description: String { "\(address)/\(length)" }
}
