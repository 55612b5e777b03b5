import PacketWalkDiagnostics
import PacketWalkJSONScan

/// One packet that was really sent, and what became of it.
struct KernelProbe: Sendable {
  /// An interface's identifier, or `internet`.
  var source: String
  var sourceAddress: String
  var destination: String
  /// As in questions: `tcp/443`, `icmp/8`.
  var service: String
  var sourcePort: UInt16?
  /// Whether the destination's socket saw it.
  var isDelivered: Bool
  /// Whether an answer came back.
  var isAnswered: Bool
  /// Which rule of which resource dropped it, in the recording's words.
  var drop: String?
  /// The gateways, appliances and nodes that it and its answer passed.
  var way: [String]
  /// How many of a balancer's targets answered, each tried alone.
  var targets: (answered: Int, of: Int)?
  /// Something on the way picks a source port of its own, which the kernel kept where AWS need not.
  var hasNewPort: Bool
  /// Of those, whether the outcome was seen to differ from port to port.
  var dependsOnPort: Bool
  /// What the recording leaves open: AWS's documentation does not settle it.
  var openFields: Set<String>

  static let outcomes: Set<String> = ["forward", "round_trip"]

  init(_ row: JSONValue) throws(InputError) {
    source = try Self.text(row, "source")
    sourceAddress = try Self.text(row, "source_ip")
    destination = try Self.text(row, "destination_ip")
    let name = try Self.text(row, "protocol")
    switch name {
    case "icmp": service = "icmp/8"
    case "icmpv6": service = "icmpv6/128"
    default: service = "\(name)/\(try Self.text(row, "destination_port"))"
    }
    sourcePort = row["source_port"]?.integer.flatMap(UInt16.init(exactly:))
    isDelivered = try Self.flag(row, "forward")
    isAnswered = try Self.flag(row, "round_trip")
    if let drop = row["drop"], !drop.isNull {
      let kind = "\(try Self.text(drop, "direction")):\(try Self.text(drop, "kind"))"
      self.drop = ([kind] + ["resource", "detail"].compactMap { drop[$0]?.string }).joined(separator: " ")
    }
    way = ["via", "return_via"].flatMap { row[$0].map { $0.elements.compactMap(\.string) } ?? [] }
    if let balancer = row["lb"], !balancer.isNull {
      targets = (try Self.number(balancer, "answered"), try Self.number(balancer, "targets"))
    }
    hasNewPort = row["ports_remapped"]?.boolean ?? false
    dependsOnPort = row["port_dependent"]?.boolean ?? false
    if let fields = row["uncertain_fields"] {
      openFields = Set(fields.elements.compactMap(\.string))
    } else {
      openFields = row["uncertain"]?.boolean == true ? Self.outcomes : []
    }
  }

  /// Whether nothing is left to compare.
  var isOpen: Bool { openFields.isSuperset(of: Self.outcomes) }

  // MARK: Reading

  private static func text(_ row: JSONValue, _ key: String) throws(InputError) -> String {
    guard let text = row[key]?.scalarText, row[key]?.isNull == false else {
      throw InputError(.malformed, "a record without '\(key)'", at: row.origin)
    }
    return text
  }

  private static func flag(_ row: JSONValue, _ key: String) throws(InputError) -> Bool {
    guard let flag = row[key]?.boolean else {
      throw InputError(.malformed, "a record whose '\(key)' is neither true nor false", at: row.origin)
    }
    return flag
  }

  private static func number(_ row: JSONValue, _ key: String) throws(InputError) -> Int {
    guard let number = row[key]?.integer else {
      throw InputError(.malformed, "a record whose '\(key)' is no number", at: row.origin)
    }
    return number
  }
}

extension KernelProbe: CustomStringConvertible {
  var description: String {
    let port = sourcePort.map { " from port \($0)" } ?? ""
    let some = targets.map { ", \($0.answered) of \($0.of) targets answered" } ?? ""
    let outcome = isAnswered ? "answered" : isDelivered ? "delivered, not answered" : "not delivered"
    let path = way.isEmpty ? "" : ", by \(way.joined(separator: " "))"
    return
      "\(source) \(sourceAddress) -> \(destination) \(service)\(port): \(outcome)\(some)"
      + (drop.map { " (\($0))" } ?? "") + path
  }
}
