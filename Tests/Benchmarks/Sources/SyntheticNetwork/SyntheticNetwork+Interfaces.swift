/// Network interfaces, NAT gateways, which own some of them, and instances.
extension SyntheticNetwork {
  mutating func printInterfaces() {
    var interfaces: [JSON] = []
    interfaces.reserveCapacity(shape.interfaces)
    var gateways: [JSON] = []
    for vpc in vpcs.indices {
      for zone in vpcs[vpc].zones.indices { gateways.append(natGateway(zone, of: vpc, into: &interfaces)) }
      for zone in vpcs[vpc].zones.indices { addServiceInterfaces(zone, of: vpc, into: &interfaces) }
      for host in vpcs[vpc].hosts { interfaces.append(interface(host, in: vpcs[vpc])) }
    }
    add("describe-nat-gateways", "NatGateways", gateways)
    add("describe-network-interfaces", "NetworkInterfaces", interfaces)
    if shape.hasInstances {
      add(
        "describe-instances", "Reservations",
        vpcs.flatMap { vpc in vpc.hosts.compactMap { reservation($0, vpc) } })
    }
  }

  private mutating func natGateway(_ zone: Int, of vpc: Int, into interfaces: inout [JSON]) -> JSON {
    let plan = vpcs[vpc].zones[zone]
    let (subnet, address) = Self.take(&vpcs[vpc].zones[zone].open)
    let id = random.identifier("eni")
    let own = Host(
      id: id, name: "", address: address, publicAddress: plan.natAddress, role: .bastion, service: 0,
      zone: zone, subnet: subnet, groups: [])
    interfaces.append(
      interface(
        own, in: vpcs[vpc], type: "nat_gateway", description: "Interface for NAT Gateway \(plan.natGateway)",
        isManaged: true))
    return [
      "CreateTime": "2026-01-15T09:00:00+00:00",
      "NatGatewayAddresses": [
        [
          "AllocationId": "eipalloc-\(id.suffix(17))", "NetworkInterfaceId": "\(id)",
          "PrivateIp": "\(address)", "PublicIp": "\(plan.natAddress)", "IsPrimary": true,
          "Status": "succeeded",
        ]
      ], "NatGatewayId": "\(plan.natGateway)", "State": "available", "SubnetId": "\(subnet)",
      "VpcId": "\(vpcs[vpc].id)", "Tags": tags("\(vpcs[vpc].name)-\(plan.name)"),
      "ConnectivityType": "public",
    ]
  }

  /// What AWS's services put into each zone: transit gateway, balancers' nodes, an interface endpoint.
  private mutating func addServiceInterfaces(_ zone: Int, of vpc: Int, into interfaces: inout [JSON]) {
    let plan = vpcs[vpc]
    func own(
      _ place: (id: String, address: String), _ id: String, _ outside: String?, _ group: (String, String)?
    ) -> Host {
      Host(
        id: id, name: "", address: place.address, publicAddress: outside, role: .bastion, service: 0,
        zone: zone, subnet: place.id, groups: group.map { [$0] } ?? [])
    }
    let service = plan.services[0]
    let transit = own(Self.take(&vpcs[vpc].zones[zone].transit), random.identifier("eni"), nil, nil)
    interfaces.append(
      interface(
        transit, in: plan, type: "transit_gateway",
        description: "Network Interface for Transit Gateway Attachment \(plan.attachment)", isManaged: true))
    let node = own(
      Self.take(&vpcs[vpc].zones[zone].open), random.identifier("eni"), nextPublicAddress(),
      ("\(service.name)-lb", service.balancerGroup))
    interfaces.append(
      interface(
        node, in: plan, description: "ELB app/\(service.name)/\(plan.appBalancer)", isManaged: true))
    let inner = own(Self.take(&vpcs[vpc].zones[zone].app), random.identifier("eni"), nil, nil)
    interfaces.append(
      interface(
        inner, in: plan, type: "network_load_balancer",
        description: "ELB net/\(plan.services[1].name)/\(plan.networkBalancer)", isManaged: true))
    let endpoint = own(
      Self.take(&vpcs[vpc].zones[zone].app), random.identifier("eni"), nil, ("default", plan.defaultGroup))
    interfaces.append(
      interface(
        endpoint, in: plan, type: "vpc_endpoint",
        description: "VPC Endpoint Interface \(plan.ssmEndpoint)", isManaged: true))
  }

