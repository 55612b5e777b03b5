package import PacketWalkDiagnostics
import PacketWalkAddressing
import PacketWalkForwarding
package import PacketWalkQueries
import PacketWalkTopology

/// A whole network at the coarsest level at which connections are uniform: what is in what, and who reaches whom.
package enum NetworkPicture {
  /// - Parameter reach: its grouping is not used: groups are security groups.
  /// - Throws: an `InputError` for a service that isn't one.
  package static func picture(
    _ network: Network, _ reach: ReachOptions = ReachOptions(),
    _ options: NetworkPictureOptions = NetworkPictureOptions()
  ) throws(InputError) -> Picture {
    var reach = reach
    reach.grouping = .securityGroup
    var builder = NetworkPictureBuilder(network.topology, try ReachMap(network, reach), reach, options)
    return builder.build()
  }
}

private struct NetworkPictureBuilder {
  private let topology: Topology
  private var map: ReachMap
  private let reach: ReachOptions
  private let options: NetworkPictureOptions
  private let level: NetworkPictureOptions.Level
  private let kinds: SubnetKinds
  /// In how many kinds of subnets a party is.
  private let kindsOfParty: [String: Int]
  private var tree: [NetworkTreeNode] = []
  private let attachments: NetworkAttachments
  /// By place in the tree, its box or node in the picture.
  private var drawn: [Int: PictureLink.Place] = [:]
  private var picture = Picture(.map, title: "")
  /// Whether something arrives without an answer beside what is answered.
  private var isQuiet = false

  init(_ topology: Topology, _ map: ReachMap, _ reach: ReachOptions, _ options: NetworkPictureOptions) {
    self.topology = topology
    self.map = map
    self.reach = reach
    self.options = options
    (level, kinds) = Self.grain(topology, map, options.level)
    attachments = NetworkAttachments(
      topology, vpcs: Self.vpcs(of: topology),
      externals: Set(
        map.members.compactMap { if case .external(let place) = $0.place { place } else { nil } }),
      limit: options.edgeLimit)
    kindsOfParty = Dictionary(kinds.kinds.flatMap { $0.parties.map { ($0.name, 1) } }, uniquingKeysWith: +)
  }

  /// The finest level that is readable, and how subnets are folded for it.
  private static func grain(_ topology: Topology, _ map: ReachMap, _ wanted: NetworkPictureOptions.Level?)
    -> (
      NetworkPictureOptions.Level, SubnetKinds
    )
  {
    let measures = SubnetKinds.Measure.allCases.map { SubnetKinds(topology, map.members, by: $0) }
    let limit = NetworkPictureOptions.boxLimit
    func best(_ count: (SubnetKinds) -> Int) -> SubnetKinds? { measures.first { count($0) <= limit } }
    func fewest(_ count: (SubnetKinds) -> Int) -> SubnetKinds {
      measures.min { count($0) < count($1) } ?? measures[0]
    }
    switch wanted {
    case .group: return (.group, best(\.partyCount) ?? fewest(\.partyCount))
    case .subnet: return (.subnet, best(\.kinds.count) ?? fewest(\.kinds.count))
    case .vpc: return (.vpc, measures[0])
    case nil:
      if let kinds = best(\.partyCount) { return (.group, kinds) }
      if let kinds = best(\.kinds.count) { return (.subnet, kinds) }
      return (.vpc, measures[0])
    }
  }

  mutating func build() -> Picture {
    grow()
    let edges = connections()
    let drawn = limited(edges.map(\.edge), to: options.edgeLimit)
    emit(edges.indices.filter { drawn.contains($0) }.map { edges[$0] })
    attach()
    words(edges.count, drawn: drawn.count)
    return picture
  }

  // MARK: The tree

