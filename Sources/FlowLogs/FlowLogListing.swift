import PacketWalkByteInput
package import PacketWalkDiagnostics

/// The sources that paths lead to, and what was passed over.
package struct FlowLogListing: Sendable {
  /// In the order of the paths given; those of a folder in the order of their paths' bytes.
  package var sources: [FlowLogSource] = []
  /// Files in folders that do not look like logs, by their names.
  package var passedOver: [String] = []

  /// Lists files, folders and standard input (`-`). A file that is named itself is always a source; in folders
  /// those are whose names say so: `.log`, `.txt`, `.json`, `.csv`, captures, Parquet, what is packed, and what
  /// has no ending, as Firehose and CloudWatch name their objects.
  ///
  /// - Throws: what `ByteInput.files` throws.
  package init(_ paths: [String]) throws(InputError) {
    for path in paths {
      guard case .folder = try ByteInput.kind(of: path) else {
        sources.append(FlowLogSource(path))
        continue
      }
      for file in try ByteInput.files(in: path, maximumEntries: 50_000_000) {
        if Self.looksLikeLog(file) { sources.append(FlowLogSource(file)) } else { passedOver.append(file) }
      }
    }
  }

  private static let endings: Set<Substring> = [
    "log", "txt", "json", "jsonl", "ndjson", "csv", "tsv", "gz", "parquet", "pcap", "pcapng", "cap",
  ]

  static func looksLikeLog(_ path: String) -> Bool {
    guard let name = path.split(separator: "/").last else { return false }
    // Marks of jobs that are done, and what CloudWatch writes to see whether it may.
    if name.hasPrefix("_") || name == "aws-logs-write-test" { return false }
    guard let dot = name.lastIndex(of: ".") else { return true }
    return endings.contains(Substring(name[name.index(after: dot)...].lowercased()))
  }
}
