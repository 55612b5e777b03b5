/// Other identifiers for resources, kind by kind: to hold two inputs against each other that call the same resource
/// differently.
package struct ResourceRenaming: Sendable {
  /// By kind and old identifier the new one.
  private var names: [String: [String: String]] = [:]

  package init() {}

  package var isEmpty: Bool { names.isEmpty }

  package mutating func add<R: Resource>(_ old: ResourceID<R>, as new: ResourceID<R>) {
    names[R.kindName, default: [:]][old.rawValue] = new.rawValue
  }

  /// What the resource is called afterwards.
  package func name<R: Resource>(of id: ResourceID<R>) -> ResourceID<R> {
    names[R.kindName]?[id.rawValue].map { ResourceID($0) } ?? id
  }

  func rename<R: Resource>(_ id: inout ResourceID<R>) { id = name(of: id) }

  func rename<R: Resource>(_ id: inout ResourceID<R>?) { id = id.map(name) }

  func rename<R: Resource>(_ ids: inout [ResourceID<R>]) { ids = ids.map(name) }

  /// An identifier in a field that names resources of more than one kind.
  func renamed(_ text: String) -> String {
    names.values.lazy.compactMap { $0[text] }.first ?? text
  }
}
