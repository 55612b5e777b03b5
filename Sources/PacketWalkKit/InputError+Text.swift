public import PacketWalkDiagnostics
import PacketWalkReports

extension InputError: CustomStringConvertible {
  /// One line: file and position, what is wrong, and what could have been meant.
  public var description: String { Sentences.text(self) }
}
