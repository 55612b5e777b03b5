package import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkServiceSets

/// Violations that were there before: sets of paths by assertion, so that new is what is in none of them.
///
/// Written and read as one JSON object: `packetwalk-baseline`, 1, and `assertions`, for each id a list of `from`, `to` and
/// `services`. Hosts are known by the identities that reports give, parts of the outside by their prefixes; services are
/// boxes of protocol, destination ports and source ports, `6:443:0-65535`. `perhaps` holds those of which the input did not
/// tell, and puts up with them only as long as it doesn't.
package struct PolicyBaseline: Hashable, Sendable {
  /// All services of some boxes between all of some senders and all of some receivers.
  package struct Paths: Hashable, Sendable {
    package var sources: [String]
    package var destinations: [String]
    var services: [ServiceBox]
    var perhaps: [ServiceBox]
  }

  private static let version = 1

  /// By the assertion's id.
  package var assertions: [String: [Paths]]

  package init(assertions: [String: [Paths]] = [:]) { self.assertions = assertions }

  /// Reads a baseline.
  ///
  /// - Throws: an `InputError` for what is none, or is of another version.
  package init(reading bytes: [UInt8], file: String) throws(InputError) {
    let document = try JSONDocument(parsing: bytes, file: file)
    let root = document.root
    guard let version = root["packetwalk-baseline"] else {
      throw InputError(.malformed, "this is no baseline: it has no “packetwalk-baseline”", at: root.origin)
    }
    guard version.integer == Self.version else {
      throw InputError(
        .invalid, "a baseline of another version; write it anew with --write-baseline", at: version.origin)
    }
    assertions = [:]
    guard let all = root["assertions"], all.kind == .object else {
      throw InputError(.malformed, "a baseline needs “assertions”, an object", at: root.origin)
    }
    for member in all.members {
      var paths: [Paths] = []
      for item in member.value.elements { paths.append(try Self.paths(item)) }
      assertions[member.key] = paths
    }
  }

  private static func paths(_ item: JSONValue) throws(InputError) -> Paths {
    func texts(_ key: String) throws(InputError) -> [String] {
      guard let value = item[key], value.kind == .array else {
        throw InputError(.malformed, "paths of a baseline need “\(key)”, a list", at: item.origin)
      }
      return value.elements.compactMap(\.string)
    }
    func boxes(_ key: String) throws(InputError) -> [ServiceBox] {
      var boxes: [ServiceBox] = []
      for text in try texts(key) {
        guard let box = ServiceBox(text) else {
          throw InputError(
            .malformed, "“\(text)” is no box of services such as 6:443:0-65535", at: item.origin)
        }
        boxes.append(box)
      }
      return boxes
    }
    return Paths(
      sources: try texts("from"), destinations: try texts("to"), services: try boxes("services"),
      perhaps: item["perhaps"] == nil ? [] : try boxes("perhaps"))
  }

  /// What stands in the file, paths by their places in lines of text.
  package var lines: [(id: String, paths: [Line])] {
    assertions.sorted { $0.key < $1.key }.map { id, paths in
      (
        id,
        paths.map {
          Line(
            from: $0.sources, to: $0.destinations, services: $0.services.map(\.description),
            perhaps: $0.perhaps.map(\.description))
        }
      )
    }
  }

  package struct Line {
    package var from: [String]
    package var to: [String]
    package var services: [String]
    package var perhaps: [String]
  }
}
