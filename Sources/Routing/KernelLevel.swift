import PacketWalkCRouting

/// For which processors the loops over many addresses are.
enum KernelLevel: Int, Sendable, CaseIterable {
  /// Any processor.
  case any = 1
  /// x86-64-v3: counting of bits, shifts by variable distances, vectors of 32 bytes.
  case third = 3
  /// x86-64-v4 and counting of bits in vectors: vectors of 64 bytes, sixteen reads at once.
  case fourth = 4

  /// What this processor can run at most.
  static let best: KernelLevel = KernelLevel(rawValue: Int(packetwalk_level())) ?? .any

  /// What this processor can run.
  static var available: [KernelLevel] { allCases.filter { $0.rawValue <= best.rawValue } }
}
