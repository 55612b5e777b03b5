import PacketWalkAddressing
package import PacketWalkDiagnostics
import PacketWalkForwarding
import PacketWalkTopology

/// Selectors: the one syntax for ends, everywhere.
extension Network {
  /// The ends a selector stands for.
  ///
  /// - Throws: `noMatch` with the nearest names, `ambiguous` with every meaning, `malformed`.
  /// - Complexity: O(1) for names and addresses, O(interfaces) for sets.
  package func resolve(_ text: String, port: inout UInt16?) throws(InputError) -> [Endpoint] {
    if Self.isPlainName(text) { return try resolveName(text, text) }
    let (body, address) = try splitAddress(text)
    let found = try resolveBody(body, original: text, port: &port)
    guard let address else { return found }
    return try found.map { endpoint throws(InputError) in
      var endpoint = endpoint
      switch endpoint.target {
      case .interface(let interface, _):
        endpoint.target = .interface(interface, address: address)
      case .internet:
        endpoint.target = .internet(IPPrefix(host: address))
      case .external(let place, _):
        guard topology.externalNetworks[place].ranges.contains(where: { $0.contains(address) }) else {
          throw InputError(
            .noMatch,
            "external network '\(topology.externalNetworks[place].shortName)' does not hold \(address)")
        }
        endpoint.target = .external(place, IPPrefix(host: address))
      default:
        throw InputError(
          .malformed,
          "'@' picks an address of an interface, an external network or the internet, not of '\(body)'")
      }
      endpoint.address = address
      return endpoint
    }
  }

  package func resolve(_ text: String) throws(InputError) -> [Endpoint] {
    var port: UInt16?
    return try resolve(text, port: &port)
  }

  private func splitAddress(_ text: String) throws(InputError) -> (String, IPAddress?) {
    // A name may hold the sign itself.
    guard let at = text.lastIndex(of: "@"), !text.contains("://"), at != text.startIndex,
      names.meanings(of: text).isEmpty
    else { return (text, nil) }
    let tail = String(text[text.index(after: at)...])
    guard let address = IPAddress(tail) else {
      throw InputError(.malformed, "'\(tail)' after '@' is no address in '\(text)'")
    }
    return (String(text[..<at]), address)
  }

  private func resolveBody(_ body: String, original: String, port: inout UInt16?) throws(InputError)
    -> [Endpoint]
  {
    guard !body.isEmpty else { throw InputError(.malformed, "an empty selector") }
    if body == "internet" { return [endpoint(.internet(nil), original)] }
    if let address = IPAddress(body) { return [endpoint(address: address, original)] }
    if let prefix = IPPrefix(body) { return try endpoints(in: prefix, original) }
    if body.contains("://") { return try resolveURL(body, original: original, port: &port) }
    if let colon = body.firstIndex(of: ":"), !body.hasPrefix("arn:") {
      let kind = String(body[..<colon])
      let value = String(body[body.index(after: colon)...])
      if let found = try resolveKind(kind, value, original) { return found }
      // host:port, as copied from a log
      if !value.isEmpty, value.utf8.allSatisfy({ 48...57 ~= $0 }), names.meanings(of: body).isEmpty {
        port = try number(value, original)
        return try resolveBody(kind, original: original, port: &port)
      }
    }
    if body.hasPrefix("["), let close = body.firstIndex(of: "]") {
      let inner = String(body[body.index(after: body.startIndex)..<close])
      let tail = body[body.index(after: close)...]
      if let address = IPAddress(inner), tail.isEmpty || tail.hasPrefix(":") {
        if !tail.isEmpty { port = try number(String(tail.dropFirst()), original) }
        return [endpoint(address: address, original)]
      }
    }
    return try resolveName(body, original)
  }

  private func number(_ text: String, _ original: String) throws(InputError) -> UInt16 {
    guard let number = UInt16(text) else {
      throw InputError(.malformed, "'\(text)' is no port in '\(original)'")
    }
    return number
  }

  private func resolveURL(_ body: String, original: String, port: inout UInt16?) throws(InputError)
    -> [Endpoint]
  {
    let parts = body.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    let authority = parts.count < 3 ? "" : parts[2].prefix { $0 != "?" && $0 != "#" }
    // What stands before the last @ is a user's name, and possibly a password.
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    guard !host.isEmpty else { throw InputError(.malformed, "'\(body)' is no URL with a host") }
    // jdbc:postgresql://… is about PostgreSQL.
    let scheme = parts[0].dropLast().split(separator: ":").last?.lowercased() ?? ""
    port = WellKnownService.services[scheme]?.parts.first?.ports?.first
    // Whatever is secret in it is not repeated in answers.
    return try resolveBody(String(host), original: "\(parts[0])//\(host)", port: &port)
  }

