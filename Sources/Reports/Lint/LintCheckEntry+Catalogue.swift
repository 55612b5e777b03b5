package import PacketWalkAnalysis
import PacketWalkDiagnostics

extension LintCheckEntry {
  package static func of(_ check: LintCheck) -> LintCheckEntry {
    func entry(
      _ severities: Finding.Severity..., title: String, reason: String, remedy: String, rules: [String]
    ) -> LintCheckEntry {
      LintCheckEntry(
        check: check, severities: severities, title: title, reason: reason, remedy: remedy, rules: rules)
    }
    switch check {
    case .adminPortExposed:
      return entry(
        .error, title: "the internet reaches a port that administers a machine or holds data",
        reason:
          "SSH, RDP, databases and the like are found by scanners within minutes. A packet from an ordinary"
          + " internet address is walked to every interface whose groups open such a port to everybody, and to"
          + " listeners of internet-facing network and classic load balancers; only what arrives is reported.",
        remedy:
          "Name the addresses that need it, or reach these hosts through Session Manager, a bastion or a VPN.",
        rules: ["SG-1", "IGW-2"])
    case .adminPortOpen:
      return entry(
        .note, title: "a group opens such a port to everybody, and something else keeps the internet out",
        reason:
          "A route, an access list or the lack of a public address is all that stands before it; one change"
          + " elsewhere exposes it. Silent where an ordinary address reaches a member (that is"
          + " admin-port-exposed) and where the input doesn't say.",
        remedy: "Name the addresses or groups that need it.", rules: ["SG-1"])
    case .targetRefused:
      return entry(
        .error, title: "a load balancer's node cannot reach a target",
        reason:
          "Clients get 502 or 504, and health checks fail. A connection is walked from every node to every"
          + " target that it may use, at the target's own port. Silent for network balancers that keep the client's"
          + " address, or may keep it: the port of their health checks is not in the model.",
        remedy: "Let the nodes in on the target's port.", rules: ["LB-1", "SG-1"])
    case .aclBlocksReplies:
      return entry(
        .warning, title: "an access list lets a request through and not its reply",
        reason:
          "Access lists keep no state: replies go to the client's port, and need an entry of their own. Walked"
          + " are the connections that somebody plainly means: what a group admits by a rule for one TCP port, and"
          + " HTTPS to the internet from subnets that route there through a NAT gateway. Replies that pass for some"
          + " client ports only are reported as such; silent where an entry shuts a service by denying up to 100 ports.",
        remedy: "Admit tcp/1024-65535 for replies, which covers every kind of client.",
        rules: ["ACL-11", "ACL-12"])
    case .blackholeInUse:
      return entry(
        .warning, title: "a route whose target is gone, in the table of subnets with interfaces",
        reason: "What is sent there is dropped; AWS does not fall back to a shorter route.",
        remedy: "Point the route at a target that works, or take it out.", rules: ["RT-4"])
    case .middleboxChecked:
      return entry(
        .error, title: "a route leads through an interface whose source/destination check is on",
        reason:
          "Such an interface drops whatever is not addressed to itself. Silent for routes to the interface's own"
          + " addresses, and for tables that nothing uses.",
        remedy: "Switch the check off, or point the route elsewhere.", rules: ["SDC-1"])
    case .natWithoutWayOut:
      return entry(
        .error, .warning, title: "a NAT gateway in a subnet without a way out",
        reason:
          "What it translates is routed by its own subnet's table: a public one needs an internet gateway there,"
          + " a private one a network beyond the VPC. Silent where the table leads to a firewall, a middlebox or a"
          + " transit gateway, which may lead on. A warning where no route uses the gateway.",
        remedy: "Put it in a subnet with such a route.", rules: ["NAT-2"])
    case .zoneWithoutAttachment:
      return entry(
        .error, title: "subnets of a zone route to a transit gateway that has no attachment subnet there",
        reason: "Packets enter an attachment in their own zone; where it has no subnet they are dropped.",
        remedy: "Add a subnet of the zone to the attachment.", rules: ["TGW-1"])
    case .asymmetricPath:
      return entry(
        .warning, title: "requests pass through a middlebox and replies do not, or the other way round",
        reason:
          "Whatever keeps state there sees half of each connection and drops it. One interface of every subnet"
          + " whose table leads to a middlebox, a firewall's or an appliance's endpoint is walked to one of each"
          + " subnet behind that route, and back. Silent for interfaces whose `middlebox` is forward, snat or drop.",
        remedy: "Route both directions through the same middlebox, or switch appliance mode on.",
        rules: ["TGW-8"])
    case .peeringOverlap:
      return entry(
        .warning, title: "a VPC peers with two whose ranges overlap, and answers the one at the other",
        reason:
          "Hosts of one peer send to the VPC from addresses that its table routes to the other peer. Silent where"
          + " no host has such an address.",
        remedy: "Route the exact ranges that are in use to each, or give one of them other addresses.",
        rules: ["PCX-4"])
    case .staleGroupReference:
      return entry(
        .warning, title: "a rule refers to a group of a VPC from which it matches nobody",
        reason:
          "References work within a VPC, over an active peering connection in one Region, and over a transit gateway;"
          + " the peering connection is gone or was never there. Silent where a transit gateway is attached, and for"
          + " groups that the input doesn't hold.",
        remedy: "Take the rule out, or restore the peering connection.", rules: ["SG-11"])
    case .emptyGroupReference:
      return entry(
        .note, title: "a rule refers to a group that nothing has",
        reason:
          "It admits nobody. Silent for groups that are in use nowhere themselves, and for references of a group"
          + " to itself.",
        remedy: "Take the rule out, or give the group to what it was meant for.", rules: ["SG-7"])
    case .aclEntryNeverMatches:
      return entry(
        .warning, .note, title: "an entry of an access list that earlier entries leave nothing for",
        reason:
          "The first match decides. A warning where an earlier entry decides otherwise, so that the entry looks"
          + " like a rule and is none; a note where it only repeats. Exact, over the union of all earlier entries.",
        remedy: "Give it a lower number if it is meant, else take it out.", rules: ["ACL-2"])
    case .aclEntryRedundant:
      return entry(
        .note, title: "an entry of an access list without which everything would be decided the same",
        reason: "Later entries, or the implied deny, decide alike all that it matches.",
        remedy: "Take it out, unless it is there to be read.", rules: ["ACL-2", "ACL-3"])
    case .groupRuleRedundant:
      return entry(
        .note, title: "a rule of a group that its other rules cover",
        reason:
          "It admits nothing more, and often shows that a wider rule was not meant to be there. Exact, over the"
          + " union of the other rules of the direction.",
        remedy: "Take it out, or narrow what covers it.", rules: ["SG-1"])
    case .routeNeverUsed:
      return entry(
        .warning, .note, title: "a route that other routes leave nothing for",
        reason:
          "The longest match wins, and of equal ranges one goes before the other. A note for propagated routes,"
          + " which nobody wrote there.",
        remedy: "Take it out, or what stands in its way.", rules: ["RT-4"])
    case .unusedGroup:
      return entry(
        .note, title: "a security group that no interface has",
        reason:
          "It filters nothing. AWS's default groups are not reported, and no group where the input lacks"
          + " interfaces or where empty-group-reference tells of it.",
        remedy: "Delete it, unless a launch template or an account beyond the input needs it.",
        rules: ["SG-1"])
    case .unusedACL:
      return entry(
        .note, title: "a network ACL that no subnet is associated with",
        reason: "It filters nothing. AWS's default ones are not reported.",
        remedy: "Associate it with the subnets that it was meant for, or delete it.", rules: ["ACL-1"])
    case .aclQuota:
      return entry(
        .error, .note, title: "more entries of an access list than AWS admits",
        reason:
          "20 a direction and family, the implied deny included, and 40 once raised. An error beyond 40.",
        remedy: "Join entries, or see that the quota is raised.", rules: ["ACL-16"])
    case .groupQuota:
      return entry(
        .error, .note, title: "more rules of a group, or groups of an interface, than AWS admits",
        reason:
          "60 rules a direction and family, 5 groups an interface and 16 once raised; groups times rules may"
          + " never pass 1,000.",
        remedy: "Join rules or groups, or see that the quota is raised.", rules: ["SG-19"])
    case .routeQuota:
      return entry(
        .error, .note, title: "more routes of a table than AWS admits",
        reason: "500 a family, 1,000 once raised, and 100 propagated ones.",
        remedy: "Join ranges, or see that the quota is raised.", rules: ["RT-15"])
    case .rangeOverRoute:
      return entry(
        .warning, title: "a VPC's further range holds the destination of a route that leads out of it",
        reason: "AWS refuses to add a range that is the same as a route's destination or larger.",
        remedy: "Take the route out, or add a smaller range.", rules: ["RT-16"])
    case .unusedIgnore:
      return entry(
        .note, title: "an exception in the input that passes over nothing",
        reason: "What it was for is gone, and it would hide the next one.", remedy: "Take the exception out.",
        rules: [])
    }
  }
}
