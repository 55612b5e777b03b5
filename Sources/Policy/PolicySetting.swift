import PacketWalkDiagnostics
package import PacketWalkFormats

/// Where a policy is applied: which of its environments this is, and what its variables stand for.
package struct PolicySetting: Sendable {
  /// One that the policy declares; nil where it was not said.
  package var environment: String?
  /// Values that go before those of the files.
  package var variables: [String: String]
  /// What kind of input the network is; nil where that does not matter.
  package var input: TopologyFormatName?

  package init(
    environment: String? = nil, variables: [String: String] = [:], input: TopologyFormatName? = nil
  ) {
    self.environment = environment
    self.variables = variables
    self.input = input
  }
}

/// The variables and environments that a policy's files declare.
struct PolicyVariables {
  private let setting: PolicySetting
  /// By name: what is said for every environment, and under the one that this is.
  private var values: [String: YAMLNode] = [:]
  /// Variables that get a value in other environments.
  private var elsewhere: [String: Set<String>] = [:]
  private(set) var environments: [String] = []

  static let fileKeys = ["vars", "environments", "applies-to"]

  /// - Throws: an `InputError` for two values of one variable, or a setting that names what no file declares.
  init(_ files: [YAMLNode], _ setting: PolicySetting) throws(InputError) {
    self.setting = setting
    var own: [String: YAMLNode] = [:]
    for file in files {
      guard case .mapping(let pairs) = file.content else { continue }
      for pair in pairs where pair.key == "vars" {
        for variable in try Self.pairs(pair.value, "vars") { try Self.add(variable, to: &values) }
      }
      for pair in pairs where pair.key == "environments" {
        for environment in try Self.pairs(pair.value, "environments") {
          try declare(environment, &own)
        }
      }
    }
    if let environment = setting.environment, !environments.contains(environment) {
      throw InputError(
        .noMatch, "the policy has no environment “\(environment)”",
        candidates: nearestNames(to: environment, among: environments))
    }
    values.merge(own) { $1 }
    let known = Set(values.keys).union(elsewhere.keys)
    for (name, value) in setting.variables.sorted(by: { $0.key < $1.key }) {
      guard known.contains(name) else {
        throw InputError(
          .noMatch, "the policy has no variable “\(name)”",
          candidates: nearestNames(to: name, among: known.sorted()))
      }
      values[name] = YAMLNode(.scalar(value, isQuoted: true), origin: .implied)
    }
  }

  private mutating func declare(_ environment: YAMLPair, _ own: inout [String: YAMLNode]) throws(InputError) {
    guard TopologyFormatName(rawValue: environment.key) == nil else {
      throw InputError(
        .invalid, "“\(environment.key)” is a kind of input, and can be no environment", at: environment.origin
      )
    }
    if !environments.contains(environment.key) { environments.append(environment.key) }
    for variable in try Self.pairs(environment.value, "an environment") {
      elsewhere[variable.key, default: []].insert(environment.key)
      if environment.key == setting.environment { try Self.add(variable, to: &own) }
    }
  }

  private static func add(_ variable: YAMLPair, to values: inout [String: YAMLNode]) throws(InputError) {
    guard values.updateValue(variable.value, forKey: variable.key) == nil else {
      throw InputError(.invalid, "variable “\(variable.key)” is written twice", at: variable.origin)
    }
  }

  private static func pairs(_ node: YAMLNode, _ what: String) throws(InputError) -> [YAMLPair] {
    if node.isEmpty { return [] }
    guard case .mapping(let pairs) = node.content else {
      throw InputError(.malformed, "“\(what)” is a mapping of names, not \(node.kindName)", at: node.origin)
    }
    return pairs
  }

  // MARK: Where a part of the policy applies

  /// Whether what says this about itself applies here.
  ///
  /// - Parameter node: a word or a list of words: environments, and kinds of input; nil for everywhere.
  /// - Throws: an `InputError` for a word that is neither, and where it was not said which environment this is.
  func applies(_ node: YAMLNode?) throws(InputError) -> Bool {
    guard let node else { return true }
    var (places, inputs): (Set<String>, Set<TopologyFormatName>) = ([], [])
    for item in node.items {
      let word = try item.text("applies-to")
      if let input = TopologyFormatName(rawValue: word) {
        inputs.insert(input)
      } else if environments.contains(word) {
        places.insert(word)
      } else {
        let known = environments + TopologyFormatName.allCases.map(\.rawValue)
        let near = nearestNames(to: word, among: known)
        throw InputError(
          .noMatch, "“\(word)” is no environment of the policy and no kind of input", at: item.origin,
          candidates: near.isEmpty ? known : near)
      }
    }
    guard !places.isEmpty || !inputs.isEmpty else {
      throw InputError(.malformed, "“applies-to” is missing: the list is empty", at: node.origin)
    }
    if !places.isEmpty, setting.environment == nil {
      throw InputError(
        .invalid, "which environment is this? Say --env with one of \(environments.joined(separator: ", "))",
        at: node.origin)
    }
    let isHere = setting.environment.map { places.isEmpty || places.contains($0) } ?? true
    return isHere && (inputs.isEmpty || setting.input.map(inputs.contains) ?? true)
  }

  // MARK: Values

  /// The node with values for its variables: a text that is nothing but `${name}` may become a list.
  ///
  /// - Throws: an `InputError` for a variable without a value.
  func substitute(_ node: YAMLNode) throws(InputError) -> YAMLNode {
    var made = node
    switch node.content {
    case .scalar(let text, let isQuoted):
      guard text.contains("${") else { return node }
      if text.hasPrefix("${"), text.hasSuffix("}"), text.dropFirst(2).dropLast().allSatisfy(Self.isPart) {
        made = try value(String(text.dropFirst(2).dropLast()), at: node.origin)
        made.origin = node.origin
        return made
      }
      made.content = .scalar(try filled(text, at: node.origin), isQuoted: isQuoted)
    case .sequence(let items):
      var filled: [YAMLNode] = []
      for item in items { filled.append(try substitute(item)) }
      made.content = .sequence(filled)
    case .mapping(let pairs):
      var filled: [YAMLPair] = []
      for pair in pairs {
        filled.append(YAMLPair(key: pair.key, origin: pair.origin, value: try substitute(pair.value)))
      }
      made.content = .mapping(filled)
    }
    return made
  }

  private func filled(_ text: String, at origin: Origin) throws(InputError) -> String {
    var filled = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      filled += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        throw InputError(.malformed, "“${” without “}”", at: origin)
      }
      let name = String(rest[start.upperBound..<end])
      guard let value = try value(name, at: origin).scalar else {
        throw InputError(
          .invalid, "variable “\(name)” is a list, which can't stand within a text", at: origin)
      }
      filled += value
      rest = rest[rest.index(after: end)...]
    }
    return filled + rest
  }

  private func value(_ name: String, at origin: Origin) throws(InputError) -> YAMLNode {
    if let value = values[name] { return value }
    guard let places = elsewhere[name] else {
      throw InputError(
        .noMatch, "no variable is called “\(name)”", at: origin,
        candidates: nearestNames(to: name, among: Set(values.keys).union(elsewhere.keys).sorted()))
    }
    let known = places.sorted().joined(separator: ", ")
    let here = setting.environment.map { "in environment “\($0)”" } ?? "without --env"
    throw InputError(
      .invalid, "variable “\(name)” has no value \(here); it has one in \(known)", at: origin)
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "-" || character == "_"
  }
}
