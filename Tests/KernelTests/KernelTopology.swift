import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkJSONScan
import PacketWalkQueries

/// A folder with a `snapshot` and the `truth.json` that was recorded on it.
struct KernelTopology: Sendable {
  var name: String
  var network: Network
  var probes: [KernelProbe]
  /// The balancer to which an address of a node belongs.
  ///
  /// Taken from the file itself, so that a mistake of the reader's cannot hide in the question.
  private var balancers: [String: String] = [:]

  /// The folders below this one that hold a recording, in order.
  static func folders(in root: String) throws(InputError) -> [String] {
    let files = try ByteInput.files(in: root)
    return files.filter { $0.hasSuffix("/truth.json") }.map { String($0.dropLast("/truth.json".count)) }
      .filter { folder in files.contains { $0.hasPrefix(folder + "/snapshot/") } }
  }

  /// The files of a recording's snapshot.
  static func files(of folder: String) throws(InputError) -> [String] {
    try ByteInput.files(in: folder + "/snapshot")
  }

  /// - Parameter missing: a file of the snapshot to leave out.
  init(folder: String, without missing: String? = nil) throws(InputError) {
    name = folder.split(separator: "/").last.map(String.init) ?? folder
    let snapshot = folder + "/snapshot/"
    var documents: [SnapshotDocument] = []
    for file in try Self.files(of: folder) where file != missing {
      let json = try JSONDocument(parsing: ByteInput.read(file), file: file)
      documents.append(SnapshotDocument(path: String(file.dropFirst(snapshot.count)), json: json))
    }
    let (topology, findings) = try AWSSnapshot.read(documents)
    network = Network(topology, findings: findings)
    for document in documents { Self.noteBalancers(document.json.root, in: &balancers) }

    let truth = folder + "/truth.json"
    probes = []
    for row in try JSONDocument(parsing: ByteInput.read(truth), file: truth).root.elements {
      probes.append(try KernelProbe(row))
    }
  }

  private static func noteBalancers(_ root: JSONValue, in balancers: inout [String: String]) {
    guard let interfaces = root["NetworkInterfaces"] else { return }
    for interface in interfaces.elements {
      let words = (interface["Description"]?.string ?? "").split(separator: "/")
      guard words.count > 1, ["ELB net", "ELB app", "ELB gwy"].contains(words[0]) else { continue }
      var addresses = [interface["PrivateIpAddress"]]
      for held in interface["PrivateIpAddresses"].map({ Array($0.elements) }) ?? [] {
        addresses += [held["PrivateIpAddress"], held["Association"]?["PublicIp"]]
      }
      for held in interface["Ipv6Addresses"].map({ Array($0.elements) }) ?? [] {
        addresses.append(held["Ipv6Address"])
      }
      for address in addresses.compactMap({ $0?.string }) { balancers[address] = String(words[1]) }
    }
  }

  /// The question that a probe asked of the kernel.
  ///
  /// A packet to a balancer's node asks for whatever the balancer sends it on to.
  func question(_ probe: KernelProbe) -> Question {
    Question(
      from: probe.source, to: probe.destination, on: probe.service, sourceAddress: probe.sourceAddress,
      sourcePort: probe.sourcePort, through: balancers[probe.destination].map { "lb:" + $0 })
  }
}
