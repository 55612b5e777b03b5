package import PacketWalkDiagnostics

extension Origin {
  /// `file:line`, or the whole description where no line is known: short enough for the end of a row.
  package var fileAndLine: String {
    guard let file, let position else { return description }
    return "\(file):\(position.line)"
  }
}
