import PacketWalkTestSupport

/// A small network that has an end of every kind and a question for every verdict.
struct Street {
  static let text = """
    packetwalk: 1
    account: "123456789012"
    region: eu-west-1
    instances:
      web-1: {id: i-0aa1}
      bastion: {id: i-0bb1}
    vpcs:
      prod:
        cidr: [10.0.0.0/16, 2001:db8:1::/56]
        internet-gateway: igw
        vpn-gateways: {office: {}}
        subnets:
          public: {cidr: 10.0.0.0/24, zone: eu-west-1a, route-table: public}
          app-a: {cidr: [10.0.1.0/24, 2001:db8:1:1::/64], zone: eu-west-1a, route-table: app}
          app-b: {cidr: 10.0.2.0/24, zone: eu-west-1b, route-table: app}
          data: {cidr: 10.0.3.0/24, zone: eu-west-1a, network-acl: data}
          empty: {cidr: 10.0.4.0/24, zone: eu-west-1a}
        route-tables:
          public: {routes: {0.0.0.0/0: internet-gateway}}
          app: {routes: {0.0.0.0/0: nat:nat, 192.168.0.0/16: vpn-gateway:office, pl:s3: endpoint:s3}}
        network-acls:
          data: {in: {100: allow all from 0.0.0.0/0}, out: {100: allow tcp/32768-60999 to 0.0.0.0/0}}
        security-groups:
          alb: {in: [tcp/443 from 0.0.0.0/0]}
          web: {in: [tcp/8080 from sg:alb, tcp/22 from 10.0.0.0/16, tcp/22 from 2001:db8:1::/56]}
          db: {in: [tcp/5432 from sg:web, tcp/6000-6010 from sg:web]}
          endpoints: {in: [tcp/443 from 10.0.0.0/16]}
          lonely: {}
        interfaces:
          eni-0aa1:
            id: eni-0aa1
            name: web-1
            subnet: app-a
            instance: web-1
            ip: [{address: 10.0.1.10}, {address: 10.0.1.11}, 2001:db8:1:1::10]
            groups: web
            tags: {tier: web}
          eni-0aa2: {id: eni-0aa2, name: web-2, subnet: app-b, ip: 10.0.2.10, groups: web, tags: {tier: web}}
          bastion:
            {id: eni-0bb1, subnet: public, instance: bastion, ip: {address: 10.0.0.10, public: 203.0.113.10},
             groups: lonely, tags: {tier: edge}}
          db: {id: eni-0dd1, subnet: data, ip: 10.0.3.10, groups: db}
          report: {subnet: app-a, ip: 10.0.1.50, kind: lambda, groups: web}
          cache: {subnet: data, ip: 10.0.3.20, groups: db}
        nat-gateways:
          nat: {subnet: public, ip: 10.0.0.9, public: 203.0.113.9}
        endpoints:
          s3: {kind: gateway, service: s3}
          logs: {kind: interface, service: logs, groups: [endpoints], interfaces: {app-a: {ip: 10.0.1.200}}}
        target-groups:
          web: {protocol: http, port: 8080, targets: ["10.0.1.10:8080"]}
        load-balancers:
          front:
            id: arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/front/0123456789abcdef
            kind: application
            internet-facing: true
            groups: alb
            dns: Front-12345.eu-west-1.elb.amazonaws.com
            nodes: {public: {ip: 10.0.0.20, public: 203.0.113.20}}
            listeners: {https/443: web}
      dev:
        cidr: 10.1.0.0/16
        account: "444455556666"
        region: us-east-1
        subnets: {dev: {cidr: 10.1.0.0/24, zone: us-east-1a}}
        interfaces:
          cache: {subnet: dev, ip: 10.1.0.20}
    prefix-lists:
      s3: [198.51.100.0/24]

    """

  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = try folder.write("street.yaml", Self.text)
  }

  func run(_ command: String, _ arguments: [String]) -> CommandRun {
    CommandRun([command, "-t", path] + arguments)
  }

  func check(_ words: String) -> CommandRun { run("check", words.split(separator: " ").map(String.init)) }
}