  // MARK: Kinds

  private func resolveKind(_ kind: String, _ value: String, _ original: String) throws(InputError)
    -> [Endpoint]?
  {
    switch kind {
    case "subnet":
      let subnets = Set(
        matching(topology.subnets, value).map { topology.subnets[$0].id })
      return try nonEmpty(
        interfaces { subnets.contains($0.subnet) }, original, "subnet", value, names(topology.subnets),
        isKnown: !subnets.isEmpty)
    case "sg":
      let groups = Set(matching(topology.securityGroups, value).map { topology.securityGroups[$0].id })
      return try nonEmpty(
        interfaces { !groups.isDisjoint(with: $0.securityGroups) }, original, "security group", value,
        names(topology.securityGroups), isKnown: !groups.isEmpty)
    case "vpc":
      let vpcs = Set(matching(topology.vpcs, value).map { topology.vpcs[$0].id })
      let subnets = Set(topology.subnets.filter { vpcs.contains($0.vpc) }.map(\.id))
      return try nonEmpty(
        interfaces { subnets.contains($0.subnet) }, original, "VPC", value, names(topology.vpcs),
        isKnown: !vpcs.isEmpty)
    case "tag":
      guard let equals = value.firstIndex(of: "=") else {
        throw InputError(.malformed, "'\(original)' needs the form tag:KEY=VALUE")
      }
      let key = String(value[..<equals])
      let wanted = String(value[value.index(after: equals)...])
      func holds(_ info: ResourceInfo) -> Bool {
        (key == "Name" ? info.name : info.tags[key]).map { glob(wanted, $0) } ?? false
      }
      let instances = Set(topology.instances.filter { holds($0.info) }.map(\.id))
      let tagged = interfaces { holds($0.info) || $0.instance.map(instances.contains) ?? false }
      guard !tagged.isEmpty else { throw unknownTag(key, wanted) }
      return tagged.map { endpoint(interface: $0, original) }
    case "lb":
      let found = matching(topology.loadBalancers, value)
      guard !found.isEmpty else { throw unknown("load balancer", value, names(topology.loadBalancers)) }
      return found.map { endpoint(.balancer($0), original) }
    case "external":
      let found = matching(topology.externalNetworks, value)
      guard !found.isEmpty else { throw unknown("external network", value, names(topology.externalNetworks)) }
      return found.map { endpoint(.external($0, nil), original) }
    case "service":
      return try resolveService(value, original)
    case "eni", "interface":
      return try resolveName(value, original)
    case "i", "instance":
      return try resolveName(value, original)
    case "tf":
      guard
        topology.vpcs.contains(where: { $0.info.address != nil })
          || topology.networkInterfaces.contains(where: { $0.info.address != nil })
      else { throw InputError(.noMatch, "'\(original)' names a Terraform address; this input has none") }
      return try resolveName(value, original)
    case "new":
      throw InputError(.noMatch, "'\(original)': an interface that is not there yet is added with an edit")
    default:
      return nil
    }
  }

  /// `service:s3`: an address inside the prefix list of the service's gateway endpoint, or the interfaces
  /// of its interface endpoints.
  private func resolveService(_ value: String, _ original: String) throws(InputError) -> [Endpoint] {
    var found: [Endpoint] = []
    for (place, service) in topology.vpcEndpoints.enumerated()
    where service.serviceName == value || service.serviceName.hasSuffix("." + value) {
      switch service.kind {
      case .gateway:
        guard let address = serviceAddress(of: service) else { continue }
        if found.contains(where: { $0.address == address }) { continue }
        found.append(endpoint(.service(endpoint: place, address: address), original))
      default:
        found += service.interfaces.compactMap { index.interfaces[$0] }.map {
          endpoint(interface: $0, original)
        }
      }
    }
    guard !found.isEmpty else {
      throw unknown("endpoint service", value, Set(topology.vpcEndpoints.map(\.serviceName)).sorted())
    }
    return found
  }

  /// The first address of a prefix list that some route sends to the endpoint.
  func serviceAddress(of endpoint: VPCEndpoint) -> IPAddress? {
    for table in topology.routeTables {
      for route in table.routes where route.target == .vpcEndpoint(endpoint.id) {
        guard case .prefixList(let id) = route.destination, let list = index.prefixLists[id],
          let prefix = topology.prefixLists[list].entries?.first
        else { continue }
        return prefix.length >= 31 ? prefix.address : prefix.address.advanced(by: 10) ?? prefix.address
      }
    }
    return nil
  }

  // MARK: Names

