package import PacketWalkAddressing

/// Ranges that are not the public internet.
package enum SpecialRanges {
  /// RFC 1918.
  package static let `private` = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].compactMap(IPPrefix.init)
  /// RFC 6598.
  package static let shared = ["100.64.0.0/10"].compactMap(IPPrefix.init)
  /// Never routed on the internet (RFC 6890, RFC 4291).
  package static let unroutable =
    [
      "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/8", "fc00::/7", "fe80::/10",
      "ff00::/8",
    ]
    .compactMap(IPPrefix.init)
  /// IPv4 addresses as IPv6 ones, for NAT gateways to translate (RFC 6052, NAT-10).
  package static let nat64 = IPPrefix(IPAddress(family: .ipv6, bits: 0x0064_ff9b << 96), length: 96)
  /// AWS's own services, which no route forwards (RT-8).
  package static let reserved = ["169.254.168.0/22", "fd00:ec2::/32"].compactMap(IPPrefix.init)
  package static let all = `private` + shared + unroutable

  package static func isPrivate(_ address: IPAddress) -> Bool { `private`.contains { $0.contains(address) } }
  package static func isShared(_ address: IPAddress) -> Bool { shared.contains { $0.contains(address) } }
  /// Whether the address may exist on the public internet.
  package static func isPublic(_ address: IPAddress) -> Bool { !all.contains { $0.contains(address) } }
}
