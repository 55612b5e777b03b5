import PacketWalkTestSupport

/// How long the tests of tables take: PACKETWALK_LONG_TESTS=1 asks for more.
enum TestLength {
  static var isLong: Bool { Environment.value("PACKETWALK_LONG_TESTS") != nil }
  /// The seeds of random tables.
  static var seeds: [UInt64] { isLong ? Array(1...20) : [1] }
}