  private mutating func grow() {
    outside(.internet, "internet")
    let vpcs = Self.vpcs(of: topology)
    // Those that hold gateways alone stand before those whose VPCs these join.
    let owners = Set(vpcs.map { Self.owner($0.info) })
    let hubs = Set(attachments.gateways.compactMap { $0.info.map(Self.owner) }).subtracting(owners)
    for owner in hubs.sorted() where owners.count > 1 && !owner.isEmpty {
      add(nil, .account(name: owner), owner, [])
    }
    for vpc in vpcs {
      let parent = account(of: vpc)
      let own = kinds.kinds.filter { $0.vpc == vpc.id }
      let members = own.flatMap { $0.parties.flatMap(\.members) }
      let place = add(parent, .vpc(vpc), "vpc \(vpc.shortName)", level == .vpc ? members : [])
      guard level != .vpc else { continue }
      for kind in own { add(kind, in: place) }
    }
    let strays = SubnetKinds.strays(topology, map.members)
    if !strays.isEmpty {
      let place = add(nil, .vpc(nil), "subnet not in the input", [])
      add(place, .party(name: "hosts"), "hosts of unknown subnets", strays)
    }
    let externals = topology.externalNetworks
    for place in externals.indices.sorted(by: {
      (externals[$0].shortName, externals[$0].id) < (externals[$1].shortName, externals[$1].id)
    }) {
      outside(.external(place), "external:" + externals[place].shortName)
    }
    for (number, member) in map.members.enumerated() {
      if case .service = member.place { add(nil, .outside(name: member.party), member.party, [number]) }
    }
  }

  @discardableResult
  private mutating func add(
    _ parent: Int?, _ content: NetworkTreeNode.Content, _ name: String, _ members: [Int]
  ) -> Int {
    tree.append(NetworkTreeNode(parent: parent, content: content, name: name, members: members))
    return tree.count - 1
  }

  private mutating func add(_ kind: SubnetKinds.Kind, in vpc: Int) {
    let members = kind.parties.flatMap(\.members)
    let place = add(vpc, .subnets(kind), kind.name, level == .subnet ? members : [])
    guard level == .group else { return }
    for party in kind.parties {
      let isOwn = kindsOfParty[party.name] == 1
      add(
        place, .party(name: party.name), isOwn ? party.name : "\(party.name) in \(kind.name)", party.members)
    }
  }

  /// Parts of the outside that rules tell apart are one where they fare alike.
  private mutating func outside(_ wanted: ReachMap.Place, _ name: String) {
    let parts = map.members.indices.filter { map.members[$0].place == wanted }
    var order: [Int] = []
    var alike: [Int: [Int]] = [:]
    for part in parts {
      if alike[map.members[part].likeness] == nil { order.append(map.members[part].likeness) }
      alike[map.members[part].likeness, default: []].append(part)
    }
    guard order.count > 1 else {
      if !parts.isEmpty { add(nil, .outside(name: name), name, parts) }
      return
    }
    let whole = add(nil, .outside(name: name), name, [])
    for likeness in order {
      let own = alike[likeness] ?? []
      let addresses = map.addresses(of: own)
      let prefixes = (addresses?.prefixes ?? []).listed(atMost: 4)
      let words = addresses?.isComplement == true ? "\(name) except \(prefixes)" : "\(name) \(prefixes)"
      add(whole, .outside(name: words), words, own)
    }
  }

  private static func vpcs(of topology: Topology) -> [VPC] {
    topology.vpcs.sorted { left, right in
      func key(_ vpc: VPC) -> [String] {
        [vpc.info.account ?? "", vpc.info.region ?? "", vpc.shortName, vpc.id.rawValue]
      }
      return key(left).lexicographicallyPrecedes(key(right))
    }
  }

  /// A box for each account and Region, where there are several.
  private mutating func account(of vpc: VPC) -> Int? {
    guard Set(topology.vpcs.map { Self.owner($0.info) }).count > 1 else { return nil }
    let owner = Self.owner(vpc.info)
    let name = owner.isEmpty ? "account unknown" : owner
    let known = tree.firstIndex { if case .account(name) = $0.content { true } else { false } }
    return known ?? add(nil, .account(name: name), name, [])
  }

  private static func owner(_ info: ResourceInfo) -> String {
    [info.account.map { "account \($0)" }, info.region].compactMap(\.self).joined(separator: ", ")
  }

