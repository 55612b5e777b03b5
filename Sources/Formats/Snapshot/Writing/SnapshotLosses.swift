import PacketWalkDiagnostics
import PacketWalkTopology

/// What a topology has and another, read from what was written of it, has not: by kind and field, so that a thousand
/// resources that lack the same thing are one finding.
struct SnapshotLosses {
  private struct Loss: Hashable {
    var kind: String
    /// Nil for the resource as a whole.
    var field: String?
  }

  private var losses: [Loss: [String]] = [:]
  private var order: [Loss] = []
  private var kinds: [ResourceKind] = []

  /// Notes what became another. What was open before and is said now, such as a Region that a zone's name tells, is
  /// no loss.
  ///
  /// - Complexity: O(n) for n fields of resources.
  mutating func compare(_ before: Topology, _ after: Topology) {
    var visitor = Visitor(before: before, after: after, losses: self)
    Topology.visitResources(&visitor)
    self = visitor.losses
    compare(
      "block public access mode", before.blockPublicAccessOptions, after.blockPublicAccessOptions
    ) { [$0.mode.rawValue, $0.account, $0.region].compactMap(\.self).joined(separator: " ") }
    compare("Elastic IP address", before.unassociatedAddresses, after.unassociatedAddresses) {
      $0.allocation
    }
    compare("resource without a model", before.unmodelled, after.unmodelled) { "\($0.kind) \($0.id)" }
    let known = Set(after.coverage.missing.map(\.kind))
    kinds = before.coverage.missing.map(\.kind).filter { !known.contains($0) }
  }

  /// A finding for each kind and field.
  var findings: [Finding] {
    let lost = order.map { loss in
      let names = losses[loss] ?? []
      let shown = names.prefix(3).joined(separator: ", ")
      let subject = "\(loss.kind) \(shown)" + (names.count > 3 ? " and \(names.count - 3) more" : "")
      let what = loss.field.map { "its field “\($0)” has" } ?? "it has"
      return Finding(
        code: "PW_NOT_IN_SNAPSHOT", severity: .warning, subject: subject,
        message: "\(what) no place in what AWS's calls print; the snapshot says it otherwise or not at all",
        origin: .implied)
    }
    return lost
      + kinds.map {
        Finding(
          code: "PW_NOT_IN_SNAPSHOT", severity: .warning, subject: $0.rawValue,
          message: "that the input lacks some of them is not in the snapshot", origin: .implied)
      }
  }

  private mutating func note(_ kind: String, _ field: String?, _ name: String) {
    let loss = Loss(kind: kind, field: field)
    if losses[loss] == nil { order.append(loss) }
    losses[loss, default: []].append(name)
  }

  private mutating func compare<Value>(
    _ kind: String, _ before: [Value], _ after: [Value], _ name: (Value) -> String
  ) {
    var known: [String: [Value]] = [:]
    for value in after { known[name(value), default: []].append(value) }
    for value in before { note(value, known[name(value)], kind, name(value)) }
  }

  /// Notes a value that is gone, or the fields in which the most similar one differs: both ends of a peering may carry
  /// one identifier.
  private mutating func note<Value>(_ value: Value, _ same: [Value]?, _ kind: String, _ name: String) {
    guard let same else { return note(kind, nil, name) }
    let fields = same.map { Facts.differences(value, $0) }.min { $0.count < $1.count } ?? []
    for field in fields { note(kind, field, name) }
  }

  /// Walks two topologies side by side.
  private struct Visitor: ResourceVisitor {
    let before: Topology
    let after: Topology
    var losses: SnapshotLosses

    mutating func visit<R: Resource & Equatable>(_ path: WritableKeyPath<Topology, [R]>) {
      var known: [String: [R]] = [:]
      for resource in after[keyPath: path] { known[resource.id.rawValue, default: []].append(resource) }
      for resource in before[keyPath: path] {
        losses.note(resource, known[resource.id.rawValue], R.kindName, resource.shortName)
      }
    }
  }
}

/// What values say, origins apart.
enum Facts {
  /// Fields that a snapshot may add where nothing was said.
  private static let addable: Set<String> = [
    "name", "account", "region", "groupName", "interfaceDescription", "requester", "hosts", "vpc",
  ]

  /// The fields in which two values of a type differ, in words.
  static func differences<Value>(_ before: Value, _ after: Value) -> [String] {
    var fields: [String] = []
    for (left, right) in zip(Mirror(reflecting: before).children, Mirror(reflecting: after).children) {
      guard let label = left.label else { continue }
      if label == "info" {
        fields += differences(left.value, right.value)
        continue
      }
      let (old, new) = (FactText.of(left.value, label), FactText.of(right.value, label))
      guard old != new, !(addable.contains(label) && (old == "nil" || old == "[]")) else { continue }
      fields.append(FactText.words(ofField: label))
    }
    return fields
  }
}
