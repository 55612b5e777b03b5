import PacketWalkDiagnostics
import PacketWalkJSONScan

/// The instances of a state: of the file that Terraform keeps, or of what `terraform show -json` prints of it.
enum TerraformState {
  /// `resources` of a raw state.
  ///
  /// - Throws: `unrecognised` for another version than the fourth.
  static func raw(_ root: JSONValue) throws(InputError) -> [TerraformInstance] {
    guard root["version"]?.integer == 4 else {
      throw InputError(
        .unrecognised,
        "this state has version \(root["version"]?.scalarText ?? "?"), and only 4 is read; "
          + "terraform show -json prints it in a form that is", at: (root["version"] ?? root).origin)
    }
    var instances: [TerraformInstance] = []
    for resource in root["resources"].map({ Array($0.elements) }) ?? [] {
      guard let type = resource["type"]?.string, let name = resource["name"]?.string else { continue }
      for instance in resource["instances"].map({ Array($0.elements) }) ?? [] {
        // What is only left to be destroyed.
        guard instance["deposed"] == nil, let values = instance["attributes"], values.kind == .object else {
          continue
        }
        instances.append(
          TerraformInstance(
            module: resource["module"]?.string ?? "", isData: resource["mode"]?.equals("data") ?? false,
            type: type, name: name, key: TerraformInstance.Key(instance["index_key"]), values: values))
      }
    }
    return instances
  }

  /// `values` of a plan's prior state, or of a state that is shown.
  static func shown(_ values: JSONValue) -> [TerraformInstance] {
    var instances: [TerraformInstance] = []
    var modules = [values["root_module"]].compactMap(\.self)
    while let module = modules.popLast() {
      let address = module["address"]?.string ?? ""
      for resource in module["resources"].map({ Array($0.elements) }) ?? [] {
        guard let type = resource["type"]?.string, let name = resource["name"]?.string,
          let values = resource["values"]
        else { continue }
        instances.append(
          TerraformInstance(
            module: address, isData: resource["mode"]?.equals("data") ?? false, type: type, name: name,
            key: TerraformInstance.Key(resource["index"]), values: values))
      }
      modules += (module["child_modules"].map { Array($0.elements) } ?? []).reversed()
    }
    return instances
  }
}
