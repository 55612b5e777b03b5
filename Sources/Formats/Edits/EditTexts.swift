package import PacketWalkTopology

/// The texts of many lists of edits of one topology, each list by itself.
package struct EditTexts {
  private let topology: Topology
  private let writer: EditTextWriter

  /// - Complexity: O(resources).
  package init(on topology: Topology) {
    self.topology = topology
    writer = EditTextWriter([], on: topology)
  }

  /// The same as `EditText.texts`.
  ///
  /// - Complexity: O(edits), and O(interfaces) more for one of an interface that is named by its instance; O(resources)
  ///   where some are added.
  package func texts(_ edits: [Edit]) -> [String] {
    let addsResources = edits.contains { edit in
      switch edit {
      case .addNetworkInterface, .addVPNGateway, .addUnmodelledResource: true
      default: false
      }
    }
    // Who is added takes part in which names are whose.
    return addsResources ? EditText.texts(edits, on: topology) : edits.map(writer.text)
  }
}
