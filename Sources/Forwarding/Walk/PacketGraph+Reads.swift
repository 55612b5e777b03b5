extension PacketGraph {
  /// The filters and tables that a question's packets and their replies ask: where these are the same, and all else as it
  /// is, the answer is the same.
  ///
  /// - Returns: nil where the walk was given up before its end.
  package func reads(by question: WalkQuestion, _ options: WalkOptions) -> ReadSet? {
    var options = options
    options.notesReads = true
    var walker = Walker(self, question, options)
    walker.run()
    return walker.isTruncated ? nil : walker.reads
  }
}
