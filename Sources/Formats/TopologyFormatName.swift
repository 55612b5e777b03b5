/// The formats that topologies are read from.
package enum TopologyFormatName: String, Hashable, Sendable, CaseIterable {
  /// `docs/topology-format.md`.
  case native
  /// The outputs of AWS's `describe-*` calls.
  case snapshot
  /// Plans and states of Terraform and OpenTofu, as JSON.
  case terraform
  /// CloudFormation templates, YAML or JSON.
  case cloudformation
}
