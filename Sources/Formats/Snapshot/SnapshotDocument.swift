package import PacketWalkJSONScan

/// One file of a snapshot.
package struct SnapshotDocument: Sendable {
  /// Its path within the input: its folders name account and Region, its name may hold an identifier.
  package var path: String
  package var json: JSONDocument

  package init(path: String, json: JSONDocument) {
    self.path = path
    self.json = json
  }
}
