/// `docs/rules.md`, made from the tests' own names.
struct RulesPage {
  let list: RuleList
  let tests: [RuleTest]

  /// What does not fit together, one sentence each.
  var errors: [String] {
    var errors = list.errors
    for test in tests {
      for label in test.labels where list.rules(of: label).isEmpty {
        errors.append("\(test.path): \(test.function) names \(label), which docs/rules.list does not know")
      }
    }
    for rule in list.rules where rule.pending == nil && held(rule.id).isEmpty {
      errors.append("\(rule.id) has no test and is not marked pending in docs/rules.list")
    }
    return errors
  }

  /// The tests that hold a rule, those that name it first before others. A trap stands for its rules only
  /// where a test names none itself.
  private func held(_ id: String) -> [RuleTest] {
    let found = tests.filter { test in
      let named = test.labels.filter { list.traps[$0] == nil }
      return (named.isEmpty ? test.labels : named).contains { list.rules(of: $0).contains(id) }
    }
    func isFirst(_ test: RuleTest) -> Bool { test.labels.first.map(list.rules)?.contains(id) == true }
    return found.filter(isFirst) + found.filter { !isFirst($0) }
  }

  var markdown: String {
    let pending = list.rules.count { $0.pending != nil }
    var text = """
      # Rules

      What AWS does with a packet, as the model has it: each rule in a sentence or two, where it is documented, and the tests that
      hold it. Of \(list.rules.count) rules, \(list.rules.count - pending) are modelled and \(pending) are pending: not yet, or not wholly.
      *Assumption* stands where no page says it ([assumptions](assumptions.md)). Made from the names of the tests (`make rules`);
      which rules there are stands in [rules.list](rules.list).

      """
    var family = ""
    for rule in list.rules {
      let own = String(rule.id.prefix { $0 != "-" })
      if own != family {
        family = own
        text += "\n## \(Self.title(family))\n\n| rule | what | source | tests |\n|---|---|---|---|\n"
      }
      text += row(rule)
    }
    return text
  }

  private func row(_ rule: RuleList.Rule) -> String {
    let tests = held(rule.id)
    func each(_ values: [String], _ separator: String) -> String {
      values.enumerated().filter { place, value in values.firstIndex(of: value) == place }
        .map { $0.element.replacing("|", with: "\\|") }.joined(separator: separator)
    }
    var what = each(tests.map(\.sentence), "; ")
    if let pending = rule.pending { what += (what.isEmpty ? "" : "<br>") + "*pending:* \(pending)" }
    let pages = each(tests.compactMap(\.source), "; ")
    let source = tests.isEmpty ? "" : pages.isEmpty ? "*assumption*" : pages
    let links = each(tests.map { "[\($0.function)](../\($0.path))" }, ", ")
    return "| \(rule.id) | \(what) | \(source) | \(links) |\n"
  }

  private static func title(_ family: String) -> String {
    let titles = [
      "ORD": "Order", "ACL": "Network ACLs", "SG": "Security groups", "RT": "Route tables",
      "IGW": "Internet gateways", "NAT": "NAT gateways", "EIGW": "Egress-only internet gateways",
      "SDC": "Source/destination checks and appliances", "PCX": "VPC peering", "TGW": "Transit gateways",
      "NFW": "Network Firewall", "GWLB": "Gateway load balancers", "VPCE": "VPC endpoints",
      "LB": "Load balancers", "ALB": "Application load balancers", "NLB": "Network load balancers",
      "CLB": "Classic load balancers", "MS": "Managed services", "VPN": "VPN and Direct Connect",
      "CVPN": "Client VPN", "CWAN": "Cloud WAN", "LAT": "VPC Lattice",
      "OUT": "Outposts, Wavelength", "ODB": "Oracle Database@AWS", "BPA": "VPC Block Public Access",
      "ENC": "VPC Encryption Controls", "EX": "Exempt traffic", "FL": "Flow logs",
    ]
    return titles[family] ?? family
  }
}
