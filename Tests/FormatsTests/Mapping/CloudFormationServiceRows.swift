import PacketWalkAddressing
import PacketWalkTopology
import Testing

/// Rows of endpoints, firewalls, load balancers and managed services.
enum CloudFormationServiceRows {
  static let all: [MappingRow] = [
    MappingRow(
      "network firewalls",
      """
      L AWS::NetworkFirewall::RuleGroup {RuleGroupName: l, Type: STATELESS, Capacity: 1, RuleGroup: {RulesSource: {StatelessRulesAndCustomActions: {StatelessRules: [{Priority: 1, RuleDefinition: {Actions: ["aws:pass"], MatchAttributes: {Protocols: [17], Destinations: [{AddressDefinition: 192.0.2.0/24}], DestinationPorts: [{FromPort: 53, ToPort: 53}]}}}]}}}}
      F AWS::NetworkFirewall::RuleGroup {RuleGroupName: f, Type: STATEFUL, Capacity: 1, RuleGroup: {RuleVariables: {IPSets: {HOME_NET: {Definition: [10.0.0.0/8]}}, PortSets: {WEB: {Definition: ["80", "443"]}}}, RulesSource: {StatefulRules: [{Action: DROP, Header: {Protocol: TCP, Source: $HOME_NET, SourcePort: ANY, Direction: ANY, Destination: ANY, DestinationPort: $WEB}, RuleOptions: [{Keyword: "sid:1"}]}]}}}
      S AWS::NetworkFirewall::RuleGroup {RuleGroupName: s, Type: STATEFUL, Capacity: 1, RuleGroup: {RulesSource: {RulesString: "pass tcp any any -> any 443 (sid:2;)"}}}
      D AWS::NetworkFirewall::RuleGroup {RuleGroupName: d, Type: STATEFUL, Capacity: 1, RuleGroup: {RulesSource: {RulesSourceList: {GeneratedRulesType: DENYLIST, TargetTypes: [HTTP_HOST], Targets: [.example.com]}}}}
      P AWS::NetworkFirewall::FirewallPolicy {FirewallPolicyName: p, FirewallPolicy: {StatelessDefaultActions: ["aws:drop"], StatelessFragmentDefaultActions: ["aws:drop"], StatelessRuleGroupReferences: [{Priority: 1, ResourceArn: !Ref L}], StatefulRuleGroupReferences: [{ResourceArn: !GetAtt F.RuleGroupArn}], StatefulEngineOptions: {RuleOrder: STRICT_ORDER}}}
      W AWS::NetworkFirewall::Firewall {FirewallName: w, FirewallPolicyArn: !Ref P, VpcId: !Ref V, SubnetMappings: [{SubnetId: !Ref A}]}
      X AWS::NetworkFirewall::VpcEndpointAssociation {FirewallArn: !Ref W, VpcId: !Ref V, SubnetMapping: {SubnetId: !Ref B}}
      T AWS::EC2::RouteTable {VpcId: !Ref V}
      R AWS::EC2::Route {RouteTableId: !Ref T, DestinationCidrBlock: 0.0.0.0/0, VpcEndpointId: !Select [1, !Split [":", !Select [0, !GetAtt W.EndpointIds]]]}
      Q AWS::EC2::Route {RouteTableId: !Ref T, DestinationCidrBlock: 10.9.0.0/16, VpcEndpointId: !GetAtt X.EndpointId}
      G AWS::EC2::TransitGateway {}
      WG AWS::NetworkFirewall::Firewall {FirewallName: g, FirewallPolicyArn: !Ref P, TransitGatewayId: !Ref G, AvailabilityZoneMappings: [{AvailabilityZone: us-east-1a}]}
      """
    ) { topology in
      #expect(
        topology.networkFirewalls.map(\.endpoints) == [["vpce-t/W#A", "vpce-t/X#B"], []])
      #expect(
        topology.routeTables.first?.routes.map(\.target) == topology.vpcEndpoints.map { .vpcEndpoint($0.id) })
      #expect(topology.vpcEndpoints.map(\.subnets) == [["cfn:t/A"], ["cfn:t/B"]])
      #expect(topology.networkFirewalls.last?.attachment == "cfn:t/WG")
      #expect(
        topology.transitGatewayAttachments.map(\.kind) == [.other("network-function", resource: "cfn:t/WG")])
      #expect(topology.firewallPolicies.first?.statefulGroups.map(\.group) == ["cfn:t/F"])
      guard case .stateful(let rules) = topology.ruleGroups[1].rules else {
        Issue.record("no stateful rules")
        return
      }
      #expect(rules.map(\.text) == ["drop tcp $HOME_NET any <> any $WEB (sid:1;)"])
      #expect(topology.ruleGroups[1].portSets == ["WEB": ["80", "443"]])
      #expect(topology.ruleGroups[3].rules == .domains(.init(names: [".example.com"], action: .deny)))
    },
    MappingRow(
      "endpoints and their services",
      """
      N AWS::ElasticLoadBalancingV2::LoadBalancer {Type: network, Scheme: internal, Subnets: [!Ref A]}
      S AWS::EC2::VPCEndpointService {NetworkLoadBalancerArns: [!Ref N], AcceptanceRequired: false}
      E AWS::EC2::VPCEndpoint {VpcId: !Ref V, VpcEndpointType: Interface, SubnetIds: [!Ref B], ServiceName: !Sub "com.amazonaws.vpce.${AWS::Region}.${S}"}
      """
    ) { topology in
      let service = try #require(topology.endpointServices.first)
      #expect(service.loadBalancers == ["cfn:t/N"] && !service.requiresAcceptance)
      #expect(topology.vpcEndpoints.first?.serviceName == service.serviceName)
    },
    MappingRow(
      "instance connect endpoints", "E AWS::EC2::InstanceConnectEndpoint {SubnetId: !Ref A}"
    ) { topology in
      #expect(topology.instanceConnectEndpoints.map(\.preservesClientIP) == [false])
      #expect(topology.networkInterfaces.map(\.securityGroups) == [["cfn:t/V#default-group"]])
    },
    MappingRow(
      "Client VPN",
      """
      G AWS::EC2::SecurityGroup {VpcId: !Ref V}
      C AWS::EC2::ClientVpnEndpoint {ClientCidrBlock: 10.200.0.0/22, VpcId: !Ref V, SecurityGroupIds: [!Ref G]}
      N AWS::EC2::ClientVpnTargetNetworkAssociation {ClientVpnEndpointId: !Ref C, SubnetId: !Ref A}
      Z AWS::EC2::ClientVpnAuthorizationRule {ClientVpnEndpointId: !Ref C, TargetNetworkCidr: 10.0.0.0/16, AuthorizeAllGroups: true}
      R AWS::EC2::ClientVpnRoute {ClientVpnEndpointId: !Ref C, DestinationCidrBlock: 10.9.0.0/16, TargetVpcSubnetId: !Ref A}
      """
    ) { topology in
      let endpoint = try #require(topology.clientVPNEndpoints.first)
      #expect(endpoint.authorizationRules?.count == 1 && endpoint.routes?.count == 2)
      #expect(topology.networkInterfaces.map(\.securityGroups) == [["cfn:t/G"]])
      #expect(topology.externalNetworks.count == 1)
    },
    MappingRow(
      "load balancers",
      """
      N AWS::ElasticLoadBalancingV2::LoadBalancer {Subnets: [!Ref A, !Ref B]}
      G AWS::ElasticLoadBalancingV2::TargetGroup {VpcId: !Ref V, Port: 80, Protocol: HTTP, Targets: [{Id: !Ref I}]}
      L AWS::ElasticLoadBalancingV2::Listener {LoadBalancerArn: !Ref N, Port: 80, Protocol: HTTP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref G}]}
      R AWS::ElasticLoadBalancingV2::ListenerRule {ListenerArn: !Ref L, Priority: 1, Conditions: [{Field: path-pattern, Values: [/a]}], Actions: [{Type: fixed-response}]}
      I AWS::EC2::Instance {SubnetId: !Ref A}
      C AWS::ElasticLoadBalancing::LoadBalancer {Subnets: [!Ref A], Instances: [!Ref I], Listeners: [{LoadBalancerPort: "443", InstancePort: "8443", Protocol: ssl}]}
      """
    ) { topology in
      #expect(topology.loadBalancers.map(\.kind) == [.classic, .application])
      #expect(topology.loadBalancers.map(\.isInternetFacing) == [true, true])
      #expect(topology.loadBalancers.map(\.isCrossZone) == [false, true])
      #expect(topology.loadBalancers.last?.listeners.first?.rules.count == 2)
      #expect(topology.targetGroups.map { $0.targets?.map(\.port) } == [[80], [8443]])
    },
    MappingRow(
      "EKS, functions and tasks",
      """
      K AWS::EKS::Cluster {Name: k, ResourcesVpcConfig: {SubnetIds: [!Ref A]}}
      I AWS::EC2::SecurityGroupIngress {GroupId: !GetAtt K.ClusterSecurityGroupId, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}
      N AWS::EKS::Nodegroup {ClusterName: !Ref K, Subnets: [!Ref A]}
      P AWS::EKS::FargateProfile {ClusterName: k, Subnets: [!Ref B]}
      G AWS::EC2::SecurityGroup {VpcId: !Ref V}
      F AWS::Lambda::Function {VpcConfig: {SubnetIds: [!Ref A], SecurityGroupIds: [!Ref G]}}
      S AWS::Serverless::Function {VpcConfig: {SubnetIds: [!Ref A], SecurityGroupIds: [!Ref G]}}
      T AWS::ECS::Service {NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref A], SecurityGroups: [!Ref G]}}}
      """
    ) { topology in
      let group = try #require(topology.securityGroups.first { $0.id == "cfn:t/K#cluster-group" })
      #expect(group.rules.count == 3)
      #expect(topology.networkInterfaces.filter { $0.securityGroups == [group.id] }.count == 3)
      #expect(topology.networkInterfaces.filter { $0.securityGroups == ["cfn:t/G"] }.count == 3)
    },
    MappingRow(
      "databases",
      """
      G AWS::EC2::SecurityGroup {VpcId: !Ref V}
      D AWS::RDS::DBSubnetGroup {SubnetIds: [!Ref A]}
      DC AWS::RDS::DBCluster {DBSubnetGroupName: !Ref D, VpcSecurityGroupIds: [!Ref G]}
      DI AWS::RDS::DBInstance {DBClusterIdentifier: !Ref DC}
      O AWS::DocDB::DBSubnetGroup {SubnetIds: [!Ref A]}
      OC AWS::DocDB::DBCluster {DBSubnetGroupName: !Ref O, VpcSecurityGroupIds: [!Ref G]}
      OI AWS::DocDB::DBInstance {DBClusterIdentifier: !Ref OC}
      N AWS::Neptune::DBSubnetGroup {SubnetIds: [!Ref A]}
      NC AWS::Neptune::DBCluster {DBSubnetGroupName: !Ref N, VpcSecurityGroupIds: [!Ref G]}
      NI AWS::Neptune::DBInstance {DBClusterIdentifier: !Ref NC}
      P AWS::RDS::DBProxy {VpcSubnetIds: [!Ref A], VpcSecurityGroupIds: [!Ref G]}
      """
    ) { topology in
      #expect(topology.networkInterfaces.count == 4)
      #expect(topology.networkInterfaces.allSatisfy { $0.securityGroups == ["cfn:t/G"] })
      #expect(topology.managedServices.count == 7)
    },
    MappingRow(
      "other services with interfaces",
      """
      G AWS::EC2::SecurityGroup {VpcId: !Ref V}
      CG AWS::ElastiCache::SubnetGroup {SubnetIds: [!Ref A]}
      C1 AWS::ElastiCache::CacheCluster {CacheSubnetGroupName: !Ref CG, VpcSecurityGroupIds: [!Ref G]}
      C2 AWS::ElastiCache::ReplicationGroup {CacheSubnetGroupName: !Ref CG, SecurityGroupIds: [!Ref G]}
      C3 AWS::ElastiCache::ServerlessCache {SubnetIds: [!Ref A], SecurityGroupIds: [!Ref G]}
      MG AWS::MemoryDB::SubnetGroup {SubnetIds: [!Ref A]}
      M1 AWS::MemoryDB::Cluster {SubnetGroupName: !Ref MG, SecurityGroupIds: [!Ref G]}
      RG AWS::Redshift::ClusterSubnetGroup {SubnetIds: [!Ref A]}
      R1 AWS::Redshift::Cluster {ClusterSubnetGroupName: !Ref RG, VpcSecurityGroupIds: [!Ref G]}
      E1 AWS::EFS::MountTarget {SubnetId: !Ref A, SecurityGroups: [!Ref G], FileSystemId: fs-1, IpAddress: 10.0.0.200}
      E2 AWS::FSx::FileSystem {SubnetIds: [!Ref A], SecurityGroupIds: [!Ref G]}
      K1 AWS::MSK::Cluster {BrokerNodeGroupInfo: {ClientSubnets: [!Ref A], SecurityGroups: [!Ref G]}}
      K2 AWS::MSK::ServerlessCluster {VpcConfigs: [{SubnetIds: [!Ref A], SecurityGroups: [!Ref G]}]}
      S1 AWS::OpenSearchService::Domain {VPCOptions: {SubnetIds: [!Ref A], SecurityGroupIds: [!Ref G]}}
      S2 AWS::Elasticsearch::Domain {VPCOptions: {SubnetIds: [!Ref A], SecurityGroupIds: [!Ref G]}}
      Q1 AWS::AmazonMQ::Broker {SubnetIds: [!Ref A], SecurityGroups: [!Ref G]}
      L1 AWS::ApiGatewayV2::VpcLink {SubnetIds: [!Ref A], SecurityGroupIds: [!Ref G]}
      D1 AWS::Route53Resolver::ResolverEndpoint {IpAddresses: [{SubnetId: !Ref A}], SecurityGroupIds: [!Ref G]}
      N1 AWS::SageMaker::NotebookInstance {SubnetId: !Ref A, SecurityGroupIds: [!Ref G]}
      """
    ) { topology in
      #expect(topology.networkInterfaces.count == 15)
      #expect(topology.networkInterfaces.allSatisfy { $0.securityGroups == ["cfn:t/G"] })
      #expect(topology.managedServices.count == 15)
      #expect(topology.networkInterfaces.contains { $0.primaryAddress == IPAddress("10.0.0.200") })
    },
  ]
}
