import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-instances`: names, states and operating systems for interfaces.
  func readInstances() {
    var instances: [Item] = []
    var owners: [String: String] = [:]
    for reservation in items("Reservations") {
      for instance in reservation.json["Instances"].map({ Array($0.elements) }) ?? [] {
        instances.append(Item(json: instance, scope: reservation.scope))
        if let id = instance.text("InstanceId"), let owner = reservation.json.text("OwnerId"),
          Place.isAccount(owner)
        {
          owners[id] = owner
        }
      }
    }
    collect("Reservations", into: \.instances, of: instances) { item throws(Unreadable) in
      let json = item.json
      let id: InstanceID = try json.requiredID("InstanceId")
      var info = info(item, zone: json["Placement"]?.text("AvailabilityZone"))
      info.account = owners[id.rawValue] ?? info.account
      return Instance(
        id: id, info: info, state: json["State"]?.text("Name"),
        isWindows: json.text("Platform")?.lowercased() == "windows"
          || json.text("PlatformDetails")?.hasPrefix("Windows") ?? false)
    }
  }
}
