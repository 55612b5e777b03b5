import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// The reader, the documentation and the schema know the same keys.
@Suite struct NativeAgreementTests {
  /// Where the documentation has the table of each kind of mapping: its section, and its first column.
  static let places: KeyValuePairs<String, (heading: String, column: String)> = [
    "a lint mapping": ("Keys of every resource", "key of a lint mapping"),
    "a lint exception": ("Keys of every resource", "key of a lint exception"),
    "the file": ("The file", "key"), "a VPC": ("A VPC", "key"), "a subnet": ("Subnets", "key"),
    "a route table": ("Route tables", "key"), "a route": ("Route tables", "key of a route"),
    "a network ACL": ("Network ACLs", "key"), "a security group": ("Security groups", "key"),
    "a rule": ("Security groups", "key of a rule"), "an interface": ("Network interfaces", "key"),
    "an address": ("Network interfaces", "key of an address"), "an instance": ("Instances", "key"),
    "a NAT gateway": ("NAT gateways", "key"), "an endpoint": ("Endpoints", "key"),
    "an endpoint service": ("Endpoint services", "key"),
    "a resource gateway": ("Resource gateways", "key"),
    "a resource configuration": ("Resource gateways", "key of a resource configuration"),
    "a connect endpoint": ("Instance connect endpoints", "key"),
    "a managed service": ("Managed services", "key"),
    "a service network association": ("Service networks", "key"),
    "a network firewall": ("Network firewalls", "key"), "a firewall policy": ("Firewall policies", "key"),
    "a policy's rule group": ("Firewall policies", "key of a policy's rule group"),
    "a rule group": ("Rule groups", "key"), "a stateless rule": ("Rule groups", "key of a stateless rule"),
    "a list of domains": ("Rule groups", "key of a list of domains"),
    "a load balancer": ("Load balancers", "key"), "a listener": ("Load balancers", "key of a listener"),
    "a listener's rule": ("Load balancers", "key of a listener's rule"),
    "a target group": ("Target groups", "key"), "a target": ("Target groups", "key of a target"),
    "a prefix list": ("Prefix lists", "key"), "a peering connection": ("Peering connections", "key"),
    "an end": ("Peering connections", "key of an end"), "a transit gateway": ("Transit gateways", "key"),
    "an attachment": ("Transit gateways", "key of an attachment"),
    "a transit gateway route table": ("Transit gateways", "key of a transit gateway route table"),
    "a transit gateway route": ("Transit gateways", "key of a transit gateway route"),
    "a zone of a NAT gateway": ("NAT gateways", "key of a zone of a NAT gateway"),
    "a public access mode": ("Block public access", "key of a public access mode"),
    "a public access exclusion": ("Block public access", "key of a public access exclusion"),
    "a VPN connection": ("VPN", "key of a VPN connection"),
    "a Direct Connect gateway": ("Direct Connect", "key of a Direct Connect gateway"),
    "an association": ("Direct Connect", "key of an association"),
    "a Client VPN endpoint": ("Client VPN", "key of a Client VPN endpoint"),
    "an authorization rule": ("Client VPN", "key of an authorization rule"),
    "an external network": ("External networks", "key"),
    "an unassociated address": ("Unassociated addresses", "key"),
    "an unmodelled thing": ("What is not modelled", "key"),
  ]
  /// Documented in sentences: they have the keys of another table.
  static let inSentences: Set<String> = [
    "the missing kinds", "a gateway", "a gateway outside a VPC", "a node",
  ]

  @Test func everyKindHasAPlace() {
    let places = Self.places.map(\.key)
    #expect(Set(places).count == places.count)
    #expect(Set(places).union(Self.inSentences) == Set(NativeKeys.all.map(\.owner)))
  }

  @Test(arguments: places.map(\.key))
  func documented(_ owner: String) throws {
    let keys = try #require(NativeKeys.all.first { $0.owner == owner })
    let place = try #require(Self.places.first { $0.key == owner }?.value)
    let tables = try Documentation.tables()
    let table = try #require(tables.first { $0.heading == place.heading && $0.column == place.column })
    let own = keys.isResource ? Set(keys.keys).subtracting(NativeKeys.common) : Set(keys.keys)
    #expect(table.keys == own, "\(owner): \(table.keys.symmetricDifference(own).sorted())")
  }

  @Test func commonKeysAreDocumented() throws {
    let table = try #require(
      try Documentation.tables().first { $0.heading == "Keys of every resource" && $0.column == "key" })
    #expect(table.keys == Set(NativeKeys.common))
  }

  @Test func everyEditIsDocumented() throws {
    let table = try #require(try Documentation.tables().first { $0.column == "edit" })
    #expect(table.keys == Set(try #require(NativeKeys.edits.first).keys))
  }

  @Test func filesForWithAreDocumented() throws {
    let table = try #require(try Documentation.tables().first { $0.heading == "In a file of their own" })
    #expect(table.keys == Set(NativeKeys.overlay.keys))
  }

  @Test func missingKindsAreDocumented() throws {
    let text = try Documentation.lines().joined(separator: "\n")
    for (word, _) in NativeMissing.words { #expect(text.contains("`\(word)`")) }
    #expect(Set(NativeMissing.words.map(\.kind)) == Set(ResourceKind.allCases))
  }

  @Test func schemaHasTheSameKeys() throws {
    let path = "docs/topology.schema.json"
    let schema = try JSONDocument(parsing: Array(Repository.text(path).utf8), file: path).root
    let definitions = try #require(schema["$defs"])
    var known: Set<String> = []
    for keys in NativeKeys.all {
      let isFile = keys.owner == "the file"
      let name = Self.slug(keys.owner)
      let definition = isFile ? schema : try #require(definitions[name], "\(name)")
      if !isFile { known.insert(name) }
      let properties = Set(try #require(definition["properties"]).members.map(\.key))
      #expect(
        properties == Set(keys.keys), "\(keys.owner): \(properties.symmetricDifference(keys.keys).sorted())")
      #expect(definition["additionalProperties"]?.boolean == false)
    }
    #expect(Set(definitions.members.map(\.key)) == known)
  }

  /// `a listener's rule` is `listeners-rule`.
  private static func slug(_ owner: String) -> String {
    owner.split(separator: " ").dropFirst().joined(separator: "-").lowercased().filter { $0 != "'" }
  }
}
