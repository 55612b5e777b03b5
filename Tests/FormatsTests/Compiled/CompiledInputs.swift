import PacketWalkByteInput
import PacketWalkTestSupport

@testable import PacketWalkFormats

/// Inputs of every format that models are compiled of in tests, as names of fixtures.
enum CompiledInputs {
  static let names: [String] =
    [
      "snapshots/accounts", "snapshots/batfish", "snapshots/cloudmapper", "snapshots/config/snapshot.json",
      "snapshots/placebo", "snapshots/three-tier", "scenarios/petclinic/snapshot",
      "scenarios/flask-cicd/snapshot", "ways/dual/describe", "ways/shop/plan.json",
      "ways/shop/plan.json#before",
      "ways/shop/terraform.tfstate", "ways/shop/template.yaml", "ways/hub/plan.json",
      "ways/hub/terraform.tfstate", "ways/hub/template.json", "ways/hub/describe.json", "ways/dual/plan.json",
      "ways/assigned/plan.json", "ways/flask-cicd/template.yaml", "cloudformation/Shop.template.json",
      "documentation/network.yaml",
    ] + files(in: "scenarios", named: "topology.yaml") + files(in: "traps", named: "topology.yaml")
    + files(in: "codes", named: ".yaml") + files(in: "ways", named: "network.yaml")

  private static func files(in folder: String, named ending: String) -> [String] {
    ((try? ByteInput.files(in: Fixtures.path(folder))) ?? []).filter { $0.hasSuffix(ending) }
      .map { String($0.dropFirst(Fixtures.root.count + 1)) }
  }
}
