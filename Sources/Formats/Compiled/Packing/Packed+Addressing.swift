import PacketWalkAddressing

extension IPAddress: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    switch try reader.tag() {
    case AddressFamily.ipv4.rawValue: self = .v4(IPv4Address(bits: try reader.whole()))
    case AddressFamily.ipv6.rawValue: self = .v6(IPv6Address(bits: try reader.whole()))
    default: throw .contents
    }
  }

  func write(to writer: inout PackedWriter) {
    writer.note(self)
    writer.tag(family.rawValue)
    switch self {
    case .v4(let address): writer.whole(address.bits)
    case .v6(let address): writer.whole(address.bits)
    }
  }
}

extension IPPrefix: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    let address = try reader.read(IPAddress.self)
    let length = Int(try reader.tag())
    guard length <= address.family.bitWidth else { throw .contents }
    self.init(address, length: length)
    guard self.address == address else { throw .contents }
  }

  func write(to writer: inout PackedWriter) { writer.write(address, length) }
}

extension IPProtocol: Packed {
  init(from reader: inout PackedReader) throws(PackedError) { self.init(rawValue: try reader.tag()) }

  func write(to writer: inout PackedWriter) { writer.tag(rawValue) }
}

extension PortRange: Packed {
  init(from reader: inout PackedReader) throws(PackedError) {
    guard let range = PortRange(try reader.read(), try reader.read()) else { throw .contents }
    self = range
  }

  func write(to writer: inout PackedWriter) { writer.write(first, last) }
}
