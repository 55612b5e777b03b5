import PacketWalkAddressing
import PacketWalkDiagnostics

/// `Fn::Cidr`.
extension CloudFormationStack {
  /// The first of the ranges of a size that a block holds: `[block, count, bits of the host part]`.
  func ranges(_ argument: TemplateValue, at origin: Origin) -> DeclaredField {
    guard let parts = argument.elements, parts.count == 2 || parts.count == 3 else {
      return fail("Fn::Cidr needs a range, a count and how many bits tell hosts apart", at: origin)
    }
    let fields = parts.map { evaluate($0) }
    if let unknown = fields.first(where: \.isUnknown) { return unknown }
    var texts: [String] = []
    for field in fields {
      guard case .text(let text) = field.value else { break }
      texts.append(text)
    }
    guard texts.count == fields.count, let block = IPPrefix(texts[0]), let count = Int(texts[1]),
      (1...256).contains(count)
    else { return fail("Fn::Cidr needs a range, a count from 1 to 256 and a number of bits", at: origin) }
    let width = block.family.bitWidth
    // Without a number the ranges are as long as AWS's smallest subnets are wide.
    let bits = texts.count == 3 ? Int(texts[2]) ?? -1 : block.family == .ipv4 ? 8 : 64
    let length = width - bits
    guard bits >= 1, length >= Int(block.length), length <= width else {
      return fail("Fn::Cidr cannot cut ranges of \(bits) host bits out of \(block)", at: origin)
    }
    let room = length - Int(block.length)
    guard room >= 9 || count <= 1 << room else {
      return fail("\(block) has no room for \(count) ranges of \(bits) host bits", at: origin)
    }
    var ranges: [DeclaredField] = []
    for place in 0..<count {
      let offset = UInt128(place) << UInt128(bits)
      guard let address = block.address.advanced(by: offset) else { break }
      ranges.append(
        DeclaredField(.text(IPPrefix(address, length: length).description), at: origin))
    }
    return DeclaredField(.list(ranges), at: origin)
  }
}

extension CloudFormationStacks {
  /// A range that stands for the one that AWS gives a VPC.
  func assumedIPv6Range(of vpc: String, at origin: Origin) -> IPPrefix? {
    let place = assumedRanges[vpc] ?? assumedRanges.count
    assumedRanges[vpc] = place
    // 2001:db8:PPPP:PP00::/56
    guard let base = IPAddress("2001:db8:1::"), place < 1 << 16 else { return nil }
    guard let address = base.advanced(by: UInt128(place) << 80) else { return nil }
    let prefix = IPPrefix(address, length: 56)
    report(
      "PW_ASSUMED_RANGE", .note, vpc,
      "AWS chooses the VPC's IPv6 range; \(prefix), of the range for documentation, stands for it", at: origin
    )
    return prefix
  }
}
