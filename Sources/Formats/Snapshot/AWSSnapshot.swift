package import PacketWalkDiagnostics
package import PacketWalkJSONScan
package import PacketWalkTopology

/// A network as the outputs of AWS's `describe-*` calls: one folder or many, any file names.
package enum AWSSnapshot {
  /// Whether the document is, or belongs to, a snapshot: by its top-level keys, whatever the file is called.
  package static func recognises(_ root: JSONValue) -> Bool {
    // An envelope says itself that it holds a call's answer.
    if root["packetwalk"]?.kind == .object,
      root["result"] != nil || SnapshotReader.isManifest(root) || SnapshotReader.isDeclared(root)
        || SnapshotReader.isBundle(root)
    {
      return true
    }
    if ConfigItems.isOne(root) || SnapshotReader.isRefusal(root) { return true }
    let root = SnapshotReader.recorded(root)
    // Whose the other files are, and what collections ask first.
    if root["Account"] != nil && root["UserId"] != nil || root["Regions"]?.kind == .array { return true }
    for (key, value) in root.members {
      if SnapshotKeys.modelled.contains(key) || SnapshotKeys.unmodelled[key] != nil { return true }
      // Words that other formats have at their top too.
      if SnapshotKeys.details.contains(key), value.kind == .array { return true }
    }
    return false
  }

  /// Reads all documents of a snapshot as one network.
  ///
  /// A resource or rule that can't be read is a finding; everything else goes on.
  /// - Throws: `truncated` for one page of a longer answer, `empty` when there is no VPC.
  /// - Complexity: O(bytes)
  package static func read(
    _ documents: [SnapshotDocument]
  ) throws(InputError) -> (topology: Topology, findings: [Finding]) {
    let reader = SnapshotReader()
    reader.survey(documents)
    for document in documents { try reader.gather(document) }
    reader.readVPCs()
    reader.readEncryptionControls()
    reader.readSubnets()
    reader.readPublicAccess()
    reader.readInstances()
    reader.readPrefixLists()
    reader.readSecurityGroups()
    reader.readNetworkACLs()
    reader.readNetworkInterfaces()
    reader.readAddresses()
    reader.readPublicPools()
    reader.readGateways()
    reader.readNATGateways()
    reader.readPeeringConnections()
    reader.readEndpoints()
    reader.readEndpointServices()
    reader.readResourceGateways()
    reader.readResourceConfigurations()
    reader.readServiceNetworks()
    reader.readConnectEndpoints()
    reader.readManagedServices()
    reader.readNetworkFirewalls()
    reader.readAccelerators()
    reader.readRouteTables()
    reader.readTransitGateways()
    reader.readCoreNetworks()
    reader.readVPN()
    reader.readDirectConnect()
    reader.readClientVPN()
    reader.readLoadBalancers()
    reader.readClassicLoadBalancers()
    reader.readUnmodelled()
    reader.settleInterfaceKinds()
    reader.readDeclared()
    reader.settlePlaces()
    reader.settleCoverage(documents: documents.count)
    reader.settleManifest()
    reader.settleDeclaredCoverage()
    reader.settleFindings()
    guard !reader.topology.vpcs.isEmpty || reader.isDeclaredWithoutVPCs else { throw reader.noVPC(documents) }
    return (reader.topology, reader.findings)
  }
}
