package import PacketWalkDiagnostics

/// What reading one capture came to.
package struct CaptureFileReport: Sendable {
  package var path: String
  package var format: CaptureReader.Format
  package var packets: UInt64
  /// Everything that is no flow, or worth a word.
  package var tally: CaptureTally
  package var interfaces: [CaptureInterface]
  /// Whether somebody stopped the reading.
  package var isStopped: Bool
  /// Why the input could not be read to its end.
  package var failure: InputError?

  package var findings: [Finding] { tally.findings(path: path) }
}
