/// A block of Terraform's language and where its parts begin: all that is known of a source without evaluating it.
struct HCLBlock: Sendable, Hashable {
  /// Its type and labels: `resource`, `aws_subnet`, `web`.
  var head: [String]
  var place: HCLPlace
  /// Attributes and blocks directly in it, by name; a dynamic block goes by the name of what it makes.
  var members: [String: [HCLPlace]] = [:]
  /// `source`, where it is one string without anything to evaluate.
  var source: String?
}

/// A line and a column, from 1.
struct HCLPlace: Sendable, Hashable {
  var line: Int
  var column: Int
}
