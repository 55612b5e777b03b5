extension SyntheticNetwork {
  /// One question a line, as `packetwalk check --queries` reads them: mostly between hosts of one VPC, some
  /// across peering and transit gateway, some from and to the internet; of all kinds of answers.
  ///
  /// - Complexity: O(count)
  func questions(_ count: Int, seed: UInt64 = 2) -> [UInt8] {
    var random = Randomness(seed: seed)
    var lines: [UInt8] = []
    for _ in 0..<count {
      let (source, destination, service) = question(&random)
      lines +=
        "{\"source\":\"\(source)\",\"destination\":\"\(destination)\",\"service\":\"\(service)\"}\n".utf8
    }
    return lines
  }

  /// A host by its identifier and a database by its name, in different VPCs.
  var typicalQuestion: (source: String, destination: String, service: String) {
    let source = vpcs[2].hosts.first { $0.role == .app }?.id ?? ""
    let destination = vpcs[1].hosts.first { $0.role == .data }?.name ?? ""
    return (source, destination, "tcp/5432")
  }

  private func question(_ random: inout Randomness) -> (String, String, String) {
    let vpc = pick(vpcs, &random)
    let host = pick(vpc.hosts, &random)
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<40:
      // A service's own database, or what is meant to be one.
      var data = host
      for _ in 0..<64 where data.role != .data { data = pick(vpc.hosts, &random) }
      let app = vpc.hosts[data.service < vpc.hosts.count ? data.service : 0]
      return (name(app, &random), name(data, &random), "tcp/5432")
    case 40..<60: return (name(host, &random), name(pick(vpc.hosts, &random), &random), "tcp/443")
    case 60..<75:
      return (name(host, &random), name(pick(pick(vpcs, &random).hosts, &random), &random), "tcp/5432")
    case 75..<85: return (name(host, &random), pick(vpc.hosts, &random).address, "tcp/22")
    case 85..<90: return (name(host, &random), name(pick(vpc.hosts, &random), &random), "icmp/8")
    case 90..<94: return (vpc.hosts[0].name, name(host, &random), "tcp/22")
    case 94..<98: return (name(host, &random), "internet", "tcp/443")
    case 98: return ("internet", vpc.hosts[0].publicAddress ?? vpc.hosts[0].name, "tcp/22")
    default: return (name(host, &random), "lb:\(vpc.services[1].name)-\(vpc.number)", "tcp/5432")
    }
  }

  private func name(_ host: Host, _ random: inout Randomness) -> String {
    Bool.random(using: &random) ? host.id : host.name
  }

  private func pick<Element>(_ elements: [Element], _ random: inout Randomness) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }
}
