import Testing

@testable import PacketWalkAddressing

@Suite struct AddressTextTests {
  @Test(arguments: [
    ("10.0.0.1", "10.0.0.1"), ("255.255.255.255", "255.255.255.255"), ("0.0.0.0", "0.0.0.0"),
    ("::", "::"), ("::1", "::1"), ("2001:DB8::0001", "2001:db8::1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
    ("::ffff:10.0.0.1", "::ffff:a00:1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("fe80::", "fe80::"),
    ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
  ])
  func printsCanonically(text: String, canonical: String) {
    #expect(IPAddress(text)?.description == canonical)
  }

  @Test(arguments: [
    "", "10", "10.0.0", "10.0.0.0.1", "010.0.0.1", "10.0.0.256", "10.0.0.1 ", "+1.2.3.4", "1..2.3",
    ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::1%eth0", "1:2:3:4:5:6:7:8::",
    "::10.0.0", "g::", "1:", ":1",
  ])
  func refuses(text: String) { #expect(IPAddress(text) == nil) }

  @Test(arguments: [
    ("100.68.0.18/18", "100.68.0.0/18"), ("0.0.0.0/0", "0.0.0.0/0"), ("2001:db8::1/32", "2001:db8::/32"),
    ("10.1.2.3/32", "10.1.2.3/32"), ("::/0", "::/0"),
  ])
  func clearsHostBits(text: String, canonical: String) {  // ACL-9
    #expect(IPPrefix(text)?.description == canonical)
  }

  @Test(arguments: ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/08", "::/129", "/8", "10.0.0.0/-1"])
  func refusesPrefix(text: String) { #expect(IPPrefix(text) == nil) }

  @Test func familiesNeverMix() throws {
    let all4 = try #require(IPPrefix("0.0.0.0/0"))
    let all6 = try #require(IPPrefix("::/0"))
    let v4 = try #require(IPAddress("10.0.0.1"))
    let v6 = try #require(IPAddress("::a00:1"))
    #expect(all4.contains(v4) && !all4.contains(v6))
    #expect(all6.contains(v6) && !all6.contains(v4))
    #expect(!all4.overlaps(all6))
  }

  /// With a stored `UInt128` the host prefixes crashed in debug builds, and an array took 32 bytes an address.
  @Test func addressesAreAlignedToEightBytes() {
    #expect(MemoryLayout<IPAddress>.stride == 24 && MemoryLayout<IPAddress>.alignment == 8)
    let addresses = (0..<3).map { IPAddress(family: .ipv6, bits: UInt128($0) << 64 | .init(UInt64.max)) }
    #expect(addresses.map { IPPrefix(host: $0).lastAddress } == addresses)
  }

  @Test func portSetsAreCanonical() throws {
    let set = PortSet([try #require(PortRange(10, 20)), PortRange(21), try #require(PortRange(15, 18))])
    #expect(set.description == "10-21")
    #expect(set.subtracting(PortRange(15)).description == "10-14,16-21")
    #expect(set.subtracting(.all).isEmpty)
    #expect(set.intersection(try #require(PortRange(20, 99))).count == 2)
    #expect(PortRange("5-4") == nil)
    #expect(PortRange("65536") == nil)
  }
}