  // MARK: Connections

  private struct Connection {
    var edge: UniformEdges.Edge
    var style: PictureEdge.Style
    var label: String
  }

  private mutating func connections() -> [Connection] {
    let parents = Set(tree.compactMap(\.parent))
    let leaves = tree.indices.filter { !parents.contains($0) && !tree[$0].members.isEmpty }
    let cells = map.cells(between: leaves.map { tree[$0].members })
    struct Kind: Hashable {
      var style: PictureEdge.Style
      var label: String
    }
    // Layer by layer: what always goes, what goes sometimes, what goes between some only.
    var layers: [PictureEdge.Style: [[Int]: Int]] = [:]
    var labels: [String] = []
    var numbers: [String: Int] = [:]
    func add(_ cell: ReachMatrix.Cell, _ style: PictureEdge.Style, _ label: String) {
      let number = numbers[label] ?? labels.count
      if number == labels.count {
        numbers[label] = number
        labels.append(label)
      }
      layers[style, default: [:]][[leaves[cell.source], leaves[cell.destination]]] = number
    }
    for cell in cells {
      let meaning = map.meaning(of: cell)
      let isAnswered = (meaning.every + meaning.some).contains { $0.verdict == .reachable }
      for share in meaning.every {
        if isAnswered, share.verdict == .noReply {
          isQuiet = true
        } else {
          add(cell, share.verdict.style, share.label)
        }
      }
      let some = meaning.some.filter { $0.verdict != .noReply || !isAnswered }.map { share in
        share.verdict == .reachable ? share.label : "\(share.label) (\(share.verdict.word))"
      }
      if !some.isEmpty { add(cell, .partly, some.joined(separator: "; ")) }
    }
    let lone = Set(leaves.filter { tree[$0].members.count == 1 })
    var found: [Connection] = []
    for style in PictureEdge.Style.allCases {
      guard let values = layers[style] else { continue }
      // Boxes without hosts take no part, nor do they keep others from being alike.
      let edges = UniformEdges(parents: tree.map(\.parent), values: values, lone: lone, leaves: leaves)
        .edges()
      for edge in edges {
        found.append(Connection(edge: narrowed(edge), style: style, label: labels[edge.value]))
      }
    }
    return found
  }

  /// What holds for all of a box with one thing in it holds for that.
  private func narrowed(_ edge: UniformEdges.Edge) -> UniformEdges.Edge {
    func narrow(_ node: Int) -> Int {
      var node = node
      while true {
        let children = tree.indices.filter { tree[$0].parent == node && holdsHosts($0) }
        guard children.count == 1 else { return node }
        node = children[0]
      }
    }
    var edge = edge
    edge.sources = edge.sources.map(narrow)
    edge.targets = edge.targets.map(narrow)
    return edge
  }

  private func holdsHosts(_ node: Int) -> Bool {
    !tree[node].members.isEmpty || tree.indices.contains { tree[$0].parent == node && holdsHosts($0) }
  }

  /// Those to draw: from and to the outside first.
  private func limited(_ edges: [UniformEdges.Edge], to limit: Int) -> Set<Int> {
    var drawn: Set<Int> = []
    var ends = 0
    let outside = Set(
      tree.indices.filter { if case .outside = tree[$0].content { true } else { false } })
    func rank(_ edge: UniformEdges.Edge) -> Int {
      outside.isDisjoint(with: edge.sources + edge.targets) ? 1 : 0
    }
    let order = edges.indices.sorted { (rank(edges[$0]), $0) < (rank(edges[$1]), $1) }
    for number in order {
      let edge = edges[number]
      let own = edge.sources.count + edge.targets.count
      guard drawn.count < limit, ends + own <= limit * 4 else { continue }
      drawn.insert(number)
      ends += own
    }
    return drawn
  }

  // MARK: The picture

