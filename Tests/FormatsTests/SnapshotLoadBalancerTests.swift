import PacketWalkDiagnostics
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

@Suite struct SnapshotLoadBalancerTests {
  private static let arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:"
  private static let network = arn + "loadbalancer/net/nlb/0123456789abcdef"
  private static let application = arn + "loadbalancer/app/alb/fedcba9876543210"
  private static let group = arn + "targetgroup/tg/00112233445566ff"
  private static let other = arn + "targetgroup/other/ff66554433221100"

  private let balancers = """
    {"LoadBalancers": [
      {"LoadBalancerArn": "\(network)", "LoadBalancerName": "nlb", "Type": "network", "Scheme": "internet-facing",
       "VpcId": "vpc-0a", "State": {"Code": "active"}, "DNSName": "nlb.example.com", "SecurityGroups": ["sg-0a"],
       "AvailabilityZones": [{"SubnetId": "subnet-0a", "ZoneName": "eu-west-1a"}]},
      {"LoadBalancerArn": "\(application)", "LoadBalancerName": "alb", "Type": "application", "Scheme": "internal",
       "VpcId": "vpc-0a", "State": {"Code": "failed"}, "AvailabilityZones": []}]}
    """
  private let interfaces = """
    {"NetworkInterfaces": [
      {"NetworkInterfaceId": "eni-0a", "SubnetId": "subnet-0a", "InterfaceType": "network_load_balancer", "Groups": [],
       "Description": "ELB net/nlb/0123456789abcdef"},
      {"NetworkInterfaceId": "eni-0b", "SubnetId": "subnet-0a", "InterfaceType": "interface", "Groups": [],
       "Description": "ELB app/alb/fedcba9876543210", "RequesterId": "amazon-elb"},
      {"NetworkInterfaceId": "eni-0c", "SubnetId": "subnet-0a", "InterfaceType": "interface", "Groups": [],
       "Description": "ELB old", "RequesterId": "amazon-elb"}]}
    """
  private let groups = """
    {"TargetGroups": [
      {"TargetGroupArn": "\(group)", "TargetGroupName": "tg", "Protocol": "TCP", "Port": 8080, "VpcId": "vpc-0a",
       "TargetType": "ip"},
      {"TargetGroupArn": "\(other)", "TargetGroupName": "other", "Protocol": "HTTP", "Port": 80, "VpcId": "vpc-0a"}]}
    """

  @Test func readsLoadBalancersAndNodes() throws {
    let (topology, findings) = try readSnapshot(["b.json": balancers, "i.json": interfaces, "g.json": groups])
    #expect(topology.loadBalancers.map(\.kind) == [.network, .application])
    #expect(topology.loadBalancers.map(\.info.name) == ["nlb", "alb"])
    #expect(topology.loadBalancers.map(\.nodes) == [["eni-0a"], ["eni-0b"]])
    #expect(topology.loadBalancers.map(\.isInternetFacing) == [true, false])
    #expect(topology.loadBalancers.map(\.isAvailable) == [true, false])
    #expect(topology.loadBalancers.map(\.isCrossZone) == [nil, true])
    #expect(topology.loadBalancers[0].subnets == ["subnet-0a"])
    #expect(topology.loadBalancers[0].securityGroups == ["sg-0a"])
    #expect(topology.loadBalancers[0].dnsName == "nlb.example.com")
    #expect(topology.loadBalancers[0].info.region == "eu-west-1")
    // Neither listeners nor targets are in the input: unknown, not none.
    #expect(topology.loadBalancers.map(\.areListenersKnown) == [false, false])
    #expect(topology.targetGroups.map(\.targets) == [nil, nil])
    #expect(topology.targetGroups.map(\.targetKind) == [.ip, .instance])
    #expect(topology.targetGroups.map(\.preservesClientIP) == [nil, nil])
    #expect(findings.isEmpty)
  }

