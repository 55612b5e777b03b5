/// VPCs, subnets, gateways and route tables.
extension SyntheticNetwork {
  mutating func printNetwork() {
    add("describe-vpcs", "Vpcs", vpcs.map(vpcJSON))
    add("describe-subnets", "Subnets", vpcs.flatMap { vpc in vpc.zones.flatMap { subnets($0, of: vpc) } })
    add("describe-route-tables", "RouteTables", vpcs.flatMap(routeTables))
    add(
      "describe-internet-gateways", "InternetGateways",
      vpcs.map { vpc in
        [
          "Attachments": [["State": "available", "VpcId": "\(vpc.id)"]],
          "InternetGatewayId": "\(vpc.internetGateway)", "OwnerId": "\(account)", "Tags": [],
        ]
      })
    add("describe-egress-only-internet-gateways", "EgressOnlyInternetGateways", [])
    add(
      "describe-vpc-endpoints", "VpcEndpoints",
      vpcs.flatMap { vpc -> [JSON] in
        [
          [
            "VpcEndpointId": "\(vpc.s3Endpoint)", "VpcEndpointType": "Gateway", "VpcId": "\(vpc.id)",
            "ServiceName": "com.amazonaws.\(region).s3", "State": "available",
            "RouteTableIds": .texts(vpc.zones.map(\.routeTable)), "SubnetIds": [], "Groups": [],
            "NetworkInterfaceIds": [], "OwnerId": "\(account)", "Tags": [],
          ]
        ]
      })
    printPeering()
    printTransitGateway()
  }

  private func vpcJSON(_ vpc: VPCPlan) -> JSON {
    [
      "OwnerId": "\(account)", "InstanceTenancy": "default",
      "CidrBlockAssociationSet": [
        [
          "AssociationId": "vpc-cidr-assoc-\(vpc.id.suffix(17))", "CidrBlock": "\(vpc.cidr)",
          "CidrBlockState": ["State": "associated"],
        ]
      ], "IsDefault": false, "Tags": tags(vpc.name), "VpcId": "\(vpc.id)", "State": "available",
      "CidrBlock": "\(vpc.cidr)", "DhcpOptionsId": "default",
    ]
  }

  func tags(_ name: String) -> JSON { [["Key": "Name", "Value": "\(name)"]] }

  private func subnets(_ zone: VPCPlan.Zone, of vpc: VPCPlan) -> [JSON] {
    zip(zone.subnets, ["public", "app", "data", "transit"]).map { subnet, tier in
      [
        "AvailabilityZoneId": "\(zone.id)", "MapPublicIpOnLaunch": .flag(tier == "public"),
        "OwnerId": "\(account)", "AssignIpv6AddressOnCreation": false, "Ipv6CidrBlockAssociationSet": [],
        "Tags": tags("\(vpc.name)-\(tier)-\(zone.name)"),
        "SubnetArn": "arn:aws:ec2:\(region):\(account):subnet/\(subnet.id)", "SubnetId": "\(subnet.id)",
        "State": "available", "VpcId": "\(vpc.id)", "CidrBlock": "\(subnet.cidr)",
        "AvailabilityZone": "\(zone.name)", "DefaultForAz": false,
      ]
    }
  }

  // MARK: Route tables

  private func routeTables(of vpc: VPCPlan) -> [JSON] {
    let local: JSON = route("DestinationCidrBlock", vpc.cidr, "GatewayId", "local", "CreateRouteTable")
    let out: JSON = route("DestinationCidrBlock", "0.0.0.0/0", "GatewayId", vpc.internetGateway)
    let transit: JSON = route("DestinationCidrBlock", "10.0.0.0/8", "TransitGatewayId", transitGateway)
    var common = [local, transit]
    if vpc.number < 2 {
      common.append(
        route("DestinationCidrBlock", vpcs[1 - vpc.number].cidr, "VpcPeeringConnectionId", peering))
    }
    let s3: JSON = route("DestinationPrefixListId", s3List, "GatewayId", vpc.s3Endpoint)
    var tables = [
      table(vpc.mainTable, vpc, "main", [local], subnets: [], isMain: true),
      table(vpc.openTable, vpc, "public", common + [out], subnets: vpc.zones.map(\.open.id)),
      table(vpc.transitTable, vpc, "transit", [local], subnets: vpc.zones.map(\.transit.id)),
    ]
    for zone in vpc.zones {
      let nat: JSON = route("DestinationCidrBlock", "0.0.0.0/0", "NatGatewayId", zone.natGateway)
      tables.append(
        table(
          zone.routeTable, vpc, "private-\(zone.name)", common + [nat, s3],
          subnets: [zone.app.id, zone.data.id]))
    }
    return tables
  }