  private func interface(
    _ host: Host, in vpc: VPCPlan, type: String = "interface", description: String = "",
    isManaged: Bool = false
  ) -> JSON {
    let dns = "ip-\(host.address.split(separator: ".").joined(separator: "-")).\(region).compute.internal"
    var address: [(key: String, value: JSON)] = [
      (key: "Primary", value: true), (key: "PrivateDnsName", value: .text(dns)),
      (key: "PrivateIpAddress", value: .text(host.address)),
    ]
    var members: [(key: String, value: JSON)] = []
    if let outside = host.publicAddress {
      let association: JSON = [
        "AllocationId": "eipalloc-\(host.id.suffix(17))",
        "IpOwnerId": "\(isManaged ? "amazon-elb" : account)",
        "PublicDnsName": "", "PublicIp": "\(outside)",
      ]
      address.append((key: "Association", value: association))
      members.append((key: "Association", value: association))
    }
    let isLambda = host.role == .lambda
    var attachment: [(key: String, value: JSON)] = [
      (key: "AttachmentId", value: .text((isLambda ? "ela-attach-0" : "eni-attach-0") + host.id.suffix(16))),
      (key: "DeleteOnTermination", value: .flag(host.instance != nil)), (key: "DeviceIndex", value: 0),
    ]
    if let instance = host.instance { attachment.append((key: "InstanceId", value: .text(instance))) }
    attachment += [
      (key: "InstanceOwnerId", value: .text(host.instance == nil ? "amazon-aws" : account)),
      (key: "Status", value: "attached"),
    ]
    members += [
      (key: "Attachment", value: .object(attachment)),
      (key: "AvailabilityZone", value: .text(vpc.zones[host.zone].name)),
      (key: "Description", value: .text(isLambda ? "AWS Lambda VPC ENI-\(host.name)" : description)),
      (key: "Groups", value: .list(host.groups.map { ["GroupName": "\($0.name)", "GroupId": "\($0.id)"] })),
      (key: "InterfaceType", value: .text(isLambda ? "lambda" : type)), (key: "Ipv6Addresses", value: []),
      (key: "MacAddress", value: .text("06:\(host.id.suffix(2)):00:00:00:01")),
      (key: "NetworkInterfaceId", value: .text(host.id)), (key: "OwnerId", value: .text(account)),
      (key: "PrivateDnsName", value: .text(dns)), (key: "PrivateIpAddress", value: .text(host.address)),
      (key: "PrivateIpAddresses", value: .list([.object(address)])),
      (key: "RequesterManaged", value: .flag(isManaged || isLambda)),
      (key: "SourceDestCheck", value: .flag(type != "nat_gateway")), (key: "Status", value: "in-use"),
      (key: "SubnetId", value: .text(host.subnet)),
      (key: "TagSet", value: host.name.isEmpty ? [] : tags(host.name)), (key: "VpcId", value: .text(vpc.id)),
    ]
    return .object(members)
  }

  private func reservation(_ host: Host, _ vpc: VPCPlan) -> JSON? {
    guard let instance = host.instance else { return nil }
    return [
      "Groups": [],
      "Instances": [
        [
          "AmiLaunchIndex": 0, "ImageId": "ami-0\(instance.suffix(16))", "InstanceId": "\(instance)",
          "InstanceType": "m7g.large", "LaunchTime": "2026-02-01T08:30:00+00:00",
          "Monitoring": ["State": "disabled"],
          "Placement": [
            "AvailabilityZone": "\(vpc.zones[host.zone].name)", "GroupName": "", "Tenancy": "default",
          ],
          "PrivateIpAddress": "\(host.address)", "State": ["Code": 16, "Name": "running"],
          "SubnetId": "\(host.subnet)", "VpcId": "\(vpc.id)", "Architecture": "arm64",
          "BlockDeviceMappings": [
            [
              "DeviceName": "/dev/xvda",
              "Ebs": [
                "AttachTime": "2026-02-01T08:30:01+00:00", "DeleteOnTermination": true, "Status": "attached",
                "VolumeId": "vol-0\(instance.suffix(16))",
              ],
            ]
          ], "EbsOptimized": true, "EnaSupport": true, "NetworkInterfaces": [interface(host, in: vpc)],
          "SecurityGroups": .list(host.groups.map { ["GroupName": "\($0.name)", "GroupId": "\($0.id)"] }),
          "SourceDestCheck": true, "Tags": tags(host.name),
        ]
      ], "OwnerId": "\(account)", "ReservationId": "r-0\(instance.suffix(16))",
    ]
  }
}
