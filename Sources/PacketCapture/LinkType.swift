/// What a captured packet begins with: a number of the registry of link types (tcpdump.org/linktypes.html).
package struct LinkType: RawRepresentable, Hashable, Sendable {
  package var rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// BSD's loopback: the address family, in the byte order of the machine that wrote the capture.
  package static let null = LinkType(rawValue: 0)
  package static let ethernet = LinkType(rawValue: 1)
  /// IP packets alone; 12 and 14 are what some systems wrote for it.
  package static let raw = LinkType(rawValue: 101)
  package static let rawOfBSD = LinkType(rawValue: 12)
  package static let rawOfOpenBSD = LinkType(rawValue: 14)
  /// OpenBSD's loopback: the address family in network byte order.
  package static let loop = LinkType(rawValue: 108)
  /// Linux's `any` device.
  package static let linuxSLL = LinkType(rawValue: 113)
  package static let ipv4 = LinkType(rawValue: 228)
  package static let ipv6 = LinkType(rawValue: 229)
  /// Linux's netfilter log.
  package static let nflog = LinkType(rawValue: 239)
  /// Linux's `any` device, with the interface's number.
  package static let linuxSLL2 = LinkType(rawValue: 276)
}

extension LinkType: CustomStringConvertible {
  package var description: String {
    switch self {
    case .null: "NULL"
    case .ethernet: "EN10MB"
    case .raw, .rawOfBSD, .rawOfOpenBSD: "RAW"
    case .loop: "LOOP"
    case .linuxSLL: "LINUX_SLL"
    case .ipv4: "IPV4"
    case .ipv6: "IPV6"
    case .nflog: "NFLOG"
    case .linuxSLL2: "LINUX_SLL2"
    default: "link type \(rawValue)"
    }
  }
}
