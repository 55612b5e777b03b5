import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// Parts of the network without a model: named where an answer meets them.
  func readUnmodelled() {
    var places: [String: Int] = [:]
    for (key, words) in SnapshotKeys.unmodelled.sorted(by: { $0.key < $1.key })
    where key != "CoreNetworks" || !knowsCoreNetworks {
      for item in items(key) {
        count(key, read: 1)
        guard let id = item.json.text(words.id) else {
          reportLost(words.kind, "", Unreadable("it has no \(words.id)", at: item.json))
          continue
        }
        // The list of firewalls says no more than those that are described one by one.
        if topology.networkFirewalls.contains(where: { $0.id.rawValue == id }) {
          count(key, modelled: 1)
          continue
        }
        let arn = id.hasPrefix("arn:") ? id : nil
        let resource = UnmodelledResource(
          kind: words.kind, id: id, info: info(item, arn: arn), vpc: Self.vpc(item.json))
        if let place = places[id] {
          topology.unmodelled[place].vpc = topology.unmodelled[place].vpc ?? resource.vpc
        } else {
          places[id] = topology.unmodelled.count
          topology.unmodelled.append(resource)
        }
      }
    }
  }

  private static func vpc(_ json: JSONValue) -> VPCID? {
    json.id("VpcId") ?? (try? attachedVPC(json, "VpcAttachments")) ?? nil
  }
}
