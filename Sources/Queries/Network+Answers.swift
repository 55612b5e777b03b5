import PacketWalkAddressing
public import PacketWalkDiagnostics
public import PacketWalkForwarding
import PacketWalkTopology

extension Network {
  /// Answers a question: one answer for each pair of ends, and for each part of the service that behaves
  /// alike.
  ///
  /// - Parameter question: who sends what to whom.
  /// - Parameter isExplaining: also record every hop, and look for blockers behind the first.
  /// - Parameter isStrict: treat assumptions as unknown.
  /// - Parameter settled: assumptions that are open no longer: taken for granted without a word where true;
  ///   where false, what rests on them stops, under `PW_ASSUMED_NO`.
  /// - Parameter respectsHealth: pass over load balancers' targets that were unhealthy when the input was
  ///   taken; without it health counts for nothing.
  /// - Parameter includingFailover: where the destination names a managed service, ask for the subnets that it
  ///   may fail over to as well; an answer that they change is `intermittent`.
  /// - Throws: an `InputError` for a selector that matches nothing or too much, or a service that isn't one.
  /// - Complexity: per pair, O(hops × rules of each filter on the way) for each distinct way through.
  public func answers(
    to question: Question, isExplaining: Bool = false, isStrict: Bool = false,
    settled: [Assumption: Bool] = [:], respectsHealth: Bool = false, includingFailover: Bool = false
  ) throws(InputError) -> [Answer] {
    let options = WalkOptions(
      isExplaining: isExplaining, findsAllBlockers: true, isStrict: isStrict, settled: settled,
      respectsHealth: respectsHealth)
    let answers = try pairs(of: question).flatMap { $0.answers(options) }
    guard includingFailover, let service = failingOver(question.destination) else { return answers }
    return try folded(answers, failing: service) { network throws(InputError) in
      try network.answers(
        to: question, isExplaining: isExplaining, isStrict: isStrict, settled: settled,
        respectsHealth: respectsHealth)
    }
  }

  /// The pairs of ends of a question, each with each part of its service.
  func pairs(of question: Question) throws(InputError) -> [Pair] {
    var port: UInt16?
    var sources = try resolve(question.source)
    let destinations = try resolve(question.destination, port: &port)
    let service = try service(question, clipboardPort: port)
    if let text = question.sourceAddress {
      guard let address = IPAddress(text) else {
        throw InputError(.malformed, "'\(text)' is no address to send from")
      }
      sources = try sources.map { source throws(InputError) in try with(address, source) }
    }
    let through = try question.through.map { text throws(InputError) in try balancer(text) }

    // A balancer as a sender is each of its nodes.
    sources = sources.flatMap { source -> [Endpoint] in
      guard case .balancer(let place) = source.target else { return [source] }
      return topology.loadBalancers[place].nodes.compactMap { index.interfaces[$0] }
        .map { endpoint(interface: $0, source.text) }
    }
    guard !sources.isEmpty else {
      throw InputError(.noMatch, "'\(question.source)' has no network interface")
    }

    var pairs: [Pair] = []
    for source in sources {
      for destination in destinations.flatMap({ settle($0, for: source) }) {
        if sources.count * destinations.count > 1, source.target == destination.target { continue }
        for part in service.parts {
          pairs.append(
            try Pair(
              source: source, destination: destination, part: part, sourcePort: question.sourcePort,
              through: through, network: self))
        }
      }
    }
    return pairs
  }

  private func service(_ question: Question, clipboardPort: UInt16?) throws(InputError) -> Service {
    if question.service.isEmpty || question.service == "any", let clipboardPort { return .tcp(clipboardPort) }
    return try service(question.service.isEmpty ? "any" : question.service)
  }

  /// The service that a text names.
  func service(_ text: String) throws(InputError) -> Service {
    if let service = Service(text) { return service }
    if let ports = Service.reversedPorts(text) {
      throw InputError(.malformed, "the ports of '\(text)' stand the wrong way round: \(ports)")
    }
    let known = WellKnownService.services.keys.sorted()
    throw InputError(
      .malformed,
      "'\(text)' is no service; write tcp/443, udp/53, tcp/1024-65535, icmp/8, proto/47, any, or a name",
      candidates: nearestNames(to: text, among: known))
  }

  private func balancer(_ text: String) throws(InputError) -> Int {
    for endpoint in try resolve(text.contains(":") ? text : "lb:" + text) {
      if case .balancer(let place) = endpoint.target { return place }
    }
    throw InputError(.noMatch, "'\(text)' is no load balancer")
  }

  private func with(_ address: IPAddress, _ endpoint: Endpoint) throws(InputError) -> Endpoint {
    var endpoint = endpoint
    endpoint.address = address
    switch endpoint.target {
    case .interface(let interface, _): endpoint.target = .interface(interface, address: address)
    case .internet: endpoint.target = .internet(IPPrefix(host: address))
    case .external(let place, _): endpoint.target = .external(place, IPPrefix(host: address))
    case .address(let typed) where typed == address: break
    case .address(let typed):
      let holders = holders(of: typed)
      // Where several hold it, the question is ambiguous with any address.
      guard holders.count < 2 else { break }
      guard let interface = holders.first?.owner.interface else {
        throw InputError(.malformed, "'\(endpoint.text)' sends from itself, not from \(address)")
      }
      endpoint.target = .interface(interface, address: address)
    case .balancer, .service, .privateName:
      throw InputError(.malformed, "'\(endpoint.text)' sends from its own addresses, not from \(address)")
    }
    return endpoint
  }
}
