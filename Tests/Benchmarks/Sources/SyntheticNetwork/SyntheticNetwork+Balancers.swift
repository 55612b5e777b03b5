/// An application load balancer towards the internet and a network load balancer inside, in each VPC.
extension SyntheticNetwork {
  mutating func printBalancers() {
    var balancers: [JSON] = []
    var groups: [JSON] = []
    for vpc in vpcs {
      let (app, data) = (vpc.services[0], vpc.services[1])
      for (service, kind) in [(app, "app"), (data, "net")] {
        let isOpen = kind == "app"
        let number = isOpen ? vpc.appBalancer : vpc.networkBalancer
        let arn = "arn:aws:elasticloadbalancing:\(region):\(account):"
        let balancer = "\(arn)loadbalancer/\(kind)/\(service.name)/\(number)"
        let group = "\(arn)targetgroup/\(service.name)/\(number)"
        balancers.append([
          "LoadBalancerArn": "\(balancer)",
          "DNSName": "\(service.name)-\(vpc.number).elb.\(region).amazonaws.com",
          "LoadBalancerName": "\(service.name)-\(vpc.number)",
          "Scheme": "\(isOpen ? "internet-facing" : "internal")", "VpcId": "\(vpc.id)",
          "State": ["Code": "active"], "Type": "\(isOpen ? "application" : "network")",
          "AvailabilityZones": .list(
            vpc.zones.map { zone in
              ["ZoneName": "\(zone.name)", "SubnetId": "\(isOpen ? zone.open.id : zone.app.id)"]
            }), "SecurityGroups": isOpen ? [.text(service.balancerGroup)] : [], "IpAddressType": "ipv4",
        ])
        let port = isOpen ? 8080 : 5432
        groups.append([
          "TargetGroupArn": "\(group)", "TargetGroupName": "\(service.name)-\(vpc.number)",
          "Protocol": "\(isOpen ? "HTTP" : "TCP")", "Port": .number(port), "VpcId": "\(vpc.id)",
          "TargetType": "ip", "LoadBalancerArns": [.text(balancer)],
        ])
        addListener(balancer, group, isOpen ? ("HTTPS", 443) : ("TCP", 5432), "\(service.name).\(number)")
        let role: Host.Role = isOpen ? .app : .data
        let targets = vpc.hosts.filter { $0.role == role && $0.service == (isOpen ? 0 : 1) }.prefix(6)
        add(
          "describe-target-health.\(service.name).\(number)", "TargetHealthDescriptions",
          targets.map { host in
            [
              "Target": [
                "Id": "\(host.address)", "Port": .number(port),
                "AvailabilityZone": "\(vpc.zones[host.zone].name)",
              ], "HealthCheckPort": "\(port)", "TargetHealth": ["State": "healthy"],
            ]
          })
      }
    }
    add("describe-load-balancers", "LoadBalancers", balancers)
    add("describe-target-groups", "TargetGroups", groups)
  }

  private mutating func addListener(
    _ balancer: String, _ group: String, _ service: (name: String, port: Int), _ name: String
  ) {
    let listener = balancer.replacing("loadbalancer", "listener") + "/0123456789abcdef"
    add(
      "describe-listeners.\(name)", "Listeners",
      [
        [
          "ListenerArn": "\(listener)", "LoadBalancerArn": "\(balancer)", "Port": .number(service.port),
          "Protocol": "\(service.name)",
          "DefaultActions": [["Type": "forward", "TargetGroupArn": "\(group)", "Order": 1]],
        ]
      ])
  }
}

extension String {
  /// The text with the first occurrence of a part replaced.
  fileprivate func replacing(_ part: String, _ other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
