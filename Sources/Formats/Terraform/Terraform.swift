package import PacketWalkDiagnostics
package import PacketWalkJSONScan
package import PacketWalkTopology

/// Networks as Terraform and OpenTofu write them down: plans (`terraform show -json PLAN`) and states.
package enum Terraform {
  /// What a document is.
  package enum Kind: Sendable {
    case plan
    /// The file that Terraform keeps.
    case rawState
    /// `terraform show -json` of a state.
    case shownState
  }

  /// Nil where it is nothing of Terraform's.
  package static func kind(of root: JSONValue) -> Kind? {
    guard root.kind == .object else { return nil }
    if root["planned_values"] != nil || root["resource_changes"]?.kind == .array { return .plan }
    if root["terraform_version"] != nil, root["values"]?.kind == .object { return .shownState }
    if root["version"]?.kind == .number,
      root["terraform_version"] != nil || root["serial"] != nil || root["lineage"] != nil
    {
      return .rawState
    }
    return nil
  }

  /// Reads a plan or a state.
  ///
  /// - Parameters:
  ///   - moment: which of a plan's two networks: `before` or `after`; nil for what will be.
  ///   - source: what it was made of, for the places of its resources.
  /// - Throws: `unrecognised` for a version that is not read, `empty` where nothing is of a network: before a plan that makes one
  ///   nothing may be.
  /// - Complexity: O(bytes), and O(references) for what a plan does not know yet.
  package static func read(
    _ document: JSONDocument, moment: String? = nil, source: TerraformSource? = nil
  ) throws(InputError) -> (topology: Topology, findings: [Finding]) {
    let root = document.root
    try requireReadable(root)
    let reader: TerraformReader
    switch kind(of: root) {
    case .plan:
      let plan = TerraformPlan(root, moment.flatMap(TerraformPlan.Moment.init(rawValue:)) ?? .after)
      reader = TerraformReader(
        plan.instances,
        TerraformReferences(plan.instances, configuration: plan.configuration, variables: plan.variables),
        source)
      reader.region = Self.region(plan)
      reader.withdrawn = plan.withdrawn
    case .shownState:
      let instances = root["values"].map { TerraformState.shown($0) } ?? []
      reader = TerraformReader(
        instances, TerraformReferences(instances, configuration: nil, variables: nil), source)
    case .rawState, nil:
      let instances = try TerraformState.raw(root)
      reader = TerraformReader(
        instances, TerraformReferences(instances, configuration: nil, variables: nil), source)
    }
    reader.readAll()
    guard reader.network.topology.coverage.entries.contains(where: \.isNetwork) else {
      if moment == TerraformPlan.Moment.before.rawValue {
        // Before a plan that makes everything there is nothing; one that makes nothing is none.
        _ = try read(document)
        return (Topology(), reader.network.findings)
      }
      throw InputError(
        .empty, "there is nothing of a network in it: no resource of the AWS provider is a part of one",
        at: root.origin)
    }
    return (reader.network.topology, reader.network.findings + (source?.findings ?? []))
  }

  private static func requireReadable(_ root: JSONValue) throws(InputError) {
    guard let version = root["format_version"]?.string else { return }
    let major = version.split(separator: ".").first.flatMap { Int($0) }
    guard let major, major <= 1 else {
      throw InputError(
        .unrecognised, "format_version \(version) is newer than what is read (0.1 to 1.x)",
        at: (root["format_version"] ?? root).origin)
    }
  }

  /// The Region of the provider, where it is written or a variable says it.
  private static func region(_ plan: TerraformPlan) -> String? {
    for member in plan.providers.map({ Array($0.members) }) ?? [] {
      guard member.value["name"]?.equals("aws") ?? false, let region = member.value["expressions"]?["region"]
      else {
        continue
      }
      if let constant = region["constant_value"]?.string { return constant }
      for reference in region["references"].map({ Array($0.elements) }) ?? [] {
        guard let text = reference.string, text.hasPrefix("var.") else { continue }
        if let value = plan.variables?[String(text.dropFirst(4))]?["value"]?.string { return value }
      }
    }
    return nil
  }
}
