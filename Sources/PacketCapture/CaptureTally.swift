package import PacketWalkDiagnostics

/// How often each kind of thing was met, with the first example of each.
package struct CaptureTally: Sendable, Equatable {
  /// Where something is: a packet's number in its file, from 1 (0 before the first), and the offset of its
  /// record or block, in bytes of the unpacked file.
  package struct Place: Sendable, Hashable {
    package var record: UInt64
    package var offset: UInt64

    package init(record: UInt64, offset: UInt64) {
      self.record = record
      self.offset = offset
    }
  }

  private var counts: [UInt64] = Array(repeating: 0, count: CaptureKind.allCases.count)
  private var examples: [Place?] = Array(repeating: nil, count: CaptureKind.allCases.count)

  package init() {}

  package subscript(kind: CaptureKind) -> UInt64 { counts[Int(kind.rawValue)] }

  /// The first of a kind; nil where there is none.
  package func example(of kind: CaptureKind) -> Place? { examples[Int(kind.rawValue)] }

  package mutating func count(_ kind: CaptureKind, at place: Place) {
    let index = Int(kind.rawValue)
    counts[index] += 1
    if counts[index] == 1 { examples[index] = place }
  }

  /// The kinds that were met, in the order of their declaration.
  package var kinds: [CaptureKind] { CaptureKind.allCases.filter { self[$0] > 0 } }

  /// How many packets are part of no flow.
  package var packetsWithoutFlow: UInt64 {
    CaptureKind.allCases.reduce(0) { $1.group == .packetWithoutFlow ? $0 + self[$1] : $0 }
  }

  /// A finding for each kind of damage.
  package func findings(path: String) -> [Finding] {
    kinds.filter { $0.group == .damage }.map { kind in
      let times = self[kind] == 1 ? "" : " (\(self[kind]) times, here first)"
      let offset = example(of: kind)?.offset ?? 0
      return Finding(
        code: "PW_CAPTURE_DAMAGED", severity: .warning, subject: kind.name,
        message: kind.explanation + times, origin: Origin(file: path, pointer: "byte \(offset)"))
    }
  }
}
