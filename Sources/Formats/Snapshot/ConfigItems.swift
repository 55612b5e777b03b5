import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

/// AWS Config's items: a delivered snapshot, the answers of its API, or the results of an advanced query.
///
/// An item's `configuration` is what a describe call prints, its members beginning with small letters, or, for newer
/// types, the properties of CloudFormation. Both are made into what the call prints and read as that.
enum ConfigItems {
  /// Whether a document holds items.
  static func isOne(_ root: JSONValue) -> Bool {
    if root["configurationItems"]?.kind == .array || root["baseConfigurationItems"]?.kind == .array {
      return true
    }
    guard let results = root["Results"], results.kind == .array else { return false }
    return root["QueryInfo"] != nil || results.elements.contains { $0.kind == .string }
  }

  /// The list of items.
  static func list(_ root: JSONValue) -> JSONValue? {
    root["configurationItems"] ?? root["baseConfigurationItems"] ?? root["Results"]
  }

  /// What the queries of people often lack.
  static let query =
    "SELECT resourceId, resourceType, accountId, awsRegion, configuration, tags WHERE resourceType LIKE 'AWS::EC2::%' "
    + "OR resourceType LIKE 'AWS::ElasticLoadBalancing%'"

  /// The key under which a call prints what an item of a type is.
  static func key(_ type: String) -> String? { keys[type] }

  private static let keys: [String: String] = [
    "AWS::EC2::VPC": "Vpcs", "AWS::EC2::Subnet": "Subnets", "AWS::EC2::RouteTable": "RouteTables",
    "AWS::EC2::NetworkAcl": "NetworkAcls", "AWS::EC2::SecurityGroup": "SecurityGroups",
    "AWS::EC2::InternetGateway": "InternetGateways",
    "AWS::EC2::EgressOnlyInternetGateway": "EgressOnlyInternetGateways",
    "AWS::EC2::CarrierGateway": "CarrierGateways", "AWS::EC2::NatGateway": "NatGateways",
    "AWS::EC2::NetworkInterface": "NetworkInterfaces", "AWS::EC2::Instance": "Reservations",
    "AWS::EC2::EIP": "Addresses", "AWS::EC2::VPCPeeringConnection": "VpcPeeringConnections",
    "AWS::EC2::VPCEndpoint": "VpcEndpoints", "AWS::EC2::VPNGateway": "VpnGateways",
    "AWS::EC2::VPNConnection": "VpnConnections", "AWS::EC2::CustomerGateway": "CustomerGateways",
    "AWS::EC2::PrefixList": "PrefixLists", "AWS::EC2::TransitGateway": "TransitGateways",
    "AWS::EC2::TransitGatewayAttachment": "TransitGatewayVpcAttachments",
    "AWS::EC2::TransitGatewayVpcAttachment": "TransitGatewayVpcAttachments",
    "AWS::EC2::TransitGatewayRouteTable": "TransitGatewayRouteTables",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "LoadBalancers",
    "AWS::ElasticLoadBalancingV2::Listener": "Listeners",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "TargetGroups",
    "AWS::ElasticLoadBalancing::LoadBalancer": "LoadBalancerDescriptions",
    "AWS::RDS::DBInstance": "DBInstances", "AWS::RDS::DBCluster": "DBClusters",
    "AWS::Redshift::Cluster": "Clusters",
  ]

  /// Properties of CloudFormation under the names that the calls give them.
  private static let renamed: [String: [String: String]] = [
    "TransitGateways": ["Id": "TransitGatewayId"],
    "TransitGatewayVpcAttachments": ["Id": "TransitGatewayAttachmentId"],
    "TransitGatewayRouteTables": ["Id": "TransitGatewayRouteTableId"],
    "TargetGroups": ["Name": "TargetGroupName"], "LoadBalancers": ["Name": "LoadBalancerName"],
    "Listeners": ["Id": "ListenerArn"], "PrefixLists": ["Id": "PrefixListId"],
  ]

  /// What the calls print for an item: lists by their keys.
  static func answer(_ item: JSONValue, _ configuration: JSONValue, _ key: String) -> OutputJSON {
    guard case .members(var members) = pascal(configuration) else { return .members([]) }
    let names = renamed[key] ?? [:]
    for place in members.indices {
      if let name = names[members[place].key], !members.contains(where: { $0.key == name }) {
        members[place].key = name
      }
    }
    func add(_ name: String, _ value: OutputJSON?) {
      guard let value, !members.contains(where: { $0.key == name }) else { return }
      members.append((name, value))
    }
    add("OwnerId", account(item).map(OutputJSON.text))
    add(key == "NetworkInterfaces" ? "TagSet" : "Tags", tags(item["tags"]))
    switch key {
    case "Reservations":
      return .object([
        key: .list([.object(["OwnerId": .optional(account(item)), "Instances": .list([.members(members)])])])
      ])
    case "TransitGateways":
      // Properties of their own in CloudFormation, options in the call.
      let support = members.first { $0.key == "SecurityGroupReferencingSupport" }?.value
      if let support { add("Options", .members([("SecurityGroupReferencingSupport", support)])) }
    case "PrefixLists":
      if case .list(let entries)? = members.first(where: { $0.key == "Entries" })?.value {
        add("Cidrs", .list(entries.compactMap { member("Cidr", of: $0) }))
      }
    case "TargetGroups":
      let arn = members.first { $0.key == "TargetGroupArn" }?.value
      guard let arn, case .list(let targets)? = members.first(where: { $0.key == "Targets" })?.value else {
        break
      }
      let health = targets.map { OutputJSON.members([("Target", $0)]) }
      return .object([
        key: .list([.members(members)]),
        "LoadBalancerTargetHealth": .list([
          .members([("TargetGroupArn", arn), ("TargetHealthDescriptions", .list(health))])
        ]),
      ])
    default: break
    }
    return .object([key: .list([.members(members)])])
  }

