/// The two address families. Rules, routes and addresses of one never match the other.
public enum AddressFamily: UInt8, Sendable, Hashable, CaseIterable, Comparable {
  case ipv4 = 4
  case ipv6 = 6

  /// The number of bits in an address: 32 or 128.
  public var bitWidth: Int { self == .ipv4 ? 32 : 128 }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// An IPv4 address (RFC 791) as its 32 bits in host order.
public struct IPv4Address: Hashable, Sendable, Comparable {
  /// The address as a number; 10.0.0.1 is 0x0A000001.
  public var bits: UInt32

  /// Creates an address from its 32 bits.
  public init(bits: UInt32) { self.bits = bits }

  public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

/// An IPv6 address (RFC 4291) as its 128 bits in host order.
public struct IPv6Address: Hashable, Sendable, Comparable {
  // Two halves rather than one `UInt128`, whose alignment of 16 has two costs: an `IPAddress` takes 32 bytes
  // in an array instead of 24; and Swift 6.3 without optimisation returns a structure such as `IPPrefix`
  // through a stack slot aligned to 8 and copies it with instructions that need 16, which crashes.
  private var high: UInt64
  private var low: UInt64

  /// The address as a number.
  public var bits: UInt128 {
    get { UInt128(high) << 64 | UInt128(low) }
    set {
      high = UInt64(truncatingIfNeeded: newValue >> 64)
      low = UInt64(truncatingIfNeeded: newValue)
    }
  }

  /// Creates an address from its 128 bits.
  public init(bits: UInt128) {
    high = UInt64(truncatingIfNeeded: bits >> 64)
    low = UInt64(truncatingIfNeeded: bits)
  }

  public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

/// An address of either family. All IPv4 addresses sort before all IPv6 addresses.
public enum IPAddress: Hashable, Sendable, Comparable {
  case v4(IPv4Address)
  case v6(IPv6Address)

  /// The family of the address.
  public var family: AddressFamily {
    switch self {
    case .v4: .ipv4
    case .v6: .ipv6
    }
  }

  /// The address as a number in the lowest 32 or 128 bits.
  public var bits: UInt128 {
    switch self {
    case .v4(let address): UInt128(address.bits)
    case .v6(let address): address.bits
    }
  }

  /// Creates the address with the given number.
  ///
  /// - Precondition: an IPv4 number fits 32 bits.
  public init(family: AddressFamily, bits: UInt128) {
    switch family {
    case .ipv4: self = .v4(IPv4Address(bits: UInt32(bits)))
    case .ipv6: self = .v6(IPv6Address(bits: bits))
    }
  }

  /// The address `offset` places after this one, or nil past the end of the family's space.
  public func advanced(by offset: UInt128) -> IPAddress? {
    let (sum, overflow) = bits.addingReportingOverflow(offset)
    guard !overflow, family == .ipv6 || sum <= UInt128(UInt32.max) else { return nil }
    return IPAddress(family: family, bits: sum)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.family == right.family ? left.bits < right.bits : left.family < right.family
  }
}