  /// Whether a text can be nothing but a name, as most selectors of a long file of questions are: neither a
  /// keyword nor anything with a digit first or a sign that another form needs.
  private static func isPlainName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= first), text != "internet"
    else {
      return false
    }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "/"), UInt8(ascii: "["), UInt8(ascii: "*"):
        false
      default: true
      }
    }
  }

  private func resolveName(_ name: String, _ original: String) throws(InputError) -> [Endpoint] {
    var text = name
    var account: String?
    var region: String?
    if name.hasPrefix("arn:") {
      text = String(name.split(separator: "/").last ?? "")
      if let exact = names.meanings(of: name).first { return endpoints(of: exact, original) }
    } else if names.meanings(of: name).isEmpty {
      let parts = name.split(separator: "/", maxSplits: 2).map(String.init)
      if parts.count == 3 { (account, region, text) = (parts[0], parts[1], parts[2]) }
    }
    var found = names.meanings(of: text)
    if found.isEmpty { found = names.managedServices(named: text).map { .managedService($0) } }
    if found.isEmpty, text.contains(".") {
      found = names.meanings(ofHost: text)
      if found.isEmpty, let host = names.privateName(of: text) {
        return [endpoint(.privateName(host), original)]
      }
    }
    if text.contains("*") {
      found = names.names.filter { glob(text, $0) }.flatMap { names.meanings(of: $0) }
      guard !found.isEmpty else { throw unknown("endpoint", text, names.names) }
      return unique(found.flatMap { endpoints(of: $0, original) })
    }
    if account != nil || region != nil {
      found = found.filter { meaning in
        let info = info(of: meaning)
        return (account == nil || info.account == account) && (region == nil || info.region == region)
      }
    }
    // A name of an instance and of its only interface is one thing.
    let instances = found.filter { if case .instance = $0 { true } else { false } }
    if instances.count == 1 {
      let own = Set(endpoints(of: instances[0], original).map(\.target))
      let others = found.filter {
        $0 != instances[0] && !endpoints(of: $0, original).allSatisfy { own.contains($0.target) }
      }
      if others.isEmpty { return endpoints(of: instances[0], original) }
    }
    guard found.count <= 1 else {
      throw InputError(
        .ambiguous, "'\(text)' means \(found.count) things",
        candidates: found.flatMap { endpoints(of: $0, original) }.map(\.qualifiedName))
    }
    guard let meaning = found.first else {
      let elsewhere = names.meanings(of: text)
      guard elsewhere.isEmpty else {
        throw InputError(
          .noMatch, "'\(text)' is not in account \(account ?? ""), Region \(region ?? "")",
          candidates: elsewhere.map {
            let info = info(of: $0)
            return "\(info.account ?? "")/\(info.region ?? "")/\(text)"
          })
      }
      throw unknown("endpoint", text, names.names)
    }
    let ends = endpoints(of: meaning, original)
    guard !ends.isEmpty else { throw InputError(.noMatch, "'\(text)' has no network interface in the input") }
    return ends
  }

  private func endpoints(of meaning: NameIndex.Meaning, _ original: String) -> [Endpoint] {
    switch meaning {
    case .interface(let place): return [endpoint(interface: place, original)]
    case .instance(let place):
      // The primary interface stands for the instance.
      let primary = index.primaryInterface[topology.instances[place].id]
      return primary.map { [endpoint(interface: $0, original)] } ?? []
    case .balancer(let place): return [endpoint(.balancer(place), original)]
    case .endpoint(let place):
      // A gateway endpoint stands for the service behind it.
      if topology.vpcEndpoints[place].kind == .gateway,
        let address = serviceAddress(of: topology.vpcEndpoints[place])
      {
        return [endpoint(.service(endpoint: place, address: address), original)]
      }
      return topology.vpcEndpoints[place].interfaces.compactMap { index.interfaces[$0] }
        .map { endpoint(interface: $0, original) }
    case .connectEndpoint(let place):
      return topology.instanceConnectEndpoints[place].interfaces.compactMap { index.interfaces[$0] }
        .map { endpoint(interface: $0, original) }
    case .accelerator(let place):
      return topology.accelerators[place].addresses.prefix(1).map { endpoint(address: $0, original) }
    case .managedService(let place):
      return topology.managedServices[place].interfaces.compactMap { index.interfaces[$0] }
        .map { endpoint(interface: $0, original) }
    case .external(let place): return [endpoint(.external(place, nil), original)]
    case .natGateway(let place):
      // A NAT gateway is asked about by its public address, as the outside sees it.
      let addresses = topology.natGateways[place].allAddresses
      guard let address = addresses.first?.publicAddress ?? addresses.first?.address else { return [] }
      return [endpoint(address: address, original)]
    }
  }

  private func info(of meaning: NameIndex.Meaning) -> ResourceInfo {
    switch meaning {
    case .interface(let place): topology.networkInterfaces[place].info
    case .instance(let place): topology.instances[place].info
    case .balancer(let place): topology.loadBalancers[place].info
    case .endpoint(let place): topology.vpcEndpoints[place].info
    case .natGateway(let place): topology.natGateways[place].info
    case .connectEndpoint(let place): topology.instanceConnectEndpoints[place].info
    case .accelerator(let place): topology.accelerators[place].info
    case .managedService(let place): topology.managedServices[place].info
    case .external(let place): topology.externalNetworks[place].info
    }
  }

  // MARK: Sets

  private func endpoints(in prefix: IPPrefix, _ original: String) throws(InputError) -> [Endpoint] {
    let inside = topology.networkInterfaces.indices.filter { place in
      !topology.networkInterfaces[place].kind.isGateway
        && topology.networkInterfaces[place].addresses.contains { prefix.contains($0.address) }
    }
    if !inside.isEmpty { return inside.map { endpoint(interface: $0, original) } }
    if let place = externalNetwork(holding: prefix) { return [endpoint(.external(place, prefix), original)] }
    guard SpecialRanges.isPublic(prefix.address) else {
      throw InputError(.noMatch, "no network interface has an address in \(prefix)")
    }
    return [endpoint(.internet(prefix), original)]
  }

  /// Hosts only: the interfaces of gateways neither send nor receive by themselves.
  private func interfaces(_ isWanted: (NetworkInterface) -> Bool) -> [Int] {
    topology.networkInterfaces.indices.filter {
      let interface = topology.networkInterfaces[$0]
      return !interface.kind.isGateway && isWanted(interface)
    }
  }

  private func nonEmpty(
    _ places: [Int], _ original: String, _ kind: String, _ value: String, _ known: [String], isKnown: Bool
  ) throws(InputError) -> [Endpoint] {
    guard places.isEmpty else { return places.map { endpoint(interface: $0, original) } }
    guard isKnown else { throw unknown(kind, value, known) }
    throw InputError(.noMatch, "\(kind) '\(value)' holds no network interface")
  }

  private func unknownTag(_ key: String, _ value: String) -> InputError {
    var values: Set<String> = []
    var keys: Set<String> = []
    for info in topology.networkInterfaces.map(\.info) + topology.instances.map(\.info) {
      if let value = key == "Name" ? info.name : info.tags[key] { values.insert(value) }
      keys.formUnion(info.tags.keys)
      if info.name != nil { keys.insert("Name") }
    }
    let known = values.isEmpty ? keys.sorted() : values.sorted()
    let near = nearestNames(to: values.isEmpty ? key : value, among: known)
    return InputError(
      .noMatch,
      values.isEmpty
        ? "no network interface or instance has a tag '\(key)'"
        : "no network interface or instance has the tag '\(key)' with the value '\(value)'",
      candidates: (near.isEmpty && known.count <= 8 ? known : near).map {
        values.isEmpty ? "tag:\($0)=…" : "tag:\(key)=\($0)"
      })
  }

  private func unknown(_ kind: String, _ value: String, _ known: [String]) -> InputError {
    let near = nearestNames(to: value, among: known)
    return InputError(
      .noMatch, "no \(kind) is called '\(value)'",
      candidates: near.isEmpty && known.count <= 8 ? known : near)
  }

  private func unique(_ endpoints: [Endpoint]) -> [Endpoint] {
    var seen: Set<EndpointTarget> = []
    return endpoints.filter { seen.insert($0.target).inserted }
  }

  func matching<R: PacketWalkTopology.Resource>(_ resources: [R], _ pattern: String) -> [Int] {
    resources.indices.filter { place in
      glob(pattern, resources[place].id.rawValue)
        || resources[place].info.name.map { glob(pattern, $0) } ?? false
        || resources[place].info.address == pattern
    }
  }

  private func names<R: PacketWalkTopology.Resource>(_ resources: [R]) -> [String] {
    Set(resources.map(\.shortName)).sorted()
  }
}

/// Whether a text meets a pattern in which `*` stands for any run of characters.
///
/// - Complexity: O(pattern × text).
package func glob(_ pattern: String, _ text: String) -> Bool {
  guard pattern.utf8.contains(UInt8(ascii: "*")) else { return pattern == text }
  let pattern = Array(pattern.utf8)
  let text = Array(text.utf8)
  var (p, t) = (0, 0)
  var star: (p: Int, t: Int)?
  while t < text.count {
    if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
      star = (p, t)
      p += 1
    } else if p < pattern.count, pattern[p] == text[t] {
      p += 1
      t += 1
    } else if let last = star {
      star = (last.p, last.t + 1)
      p = last.p + 1
      t = last.t + 1
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
}
