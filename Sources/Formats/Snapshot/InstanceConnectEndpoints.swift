import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-instance-connect-endpoints`.
  func readConnectEndpoints() {
    collect("InstanceConnectEndpoints", into: \.instanceConnectEndpoints) { item throws(Unreadable) in
      let json = item.json
      let state = json.text("State") ?? "create-complete"
      return InstanceConnectEndpoint(
        id: try json.requiredID("InstanceConnectEndpointId"),
        info: info(
          item, arn: json.text("InstanceConnectEndpointArn"), zone: json.text("AvailabilityZone")),
        vpc: try json.requiredID("VpcId"), interfaces: try json.ids("NetworkInterfaceIds"),
        preservesClientIP: try json.flag("PreserveClientIp") ?? false,
        isAvailable: state == "create-complete" || state == "update-complete", dnsName: json.text("DnsName"))
    }
  }
}