  private mutating func emit(_ connections: [Connection]) {
    let used = Set(connections.flatMap { $0.edge.sources + $0.edge.targets })
    var nodes: [Int: Int] = [:]
    for root in tree.indices where tree[root].parent == nil { emit(root, in: nil, used, &nodes) }
    picture.edges = connections.map { connection in
      PictureEdge(
        sources: connection.edge.sources.compactMap { nodes[$0] }.sorted(),
        targets: connection.edge.targets.compactMap { nodes[$0] }.sorted(), style: connection.style,
        label: connection.label)
    }
  }

  private mutating func emit(_ place: Int, in box: Int?, _ used: Set<Int>, _ nodes: inout [Int: Int]) {
    let node = tree[place]
    let children = tree.indices.filter { tree[$0].parent == place }
    let isLeaf = children.isEmpty && !node.members.isEmpty
    if isLeaf, !isBoxed(node.content) {
      let own = picture.add(leaf(node, in: box))
      nodes[place] = own
      drawn[place] = .node(own)
      return
    }
    let own = picture.add(self.box(node, in: box))
    drawn[place] = .box(own)
    if isLeaf {
      nodes[place] = picture.add(leaf(node, in: own))
    } else if used.contains(place) {
      nodes[place] = picture.add(PictureNode(box: own, name: "all of \(node.name)"))
    }
    for child in children { emit(child, in: own, used, &nodes) }
  }

  private mutating func attach() {
    var drawer = AttachmentDrawer(attachments)
    for (number, node) in tree.enumerated() {
      guard let place = drawn[number] else { continue }
      switch node.content {
      case .vpc(let vpc?): drawer.places[.vpc(vpc.id)] = place
      case .account(let name):
        if case .box(let box) = place { drawer.accounts[name] = box }
      case .outside:
        // Parts of the outside are in its own box.
        guard node.parent == nil, let external = external(of: number) else { continue }
        drawer.places[.external(external)] = place
      case .vpc(nil), .subnets, .party: continue
      }
    }
    drawer.ownersOfVPCs = Set(topology.vpcs.map { Self.owner($0.info) })
    drawer.draw(on: &picture, owner: Self.owner)
  }

  /// The external network that a place in the tree, or what is in it, belongs to.
  private func external(of node: Int) -> Int? {
    let members = tree[node].members + tree.filter { $0.parent == node }.flatMap(\.members)
    guard let first = members.first, case .external(let place) = map.members[first].place else { return nil }
    return place
  }

  private func isBoxed(_ content: NetworkTreeNode.Content) -> Bool {
    switch content {
    case .account, .vpc: true
    case .outside, .subnets, .party: false
    }
  }

  private func box(_ node: NetworkTreeNode, in parent: Int?) -> PictureBox {
    var box = PictureBox(kind: .outside, parent: parent, name: node.name)
    switch node.content {
    case .outside, .party: break
    case .account: box.kind = .account
    case .vpc(let vpc):
      box.kind = .vpc
      guard let vpc else { break }
      box.detail = vpc.prefixes.map(\.description).listed(atMost: 6)
      box.gateways = VPCGateways.names(of: vpc.id, in: topology)
      box.columns = zones(of: vpc.id)
    case .subnets(let kind):
      box.kind = .subnet
      box.columns = zones(of: kind.vpc)
      box.cells = cells(kind)
      box.detail = kind.isEmpty ? "no hosts" : ""
    }
    return box
  }

  private func leaf(_ node: NetworkTreeNode, in box: Int?) -> PictureNode {
    var made = PictureNode(box: box, name: node.name)
    switch node.content {
    case .outside, .account: break
    case .vpc(let vpc):
      let subnets = topology.subnets.count { $0.vpc == vpc?.id }
      made.name = "all of \(node.name)"
      made.lines = [
        PictureNode.Line("\(counted(subnets, "subnet")), \(counted(node.members.count, "host"))")
      ]
    case .subnets(let kind):
      made.cells = cells(kind)
      made.lines = [PictureNode.Line(counted(node.members.count, "host"))]
    case .party:
      let parent = node.parent.map { tree[$0].content }
      if case .subnets(let kind) = parent { made.cells = hosts(node.members, kind) }
      if made.cells.allSatisfy(\.isEmpty) { made.lines = [PictureNode.Line(list(node.members))] }
    }
    return made
  }

