import PacketWalkTopology
import Testing

/// Resources as a format declares them, and what the topology must hold of them.
struct MappingRow: Sendable, CustomTestStringConvertible {
  var name: String
  /// One a line: the address or the logical identifier, a blank, and what is declared.
  var resources: String
  var holds: @Sendable (Topology) throws -> Void

  init(_ name: String, _ resources: String, _ holds: @escaping @Sendable (Topology) throws -> Void) {
    self.name = name
    self.resources = resources
    self.holds = holds
  }

  var testDescription: String { name }

  var lines: [(head: String, body: String)] {
    resources.split(separator: "\n").map { line in
      let space = line.firstIndex(of: " ") ?? line.endIndex
      return (String(line[..<space]), String(line[space...].dropFirst()))
    }
  }
}