  static func account(_ item: JSONValue) -> String? { item.text("awsAccountId") ?? item.text("accountId") }

  /// A map of tags, or a query's list of keys and values.
  private static func tags(_ json: JSONValue?) -> OutputJSON? {
    guard let json else { return nil }
    var tags: [OutputJSON] = []
    for (key, value) in json.members {
      tags.append(.object(["Key": .text(key), "Value": .text(value.string ?? "")]))
    }
    for tag in json.elements {
      guard let key = tag.text("key") else { continue }
      tags.append(.object(["Key": .text(key), "Value": .text(tag.text("value") ?? "")]))
    }
    return .list(tags)
  }

  private static func member(_ name: String, of json: OutputJSON) -> OutputJSON? {
    guard case .members(let members) = json else { return nil }
    return members.first { $0.key == name }?.value
  }

  /// The same with members as the calls spell them: `cidrBlock` as `CidrBlock`, `ipv4Ranges` as `IpRanges`.
  private static func pascal(_ json: JSONValue) -> OutputJSON {
    switch json.kind {
    case .object:
      var members: [(key: String, value: OutputJSON)] = []
      // The older form of the same, without descriptions.
      let hasRanges = json["ipv4Ranges"]?.kind == .array
      var names: Set<String> = []
      for (key, value) in json.members where !value.isNull && !(hasRanges && key == "ipRanges") {
        let name = key == "ipv4Ranges" ? "IpRanges" : key.prefix(1).uppercased() + key.dropFirst()
        guard names.insert(name).inserted else { continue }
        members.append((name, name == "IpRanges" ? ranges(value) : pascal(value)))
      }
      return .members(members)
    case .array: return .list(json.elements.map(pascal))
    case .boolean: return .flag(json.boolean ?? false)
    case .number: return json.integer.map(OutputJSON.number) ?? .text(json.scalarText ?? "")
    case .string, .null: return .text(json.string ?? "")
    }
  }

  private static func ranges(_ json: JSONValue) -> OutputJSON {
    .list(
      json.elements.map { range in
        range.string.map { .object(["CidrIp": .text($0)]) } ?? pascal(range)
      })
  }
}

extension SnapshotReader {
  /// Sorts items as the answers of the calls that they are made into.
  func gatherConfig(_ root: JSONValue, path: String) {
    var latest: [[String]: (item: JSONValue, configuration: JSONValue?)] = [:]
    var order: [[String]] = []
    for element in ConfigItems.list(root).map({ Array($0.elements) }) ?? [] {
      do throws(Unreadable) {
        let item = try embedded(element, path: path, at: element)
        let type = try item.required("resourceType")
        let id = item.text("resourceId") ?? item.text("ARN") ?? item.text("arn") ?? "\(order.count)"
        let key = [type, id, ConfigItems.account(item) ?? "", item.text("awsRegion") ?? ""]
        if let known = latest[key] {
          // A history has several of one resource.
          let times = [known.item, item].map { $0["configurationItemCaptureTime"]?.scalarText ?? "" }
          guard times[1] > times[0] else { continue }
        } else {
          order.append(key)
        }
        let configuration = try item.present("configuration").map { json throws(Unreadable) in
          try embedded(json, path: path, at: element)
        }
        latest[key] = (item, configuration)
      } catch {
        reportLost("item of AWS Config", element.text("resourceId") ?? "", error)
      }
    }
    var isBare = false
    for key in order {
      guard let (item, configuration) = latest[key] else { continue }
      let status = item.text("configurationItemStatus") ?? "OK"
      // What was deleted is no part of the network.
      if status.hasPrefix("ResourceDeleted") { continue }
      guard let name = ConfigItems.key(key[0]) else {
        count(key[0], read: 1)
        continue
      }
      guard let configuration, configuration.kind == .object else {
        isBare = true
        lostKeys.insert(name)
        count(name, read: 1)
        continue
      }
      add(ConfigItems.answer(item, configuration, name), item, path)
    }
    guard isBare else { return }
    lacksConfiguration = true
    report(
      "PW_ITEM_WITHOUT_CONFIGURATION", .error, path,
      "items say what there is, not what it is like: they have no configuration; a query that has it is: "
        + ConfigItems.query, at: root)
  }

  /// An object, or the one that a string holds.
  private func embedded(
    _ json: JSONValue, path: String, at place: JSONValue
  ) throws(Unreadable) -> JSONValue {
    guard let text = json.string else { return json }
    do throws(InputError) {
      return try JSONDocument(parsing: Array(text.utf8), file: path, standingFor: place.origin).root
    } catch {
      throw Unreadable("its text is no JSON: \(error.message)", at: place)
    }
  }

  private func add(_ answer: OutputJSON, _ item: JSONValue, _ path: String) {
    let region = item.text("awsRegion").flatMap { Place.isRegion($0) ? $0 : nil }
    let scope = Scope(path: path, account: ConfigItems.account(item), region: region)
    do throws(InputError) {
      let root = try JSONDocument(
        parsing: Array(answer.printed.utf8), file: path, standingFor: item.origin
      ).root
      for (key, value) in root.members {
        sections[key, default: []].append(Section(value: value, scope: scope, parent: root))
        count(key)
      }
    } catch {
      reportLost("item of AWS Config", item.text("resourceId") ?? "", Unreadable(error.message, at: item))
    }
  }
}
