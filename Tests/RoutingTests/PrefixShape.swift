import PacketWalkAddressing
import PacketWalkTestSupport

/// The shapes that route tables come in, each a way to draw random prefixes.
enum PrefixShape: CaseIterable, Sendable {
  /// Any address at any length.
  case scattered
  /// Ever longer prefixes of one address, every length among them.
  case nestedChain
  /// Neighbouring prefixes of one length.
  case denseRun
  /// Single addresses close together.
  case hosts
  /// A few prefixes, again and again.
  case duplicates
  /// Defaults of both families among others.
  case defaults
  /// Both ends of a family's space.
  case edges

  func draw(using random: inout SplitMix64) -> [IPPrefix] {
    let family: AddressFamily = Bool.random(using: &random) ? .ipv4 : .ipv6
    let width = family.bitWidth
    let base = Self.address(family, using: &random)
    switch self {
    case .scattered:
      return (0..<60).map { _ in Self.prefix(using: &random) }
    case .nestedChain:
      return (0...width).shuffled(using: &random).map { IPPrefix(base, length: $0) }
    case .denseRun:
      let length = Int.random(in: 8...width, using: &random)
      let step = UInt128(1) << (width - length)
      return (0..<40).compactMap { base.advanced(by: step * UInt128($0)) }.map {
        IPPrefix($0, length: length)
      }
    case .hosts:
      return (0..<40).compactMap { _ in base.advanced(by: UInt128.random(in: 0...90, using: &random)) }
        .map { IPPrefix(host: $0) }
    case .duplicates:
      let few = (0..<4).map { _ in Self.prefix(using: &random) }
      return (0..<40).map { few[$0 % few.count] }
    case .defaults:
      return (0..<10).map { _ in Self.prefix(using: &random) } + AddressFamily.allCases.map { .all($0) }
    case .edges:
      let last = IPPrefix.all(family).lastAddress
      return (0...8).map { IPPrefix(last, length: width - $0) }
        + (0...8).map { IPPrefix(IPAddress(family: family, bits: 0), length: width - $0) }
    }
  }

  static func prefix(using random: inout SplitMix64) -> IPPrefix {
    let family: AddressFamily = Bool.random(using: &random) ? .ipv4 : .ipv6
    return IPPrefix(
      address(family, using: &random), length: Int.random(in: 0...family.bitWidth, using: &random))
  }

  static func address(_ family: AddressFamily, using random: inout SplitMix64) -> IPAddress {
    let bits = UInt128(random.next()) << 64 | UInt128(random.next())
    return IPAddress(family: family, bits: family == .ipv4 ? bits & UInt128(UInt32.max) : bits)
  }
}
