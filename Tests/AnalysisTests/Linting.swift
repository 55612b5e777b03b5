import PacketWalkAnalysis
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkQueries
import Testing

/// Reads a network in the native format; the words of an error are the test's failure.
func load(_ yaml: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Network {
  do {
    let (topology, findings) = try NativeTopology.read(Array(yaml.utf8), file: "test.yaml")
    return Network(topology, findings: findings)
  } catch {
    Issue.record("\(error.origin): \(error.message)", sourceLocation: sourceLocation)
    throw error
  }
}

/// The findings of one check, as `resource: message`.
func lint(_ yaml: String, _ check: LintCheck, sourceLocation: SourceLocation = #_sourceLocation) throws
  -> [String]
{
  try load(yaml, sourceLocation: sourceLocation).lint([check]).findings
    .map { "\($0.resource.name): \($0.message)" }
}

/// A VPC with one subnet, and in it whatever is written after.
func network(_ more: String) -> String {
  """
  packetwalk: 1
  vpcs:
    shop:
      cidr: 10.0.0.0/16
      internet-gateway: igw
      subnets: {app: {cidr: 10.0.1.0/24, zone: us-west-2a, network-acl: app}}
      network-acls: {app: {in: {100: allow all from 0.0.0.0/0}, out: {100: allow all to 0.0.0.0/0}}}
      route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}

  """ + more
}
