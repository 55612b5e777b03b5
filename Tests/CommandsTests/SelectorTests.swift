import PacketWalkJSONScan
import Testing

/// Every form in which an end, and a service, can be written.
@Suite struct SelectorTests {
  private static let shared = Result { try Street() }
  let street: Street
  init() throws { street = try Self.shared.get() }

  /// Which interfaces, or which addresses outside, a selector stands for, as a source.
  @Test(
    arguments: [
      // Names and identifiers.
      ("web-1", ["eni-0aa1 10.0.1.10"]), ("i-0aa1", ["eni-0aa1 10.0.1.10"]),
      ("eni-0aa1", ["eni-0aa1 10.0.1.10"]),
      ("eni:web-2", ["eni-0aa2 10.0.2.10"]), ("instance:web-1", ["eni-0aa1 10.0.1.10"]),
      ("web-*", ["eni-0aa1 10.0.1.10", "eni-0aa2 10.0.2.10"]),
      ("123456789012/eu-west-1/cache", ["prod/cache 10.0.3.20"]),
      ("444455556666/us-east-1/cache", ["dev/cache 10.1.0.20"]), ("prod/cache", ["prod/cache 10.0.3.20"]),
      ("arn:aws:ec2:eu-west-1:123456789012:network-interface/eni-0aa1", ["eni-0aa1 10.0.1.10"]),
      ("arn:aws:ec2:eu-west-1:123456789012:instance/i-0bb1", ["eni-0bb1 10.0.0.10"]),
      // Addresses: private, secondary, public, of IPv6.
      ("10.0.1.10", ["eni-0aa1 10.0.1.10"]), ("10.0.1.11", ["eni-0aa1 10.0.1.11"]),
      ("203.0.113.10", ["eni-0bb1 10.0.0.10"]), ("web-1@10.0.1.11", ["eni-0aa1 10.0.1.11"]),
      ("i-0aa1@10.0.1.11", ["eni-0aa1 10.0.1.11"]),
      ("10.0.1.10:55123", ["eni-0aa1 10.0.1.10"]), ("web-1:55123", ["eni-0aa1 10.0.1.10"]),
      ("https://10.0.1.10/index.html?x=1", ["eni-0aa1 10.0.1.10"]),
      // Sets.
      ("10.0.1.0/28", ["eni-0aa1 10.0.1.10"]), ("10.0.0.0/22", nil),
      ("sg:web", ["eni-0aa1 10.0.1.10", "eni-0aa2 10.0.2.10", "report 10.0.1.50"]),
      ("sg:d*", ["eni-0dd1 10.0.3.10", "prod/cache 10.0.3.20", "dev/cache 10.1.0.20"]),
      ("subnet:app-b", ["eni-0aa2 10.0.2.10"]),
      ("subnet:data", ["eni-0dd1 10.0.3.10", "prod/cache 10.0.3.20"]),
      ("tag:tier=web", ["eni-0aa1 10.0.1.10", "eni-0aa2 10.0.2.10"]), ("tag:tier=e*", ["eni-0bb1 10.0.0.10"]),
      ("tag:Name=web-2", ["eni-0aa2 10.0.2.10"]), ("vpc:dev", ["dev/cache 10.1.0.20"]),
      // Load balancers are their nodes when they send.
      ("lb:front", ["front.public 10.0.0.20"]), ("front", ["front.public 10.0.0.20"]),
      ("Front-12345.eu-west-1.elb.amazonaws.com", ["front.public 10.0.0.20"]),
      ("https://dualstack.front-12345.eu-west-1.elb.amazonaws.com./login", ["front.public 10.0.0.20"]),
      ("service:logs", ["logs.app-a 10.0.1.200"]), ("logs", ["logs.app-a 10.0.1.200"]),
      // The outside.
      ("internet", ["null null"]), ("internet@192.0.2.1", ["null 192.0.2.1"]),
      ("192.0.2.1", ["null 192.0.2.1"]), ("192.0.2.0/24", ["null null"]),
    ] as [(String, [String]?)])
  func sources(selector: String, ends: [String]?) throws {
    let run = street.check("\(selector) 10.0.3.10 tcp/5432 --json")
    #expect([0, 1, 4].contains(run.code), "\(run.error)")
    var found: [String] = []
    for object in try run.objects() {
      let end = "\(object["sourceID"]?.string ?? "null") \(object["sourceAddress"]?.string ?? "null")"
      if !found.contains(end) { found.append(end) }
      #expect(object["source"]?.string == selector || selector.contains("://"))
    }
    if let ends { #expect(found == ends) } else { #expect(found.count == 8, "\(found)") }
  }

  @Test(arguments: [
    ("lb:front tcp/443", "reachable"), ("front https", "reachable"), ("lb:fr* https", "reachable"),
    ("front-12345.eu-west-1.elb.amazonaws.com:443", "reachable"),
    ("https://front-12345.eu-west-1.elb.amazonaws.com", "reachable"),
    ("http://front-12345.eu-west-1.elb.amazonaws.com", "unreachable"), ("203.0.113.20:443", "reachable"),
    ("10.0.1.10 tcp/443 --through lb:front", "reachable"), ("web-1 tcp/443 --through front", "reachable"),
    ("web-2 tcp/443 --through lb:front", "unreachable"),
    ("front.public tcp/443 --through lb:front", "reachable"),
    ("bastion@203.0.113.10 tcp/22", "unreachable"), ("203.0.113.9 tcp/443", "unreachable"),
  ])
  func destinationsFromTheInternet(destination: String, verdict: String) throws {
    let run = street.check("internet \(destination) --json")
    #expect(run.error.isEmpty, "\(run.error)")
    let objects = try run.objects()
    #expect(Set(objects.map { $0["verdict"]?.string }) == [verdict], "\(run.out)")
  }

  @Test(arguments: [
    ("web-1", "service:s3 https", "reachable"), ("web-1", "service:logs https", "reachable"),
    ("web-1", "internet https", "reachable"), ("web-1", "internet@192.0.2.7 https", "reachable"),
    ("web-1@2001:db8:1:1::10", "web-1@2001:db8:1:1::10 tcp/22", "reachable"),
    ("web-2", "http://web-1:22/", "reachable"),
    ("web-2", "postgresql://app:secret@10.0.3.10/db", "reachable"),
    ("web-2", "jdbc:postgresql://10.0.3.10:5432/db", "reachable"),
  ])
  func destinationsFromInside(source: String, destination: String, verdict: String) throws {
    let run = street.check("\(source) \(destination) --json")
    #expect(run.error.isEmpty, "\(run.error)")
    #expect(Set(try run.objects().map { $0["verdict"]?.string }) == [verdict], "\(run.out)")
    #expect(!run.out.contains("secret"))
  }

  /// What names nothing, or too much, or cannot be read: one error that helps on.
  @Test(arguments: [
    ("web-3 db", "no endpoint is called 'web-3'; did you mean 'web-1' or 'web-2'?"),
    ("web-1 sg:bd", "no security group is called 'bd'; there are alb, db, default, endpoints, lonely, web"),
    ("sg:wbe db", "no security group is called 'wbe'; did you mean 'web'?"),
    ("subnet:ap-a db", "no subnet is called 'ap-a'; did you mean 'app-a'?"),
    ("subnet:empty db", "subnet 'empty' holds no network interface"),
    ("vpc:prd db", "no VPC is called 'prd'; did you mean 'prod'?"),
    ("lb:frnt db", "no load balancer is called 'frnt'; did you mean 'front'?"),
    ("web-1 db --through lb:back", "no load balancer is called 'back'; did you mean 'front'?"),
    ("web-1 db --through web-2", "no load balancer is called 'web-2'; did you mean 'front'?"),
    ("tag:tier db", "'tag:tier' needs the form tag:KEY=VALUE"),
    (
      "tag:tier=wbe db",
      "no network interface or instance has the tag 'tier' with the value 'wbe'; did you mean 'tag:tier=web'?"
    ),
    ("tag:teir=web db", "no network interface or instance has a tag 'teir'; did you mean 'tag:tier=…'?"),
    ("service:s4 db", "no endpoint service is called 's4'"),
    ("10.7.0.0/16 db", "no network interface has an address in 10.7.0.0/16"),
    (
      "1/eu-west-1/web-2 db",
      "'web-2' is not in account 1, Region eu-west-1; did you mean '123456789012/eu-west-1/web-2'?"
    ),
    ("web-1@10.0.1 db", "'10.0.1' after '@' is no address in 'web-1@10.0.1'"),
    ("web-1 db@10.0.3.99", "network interface 'db' does not hold 10.0.3.99; did you mean 'db@10.0.3.10'?"),
    ("db@ web-1", "'' after '@' is no address in 'db@'"),
    (
      "lb:front@10.0.0.20 db",
      "'@' picks an address of an interface, an external network or the internet, not of 'lb:front'"
    ),
    ("web-1 10.0.3.10:65536", "'65536' is no port in '10.0.3.10:65536'"),
    ("web-1 https:///path", "'https:///path' is no URL with a host"),
    ("nat db", "'nat' belongs to a gateway, which sends nothing of its own"),
    ("service:s3 db", "'service:s3' cannot be a source"),
    ("tf:aws_instance.web[0] db", "'tf:aws_instance.web[0]' names a Terraform address; this input has none"),
    (
      "new:subnet:app-a+sg:web db",
      "'new:subnet:app-a+sg:web': an interface that is not there yet is added with an edit"
    ),
    ("bastion 2001:db8:1:1::10", "'bastion' has no address of the destination's family"),
    ("web-1 db --source-address 10.0.1.", "'10.0.1.' is no address to send from"),
    ("lb:front db --source-address 10.0.0.20", "'lb:front' sends from its own addresses, not from 10.0.0.20"),
    ("192.0.2.1 db --source-address 192.0.2.2", "'192.0.2.1' sends from itself, not from 192.0.2.2"),
    ("web-1 db tpc/80", "'tpc/80' is no service"), ("web-1 db htps", "or a name; did you mean 'https'?"),
    ("web-1 db tcp/6010-6000", "the ports of 'tcp/6010-6000' stand the wrong way round: 6000-6010"),
    ("web-1 db tcp/65536", "'tcp/65536' is no service"), ("web-1 db tcp/", "'tcp/' is no service"),
    ("web-1 db 5432", "'5432' is no service"), ("web-1 db icmp/256", "'icmp/256' is no service"),
    ("web-1 db proto/256", "'proto/256' is no service"), ("web-1 db tcp/1-2-3", "'tcp/1-2-3' is no service"),
  ])
  func refusals(question: String, message: String) {
    let run = street.check(question)
    #expect(run.code == 2 && run.out.isEmpty)
    #expect(run.errorLines.count == 1, "\(run.error)")
    #expect(run.error.contains(message), "\(run.error)")
  }

  @Test func anEmptySelectorIsRefused() {
    let run = street.run("check", ["", "db"])
    #expect(run.code == 2 && run.error == "packetwalk: an empty selector\n")
  }

  /// Candidates in full form, a line each.
  @Test(arguments: ["cache db", "db cache"]) func ambiguousNames(question: String) {
    let run = street.check(question)
    #expect(run.code == 2 && run.out.isEmpty)
    #expect(
      run.error == """
        packetwalk: 'cache' means 2 things, one of:
          network interface cache (prod/cache): 10.0.3.20, subnet data
          network interface cache (dev/cache): 10.1.0.20, subnet dev

        """)
  }