  // MARK: Columns

  /// Zones, where there are few enough to stand beside each other.
  private func zones(of vpc: VPCID) -> [String] {
    let names = Set(topology.subnets.filter { $0.vpc == vpc }.map(\.zone.description)).sorted()
    return names.count > 3 || names.isEmpty ? [""] : names.map { $0.isEmpty ? "zone unknown" : $0 }
  }

  private func column(_ zone: AvailabilityZone, _ columns: [String]) -> Int {
    columns.firstIndex(of: zone.description) ?? 0
  }

  private func cells(_ kind: SubnetKinds.Kind) -> [[String]] {
    let columns = zones(of: kind.vpc)
    var found: [[String]] = Array(repeating: [], count: columns.count)
    for subnet in kind.subnets {
      let prefix = subnet.prefixes.first.map { " \($0)" } ?? ""
      found[column(subnet.zone, columns)].append(subnet.shortName + prefix)
    }
    // Naming one more is shorter than saying that there is one.
    return found.map { $0.count > 4 ? $0.prefix(3) + ["and \($0.count - 3) more"] : $0 }
  }

  private func hosts(_ members: [Int], _ kind: SubnetKinds.Kind) -> [[String]] {
    let columns = zones(of: kind.vpc)
    let zones = Dictionary(kind.subnets.map { ($0.id, $0.zone) }, uniquingKeysWith: { first, _ in first })
    var found: [[Int]] = Array(repeating: [], count: columns.count)
    for member in members {
      guard case .interface(let place) = map.members[member].place,
        let zone = zones[topology.networkInterfaces[place].subnet]
      else { continue }
      found[column(zone, columns)].append(member)
    }
    return found.map { $0.isEmpty ? [] : [list($0)] }
  }

  private func list(_ members: [Int]) -> String {
    members.map { map.members[$0].name }.listed(atMost: 3)
  }

  // MARK: Words

  private mutating func words(_ count: Int, drawn: Int) {
    let hosts = map.members.count { if case .interface = $0.place { true } else { false } }
    picture.title =
      "Who reaches whom: \(counted(topology.vpcs.count, "VPC")), \(counted(topology.subnets.count, "subnet")), \(counted(hosts, "host"))"
    var words = ["\(counted(drawn, "kind of connection", "kinds of connection"))"]
    if !reach.service.isEmpty { words.append("only \(reach.service)") }
    switch level {
    case .vpc: words.append("by VPC")
    case .subnet: words.append("by kind of subnet")
    case .group: words.append("by kind of subnet and security group")
    }
    words.append("each at the coarsest level at which it is the same for all members")
    picture.summary = [words.joined(separator: ", ")]
    if drawn < count {
      picture.notes.append(
        "\(counted(count - drawn, "more kind of connection is", "more kinds of connection are")) not drawn: --edges \(count) draws all, packetwalk matrix lists them"
      )
    }
    if isQuiet {
      picture.notes.append("what arrives without being answered is drawn only where nothing is answered")
    }
    if level != .group, options.level == nil {
      picture.notes.append(
        "drawn by \(level.rawValue): at the finer level there would be too many boxes to read")
    }
    let notes = map.notes(isOpen: picture.edges.contains { $0.style == .unknown || $0.style == .partly })
    for fact in notes.missing { picture.notes.append("missing: \(fact.what)") }
    if !notes.assumptions.isEmpty {
      picture.notes.append("assumed: \(notes.assumptions.map(\.rawValue).joined(separator: ", "))")
    }
  }
}

extension Verdict {
  fileprivate var style: PictureEdge.Style {
    switch self {
    case .reachable: .reachable
    case .intermittent: .sometimes
    case .noReply, .unreachable: .noReply
    case .undetermined: .unknown
    }
  }
}

extension Reach.Share {
  fileprivate var label: String {
    switch verdict {
    case .reachable, .unreachable: services
    case .intermittent: "\(services) (sometimes)"
    case .noReply: "\(services) (no reply)"
    case .undetermined: "\(services) (not known)"
    }
  }
}
