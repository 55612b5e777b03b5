package import PacketWalkAddressing

/// How far a reading is, and whether somebody asked for its end.
package struct ReplayWatch: Sendable {
  /// Bytes of files, as they are on disk.
  package let bytes = SharedCount()
  package let records = SharedCount()
  let isInterrupted: @Sendable () -> Bool

  package init(isInterrupted: @escaping @Sendable () -> Bool = { false }) {
    self.isInterrupted = isInterrupted
  }
}
