import FoundationEssentials

/// A made-up Terraform plan: modules of 200 resources each, nine of ten of which are there already and stay.
///
/// It has what `terraform show -json` prints of such a plan, in one line: variables, planned values, changes, the state
/// before, and the configuration. So each resource stands in it up to four times.
public struct SyntheticPlan {
  let modules: Int
  /// One resource in so many is yet to be made.
  static let newOnes = 10

  /// - Parameter modules: from 1 to 250.
  public init(modules: Int) {
    precondition((1...250).contains(modules), "1 to 250 modules")
    self.modules = modules
  }

  public func write(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(plan.compact).write(to: URL(filePath: folder + "/plan.json"))
    try Data("svc-000-host-01\nsvc-000-host-02\ntcp/8001\n".utf8).write(
      to: URL(filePath: folder + "/question.txt"))
  }

  private var plan: JSON {
    let all = (0..<modules).map { SyntheticModule(number: $0).resources }
    func values(_ isKept: (PlannedResource) -> Bool) -> JSON {
      let children = all.enumerated().map { number, resources -> JSON in
        .object([
          ("resources", .list(resources.filter(isKept).map(\.planned))),
          ("address", .text(SyntheticModule(number: number).address)),
        ])
      }
      return .object([("root_module", .object([("child_modules", .list(children))]))])
    }
    return .object([
      ("format_version", "1.2"), ("terraform_version", "1.9.8"),
      ("variables", ["environment": ["value": "production"]]),
      ("planned_values", values { _ in true }),
      ("resource_changes", .list(all.joined().map(\.change))),
      (
        "prior_state",
        .object([
          ("format_version", "1.0"), ("terraform_version", "1.9.8"), ("values", values { !$0.isNew }),
        ])
      ),
      ("configuration", configuration), ("timestamp", "2026-11-20T09:00:00Z"), ("applyable", true),
      ("complete", true), ("errored", false),
    ])
  }

  private var configuration: JSON {
    let calls = (0..<modules).map { number -> (key: String, value: JSON) in
      let module = SyntheticModule(number: number)
      return (
        module.name,
        .object([
          ("source", "./modules/service"),
          (
            "expressions",
            ["cidr": ["constant_value": .text(module.cidr)], "name": ["constant_value": .text(module.name)]]
          ),
          (
            "module",
            .object([
              ("resources", .list(SyntheticModule.configured)), ("variables", ["cidr": [:], "name": [:]]),
            ])
          ),
        ])
      )
    }
    return .object([
      (
        "provider_config",
        [
          "aws": [
            "name": "aws", "full_name": "registry.terraform.io/hashicorp/aws",
            "expressions": ["region": ["constant_value": "eu-west-1"]],
          ]
        ]
      ),
      ("root_module", .object([("module_calls", .object(calls))])),
    ])
  }
}

/// One resource of a plan.
struct PlannedResource {
  var module: String
  var type: String
  var name: String
  var key: JSON?
  var suffix: String
  var isNew: Bool
  /// What its declaration says.
  var declared: [(key: String, value: JSON)]
  /// What only AWS says, and what refers to that.
  var computed: [(key: String, value: JSON)]

  var address: String { "\(module).\(type).\(name)\(suffix)" }

  private var known: JSON { .object(isNew ? declared : declared + computed) }

  private var identity: [(key: String, value: JSON)] {
    var members: [(key: String, value: JSON)] = [
      ("address", .text(address)), ("mode", "managed"), ("type", .text(type)), ("name", .text(name)),
    ]
    if let key { members.append(("index", key)) }
    members.append(("provider_name", "registry.terraform.io/hashicorp/aws"))
    return members
  }

  var planned: JSON {
    .object(
      identity + [
        ("schema_version", 1), ("values", known), ("sensitive_values", ["tags": [:], "tags_all": [:]]),
      ])
  }

  var change: JSON {
    var members = identity
    members.insert(("module_address", .text(module)), at: 1)
    let unknown = isNew ? computed.map { (key: $0.key, value: JSON.flag(true)) } : []
    members.append(
      (
        "change",
        .object([
          ("actions", .texts([isNew ? "create" : "no-op"])), ("before", isNew ? .null : known),
          ("after", known),
          ("after_unknown", .object(unknown)),
          ("before_sensitive", isNew ? false : ["tags": [:], "tags_all": [:]]),
          ("after_sensitive", ["tags": [:], "tags_all": [:]]),
        ])
      ))
    return .object(members)
  }
}