  /// Services in all their forms; a range of which parts behave differently has an answer for each.
  @Test(
    arguments: [
      ("tcp/5432", ["tcp/5432 reachable"]), ("postgres", ["tcp/5432 reachable"]),
      ("PostgreSQL", ["tcp/5432 reachable"]), ("TCP/5432", ["tcp/5432 reachable"]),
      ("tcp/6002-6004", ["tcp/6002-6004 reachable"]),
      ("tcp/5431-5433", ["tcp/5431,5433 unreachable", "tcp/5432 reachable"]),
      ("tcp/6008-6012", ["tcp/6008-6010 reachable", "tcp/6011-6012 unreachable"]),
      ("tcp", ["tcp/0-5431,5433-5999,6011-65535 unreachable", "tcp/5432,6000-6010 reachable"]),
      (
        "any",
        [
          "tcp/0-5431,5433-5999,6011-65535 unreachable", "tcp/5432,6000-6010 reachable", "udp unreachable",
          "icmp/8 unreachable",
        ]
      ),
      ("udp/53", ["udp/53 unreachable"]), ("dns", ["udp/53 unreachable"]), ("ping", ["icmp/8 unreachable"]),
      ("icmp", ["icmp/8 unreachable"]), ("icmp/3/4", ["icmp/3/4 unreachable"]),
      ("proto/47", ["proto/47 unreachable"]),
    ] as [(String, [String])])
  func services(service: String, answers: [String]) throws {
    let run = street.check("web-1 db \(service) --json")
    let found = try run.objects().map { "\($0["service"]?.string ?? "") \($0["verdict"]?.string ?? "")" }
    #expect(found == answers)
    #expect(run.code == (found.count > 1 ? 4 : found[0].hasSuffix(" reachable") ? 0 : 1))
  }

  /// A client's port narrows the question; text and JSON say the same.
  @Test func sourcePortIsUsed() {
    #expect(street.check("report db tcp/5432").code == 4)
    #expect(street.check("report db tcp/5432 --source-port 32768").code == 0)
    #expect(street.check("web-1 db tcp/5432 --source-address 10.0.1.11").code == 0)
  }
}