  private func route(
    _ key: String, _ destination: String, _ targetKey: String, _ target: String,
    _ origin: String = "CreateRoute"
  ) -> JSON {
    .object([
      (key: key, value: .text(destination)), (key: targetKey, value: .text(target)),
      (key: "Origin", value: .text(origin)), (key: "State", value: "active"),
    ])
  }

  private func table(
    _ id: String, _ vpc: VPCPlan, _ name: String, _ routes: [JSON], subnets: [String], isMain: Bool = false
  ) -> JSON {
    var associations: [JSON] = subnets.map { subnet in
      [
        "Main": false, "RouteTableAssociationId": "rtbassoc-\(subnet.suffix(17))", "RouteTableId": "\(id)",
        "SubnetId": "\(subnet)", "AssociationState": ["State": "associated"],
      ]
    }
    if isMain {
      associations.append([
        "Main": true, "RouteTableAssociationId": "rtbassoc-\(id.suffix(17))", "RouteTableId": "\(id)",
        "AssociationState": ["State": "associated"],
      ])
    }
    return [
      "Associations": .list(associations), "PropagatingVgws": [], "RouteTableId": "\(id)",
      "Routes": .list(routes), "Tags": tags("\(vpc.name)-\(name)"), "VpcId": "\(vpc.id)",
      "OwnerId": "\(account)",
    ]
  }

  // MARK: Between VPCs

  private mutating func printPeering() {
    func end(_ vpc: VPCPlan) -> JSON {
      [
        "CidrBlock": "\(vpc.cidr)", "CidrBlockSet": [["CidrBlock": "\(vpc.cidr)"]], "OwnerId": "\(account)",
        "VpcId": "\(vpc.id)", "Region": "\(region)",
      ]
    }
    add(
      "describe-vpc-peering-connections", "VpcPeeringConnections",
      [
        [
          "AccepterVpcInfo": end(vpcs[1]), "RequesterVpcInfo": end(vpcs[0]),
          "Status": ["Code": "active", "Message": "Active"], "Tags": tags("shared-to-workload-1"),
          "VpcPeeringConnectionId": "\(peering)",
        ]
      ])
  }

  private mutating func printTransitGateway() {
    let attachments = vpcs.map { vpc -> JSON in
      [
        "TransitGatewayAttachmentId": "\(vpc.attachment)", "TransitGatewayId": "\(transitGateway)",
        "VpcId": "\(vpc.id)", "VpcOwnerId": "\(account)", "State": "available",
        "SubnetIds": .texts(vpc.zones.map(\.transit.id)),
        "Options": ["DnsSupport": "enable", "Ipv6Support": "disable", "ApplianceModeSupport": "disable"],
        "Tags": tags(vpc.name),
      ]
    }
    add("describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments", attachments)
    let all = vpcs.map { vpc -> JSON in
      [
        "TransitGatewayAttachmentId": "\(vpc.attachment)", "TransitGatewayId": "\(transitGateway)",
        "ResourceType": "vpc", "ResourceId": "\(vpc.id)", "ResourceOwnerId": "\(account)",
        "State": "available",
        "Association": ["TransitGatewayRouteTableId": "\(transitTable)", "State": "associated"],
        "Tags": tags(vpc.name),
      ]
    }
    add("describe-transit-gateway-attachments", "TransitGatewayAttachments", all)
    add(
      "describe-transit-gateways", "TransitGateways",
      [
        [
          "TransitGatewayId": "\(transitGateway)", "State": "available", "OwnerId": "\(account)",
          "Options": ["AmazonSideAsn": 64512, "SecurityGroupReferencingSupport": "disable"],
          "Tags": tags("hub"),
        ]
      ])
    add(
      "describe-transit-gateway-route-tables", "TransitGatewayRouteTables",
      [
        [
          "TransitGatewayRouteTableId": "\(transitTable)", "TransitGatewayId": "\(transitGateway)",
          "State": "available", "DefaultAssociationRouteTable": true, "Tags": tags("hub"),
        ]
      ])
    add(
      "search-transit-gateway-routes.\(transitTable)", "Routes",
      vpcs.map { vpc in
        [
          "DestinationCidrBlock": "\(vpc.cidr)", "Type": "propagated", "State": "active",
          "TransitGatewayAttachments": [
            [
              "ResourceId": "\(vpc.id)", "TransitGatewayAttachmentId": "\(vpc.attachment)",
              "ResourceType": "vpc",
            ]
          ],
        ]
      })
  }
}
