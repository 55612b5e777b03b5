import PacketWalkDiagnostics

/// The stacks that are read together: they know each other's exports, and nested ones are found by their file's name.
final class CloudFormationStacks {
  private(set) var stacks: [CloudFormationStack] = []
  private(set) var findings: [Finding] = []
  let region: String
  let account: String?
  /// Those that `Fn::GetAZs` lists, where somebody says them.
  let zones: [String]
  private let templates: [CloudFormationTemplate]
  private let parameters: [String: String]
  private var exports: [String: (stack: CloudFormationStack, output: String)]?
  private var nested: [String: CloudFormationStack] = [:]
  /// VPCs whose IPv6 range AWS chooses, in the order in which it was asked for.
  var assumedRanges: [String: Int] = [:]
  private var told: Set<String> = []
  private var steps = 0

  /// How many expressions are evaluated in all: a template of 1 MB has some 100,000.
  private static let maximumSteps = 5_000_000
  private static let maximumStacks = 500
  private static let maximumFindings = 5_000
  private static let assumedRegion = "us-east-1"

  init(_ templates: [CloudFormationTemplate], parameters: [String: String]) {
    self.templates = templates
    self.parameters = parameters
    region = parameters["AWS::Region"] ?? Self.assumedRegion
    account = parameters["AWS::AccountId"]
    zones = (parameters["AWS::AvailabilityZones"] ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    let children = nestedNames()
    let parents = templates.filter { !children.contains(CloudFormationTemplate.basename($0.file)) }
    var names: Set<String> = []
    // Templates that nest each other in a ring have no parent.
    for template in parents.isEmpty ? templates : parents {
      var name = template.stackName
      while !names.insert(name).inserted { name += "'" }
      let given = parameters.mapValues { DeclaredField(.text($0), at: .implied) }
      stacks.append(CloudFormationStack(name: name, template: template, given: given, set: self))
    }
  }

  func spend(_ count: Int = 1) -> Bool {
    steps += count
    return steps <= Self.maximumSteps
  }

  /// Tells something once.
  func report(
    _ code: String, _ severity: Finding.Severity, _ subject: String, _ message: String, at origin: Origin
  ) {
    guard findings.count < Self.maximumFindings, told.insert("\(origin) \(message)").inserted else { return }
    findings.append(
      Finding(code: code, severity: severity, subject: subject, message: message, origin: origin))
  }

  /// The Region, and that it is assumed, where nobody says it.
  func regionText(at origin: Origin) -> String {
    if parameters["AWS::Region"] == nil {
      report(
        "PW_ASSUMED_REGION", .note, "",
        "the Region is taken to be \(region); --parameters AWS::Region=… says another", at: .implied)
    }
    return region
  }

  /// Values for parameters that no template has.
  func reportStrayParameters() {
    let declared = Set(templates.flatMap { $0.section("Parameters").map(\.key) })
    for name in parameters.keys.sorted() where !declared.contains(name) && !name.hasPrefix("AWS::") {
      report(
        "PW_UNKNOWN_PARAMETER", .warning, name, "no template has a parameter of this name",
        at: .implied)
    }
  }

  // MARK: Exports

  func export(_ name: String) -> DeclaredField? {
    if exports == nil {
      exports = [:]
      for stack in stacks { addExports(of: stack) }
    }
    guard let found = exports?[name] else { return nil }
    return found.stack.output(found.output)
  }

  private func addExports(of stack: CloudFormationStack) {
    for (output, value) in stack.outputs.sorted(by: { $0.key < $1.key }) {
      guard let expression = value["Export"]?["Name"],
        case .text(let name) = stack.evaluate(expression).value
      else { continue }
      if exports?[name] != nil {
        report(
          "PW_CONFLICTING_DUPLICATE", .warning, name, "two stacks export this name; the first one's is used",
          at: expression.origin)
      } else {
        exports?[name] = (stack, output)
      }
    }
  }

  // MARK: Nested stacks

  /// The names of files that other templates nest, as far as their text shows.
  private func nestedNames() -> Set<String> {
    var names: Set<String> = []
    for template in templates {
      for member in template.section("Resources") where Self.isStack(member.value) {
        if let file = Self.assetName(member.value) { names.insert(file) }
        if let url = member.value["Properties"]?["TemplateURL"], let file = Self.lastName(url) {
          names.insert(file)
        }
      }
    }
    return names
  }

  static func isStack(_ resource: TemplateValue) -> Bool {
    resource["Type"]?.text == "AWS::CloudFormation::Stack"
  }

  /// The CDK names the file beside the URL, which only says its digest.
  private static func assetName(_ resource: TemplateValue) -> String? {
    resource["Metadata"]?["aws:asset:path"]?.text.map { CloudFormationTemplate.basename($0) }
  }

  /// What stands after the last slash of the last text in an expression: the bucket before it is mostly a parameter.
  private static func lastName(_ url: TemplateValue) -> String? {
    switch url.content {
    case .null: nil
    case .text(let text):
      text.split(separator: "/").last.map { String($0.prefix { $0 != "?" }) }.flatMap {
        $0.contains("$") || $0.isEmpty ? nil : $0
      }
    case .list(let elements): elements.last.flatMap(lastName) ?? elements.first.flatMap(lastName)
    case .object(let members): members.last.flatMap { lastName($0.value) }
    }
  }

  /// The stack that a resource of type `AWS::CloudFormation::Stack` makes, or nil if its template is not there.
  func nested(_ logical: String, _ resource: TemplateValue, in parent: CloudFormationStack)
    -> CloudFormationStack?
  {
    let name = "\(parent.name)-\(logical)"
    if let stack = nested[name] { return stack }
    guard nested.count < Self.maximumStacks, name.utf8.count < 1_000,
      let url = resource["Properties"]?["TemplateURL"]
    else { return nil }
    var file = Self.lastName(url)
    if case .text(let text) = parent.evaluate(url).value {
      file = Self.lastName(TemplateValue(.text(text), at: url.origin)) ?? file
    }
    guard let file = Self.assetName(resource) ?? file,
      let template = templates.first(where: { CloudFormationTemplate.basename($0.file) == file }),
      template.file != parent.template.file
    else { return nil }
    let given = (resource["Properties"]?["Parameters"]?.members).map { parent.object($0) } ?? [:]
    let stack = CloudFormationStack(name: name, template: template, given: given, set: self)
    nested[name] = stack
    stacks.append(stack)
    return stack
  }
}
