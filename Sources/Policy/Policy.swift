/// What a team holds its network to: assertions about paths, as one or more files state them.
public struct Policy: Hashable, Sendable {
  public var assertions: [PolicyAssertion]
  /// The names of the files, in the order in which they were read.
  public var files: [String]
  /// The identifiers of assertions that do not apply where the policy was read for.
  public var inapplicable: [String] = []
  /// Groups by name.
  public var groups: [String: PolicySelection]

  public init(
    assertions: [PolicyAssertion] = [], files: [String] = [], groups: [String: PolicySelection] = [:]
  ) {
    self.assertions = assertions
    self.files = files
    self.groups = groups
  }
}