  @Test(arguments: [
    (
      "target-health.tg.00112233445566ff.json", "attributes.tg.00112233445566ff.json",
      "lb.nlb.0123456789abcdef.json"
    ),
    (
      "elbv2-describe-target-health/arn_aws_elasticloadbalancing_eu-west-1_123456789012_targetgroup_tg_00112233445566ff.json",
      "elbv2-describe-target-group-attributes/arn_aws_elasticloadbalancing_eu-west-1_123456789012_targetgroup_tg_00112233445566ff.json",
      "elbv2-describe-load-balancer-attributes/arn_aws_elasticloadbalancing_eu-west-1_123456789012_loadbalancer_net_nlb_0123456789abcdef.json"
    ),
    (
      "th/arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A123456789012%3Atargetgroup%2Ftg%2F00112233445566ff",
      "ga/arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A123456789012%3Atargetgroup%2Ftg%2F00112233445566ff",
      "la/arn%3Aaws%3Aelasticloadbalancing%3Aeu-west-1%3A123456789012%3Aloadbalancer%2Fnet%2Fnlb%2F0123456789abcdef"
    ),
  ])
  func findsTheARNInTheFileName(health: String, groupAttributes: String, attributes: String) throws {
    var documents = [
      try document("v.json", #"{"Vpcs": [\#(hub)]}"#), try document("b.json", balancers),
      try document("g.json", groups),
    ]
    documents.append(
      try document(
        health,
        """
        {"TargetHealthDescriptions": [
          {"Target": {"Id": "10.0.1.4", "Port": 9000, "AvailabilityZone": "all"}, "TargetHealth": {"State": "healthy"}},
          {"Target": {"Id": "10.0.1.5"}, "TargetHealth": {"State": "unhealthy"}},
          {"Target": {"Id": "10.0.1.6", "Port": 9000}, "TargetHealth": {"State": "draining"}}]}
        """))
    documents.append(
      try document(
        groupAttributes,
        """
        {"Attributes": [{"Key": "preserve_client_ip.enabled", "Value": "false"},
          {"Key": "load_balancing.cross_zone.enabled", "Value": "use_load_balancer_configuration"}]}
        """))
    documents.append(
      try document(
        attributes, #"{"Attributes": [{"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]}"#))
    let (topology, findings) = try AWSSnapshot.read(documents)
    let targets = try #require(topology.targetGroups[0].targets)
    #expect(targets.map(\.id) == ["10.0.1.4", "10.0.1.5"])
    #expect(targets.map(\.port) == [9000, 8080])
    #expect(targets.map(\.zone) == ["all", nil])
    #expect(targets.map(\.health) == ["healthy", "unhealthy"])
    #expect(topology.targetGroups[0].preservesClientIP == false)
    #expect(topology.targetGroups[0].isCrossZone == nil)
    #expect(topology.targetGroups[1].targets == nil)
    #expect(topology.loadBalancers[0].isCrossZone == true)
    #expect(findings.isEmpty)
  }

  @Test func readsListenersAndRules() throws {
    let listener = Self.arn + "listener/app/alb/fedcba9876543210/aaaaaaaaaaaaaaaa"
    let rule = Self.arn + "listener-rule/app/alb/fedcba9876543210/aaaaaaaaaaaaaaaa/"
    let (topology, findings) = try readSnapshot([
      "b.json": balancers, "g.json": groups,
      "listeners.json": """
      {"Listeners": [
        {"ListenerArn": "\(listener)", "LoadBalancerArn": "\(Self.application)", "Port": 443, "Protocol": "HTTPS",
         "DefaultActions": [{"Type": "forward", "Order": 1, "ForwardConfig": {"TargetGroups": [
           {"TargetGroupArn": "\(Self.group)", "Weight": 1}, {"TargetGroupArn": "\(Self.other)", "Weight": 0}]}}]},
        {"ListenerArn": "\(listener)b", "LoadBalancerArn": "\(Self.application)", "Protocol": "HTTP",
         "DefaultActions": [{"Type": "redirect"}]}]}
      """,
      "rules.json": """
      {"Rules": [
        {"RuleArn": "\(rule)3", "Priority": "default", "IsDefault": true, "Actions": []},
        {"RuleArn": "\(rule)2", "Priority": "20", "Actions": [{"Type": "fixed-response"}],
         "Conditions": [{"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Beta", "Values": ["1"]}}]},
        {"RuleArn": "\(rule)1", "Priority": "10",
         "Actions": [{"Type": "authenticate-oidc", "Order": 1},
                     {"Type": "forward", "Order": 2, "TargetGroupArn": "\(Self.other)"}],
         "Conditions": [{"Field": "path-pattern", "Values": ["/auth/*", "/login"],
                         "PathPatternConfig": {"Values": ["/auth/*", "/login"]}},
                        {"Field": "host-header", "HostHeaderConfig": {"Values": ["shop.example.com"]}}]}]}
      """,
    ])
    let listeners = topology.loadBalancers[1].listeners
    #expect(listeners.map(\.port) == [443])
    #expect(
      listeners[0].rules.map(\.condition) == [
        "/auth/* or /login, and host shop.example.com", "X-Beta: 1", "",
      ])
    #expect(
      listeners[0].rules.map(\.targetGroups) == [
        [TargetGroupID(Self.other)], [], [TargetGroupID(Self.group)],
      ])
    // One listener of the second can't be read, and the file says nothing of the first.
    #expect(topology.loadBalancers.map(\.areListenersKnown) == [false, false])
    #expect(findings.map(\.code) == ["PW_UNREADABLE_RESOURCE"])
  }

  @Test func takesMergedListenersForAll() throws {
    let (topology, _) = try readSnapshot(["b.json": balancers, "listeners.json": #"{"Listeners": []}"#])
    #expect(topology.loadBalancers.map(\.areListenersKnown) == [true, true])
    let (named, _) = try readSnapshot([
      "b.json": balancers, "elbv2-describe-listeners/lb.alb.fedcba9876543210.json": #"{"Listeners": []}"#,
    ])
    #expect(named.loadBalancers.map(\.areListenersKnown) == [false, true])
  }

  @Test func readsBatfishWrappers() throws {
    let (topology, findings) = try readSnapshot([
      "aws_configs/eu-west-1/LoadBalancers.json": balancers,
      "aws_configs/eu-west-1/TargetGroups.json": groups,
      "aws_configs/eu-west-1/LoadBalancerListeners.json": """
      {"LoadBalancerListeners": [{"LoadBalancerArn": "\(Self.network)", "Listeners": [
        {"ListenerArn": "\(Self.arn)listener/net/nlb/0123456789abcdef/bbbbbbbbbbbbbbbb", "Port": 80, "Protocol": "TCP",
         "LoadBalancerArn": "\(Self.network)", "DefaultActions": [{"Type": "forward", "TargetGroupArn": "\(Self.group)"}]}]}]}
      """,
      "aws_configs/eu-west-1/LoadBalancerTargetHealth.json": """
      {"LoadBalancerTargetHealth": [{"TargetGroupArn": "\(Self.group)", "TargetHealthDescriptions": []}]}
      """,
      "aws_configs/eu-west-1/LoadBalancerAttributes.json": """
      {"LoadBalancerAttributes": [{"LoadBalancerArn": "\(Self.network)", "Attributes": [
        {"Key": "load_balancing.cross_zone.enabled", "Value": "true"}]}]}
      """,
    ])
    #expect(topology.loadBalancers[0].listeners.map(\.rules.count) == [1])
    #expect(topology.loadBalancers.map(\.areListenersKnown) == [true, false])
    #expect(topology.loadBalancers[0].isCrossZone == true)
    #expect(topology.targetGroups.map(\.targets) == [[], nil])
    #expect(topology.vpcs.map(\.info.region) == ["eu-west-1"])
    #expect(findings.isEmpty)
  }

  @Test func readsClassicLoadBalancers() throws {  // CLB-1
    let (topology, findings) = try readSnapshot([
      "i.json": interfaces,
      "elb.json": """
      {"LoadBalancerDescriptions": [{"LoadBalancerName": "old", "VPCId": "vpc-0a", "Scheme": "internal",
        "Subnets": ["subnet-0a"], "SecurityGroups": ["sg-0a"], "DNSName": "old.example.com",
        "Instances": [{"InstanceId": "i-0a"}], "ListenerDescriptions": [
          {"Listener": {"Protocol": "HTTP", "LoadBalancerPort": 80, "InstanceProtocol": "HTTP", "InstancePort": 8080}}]}]}
      """,
      "elb-describe-load-balancer-attributes/old.json": """
      {"LoadBalancerAttributes": {"CrossZoneLoadBalancing": {"Enabled": true}}}
      """,
    ])
    let balancer = try #require(topology.loadBalancers.first)
    #expect(balancer.kind == .classic)
    #expect(balancer.nodes == ["eni-0c"])
    #expect(balancer.isCrossZone == true)
    #expect(balancer.listeners.map(\.port) == [80])
    let group = try #require(topology.targetGroups.first)
    #expect(balancer.listeners[0].rules.map(\.targetGroups) == [[group.id]])
    #expect(group.targets?.map(\.id) == ["i-0a"])
    #expect(group.targets?.map(\.port) == [8080])
    #expect(findings.isEmpty)
  }
}
