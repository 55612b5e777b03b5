import PacketWalkDiagnostics

/// Every name that a topology gives, and what each stands for.
///
/// A scope is the VPC, or the transit gateway, in which a name is unique; nil is the file's own.
struct NativeNames {
  struct Entry: Hashable {
    var id: String
    var key: String
    var scope: String?
    var origin: Origin

    /// `VPC/NAME`, or the name alone.
    var qualified: String { scope.map { "\($0)/\(key)" } ?? key }
  }

  private var byKey: [NativeKind: [String: [Entry]]] = [:]
  private var byID: [NativeKind: [String: [Entry]]] = [:]

  /// Adds a name; two of one kind and scope are both kept, and a reference to them is ambiguous.
  mutating func add(_ kind: NativeKind, _ entry: Entry) {
    byKey[kind, default: [:]][entry.key, default: []].append(entry)
    byID[kind, default: [:]][entry.id, default: []].append(entry)
  }

  func entries(_ kind: NativeKind, key: String) -> [Entry] { byKey[kind]?[key] ?? [] }
  func entries(_ kind: NativeKind, id: String) -> [Entry] { byID[kind]?[id] ?? [] }
  func entry(_ kind: NativeKind, key: String, scope: String?) -> Entry? {
    entries(kind, key: key).first { $0.scope == scope }
  }
  /// All of a kind in a scope, by name.
  func members(_ kind: NativeKind, scope: String?) -> [Entry] {
    (byKey[kind] ?? [:]).values.flatMap { $0 }.filter { $0.scope == scope }.sorted { $0.key < $1.key }
  }

  /// Every name of a kind.
  func keys(_ kind: NativeKind) -> [String] { (byKey[kind] ?? [:]).keys.sorted() }

  /// Whether a text is a name or an identifier of the kind, one or several.
  func isKnown(_ text: String, _ kind: NativeKind) -> Bool {
    !entries(kind, key: text).isEmpty || !entries(kind, id: text).isEmpty || !qualified(text, kind).isEmpty
  }

  /// What a reference stands for: the scope's own name, else an identifier, else a name of any scope,
  /// else `SCOPE/NAME`; `id:VALUE` is taken as it stands.
  ///
  /// - Throws: `noMatch` or `ambiguous`, with candidates.
  func resolve(
    _ text: String, _ kind: NativeKind, from scope: String?, at origin: Origin
  ) throws(InputError) -> Entry {
    if text.hasPrefix("id:") {
      let id = String(text.dropFirst(3))
      if let known = entries(kind, id: id).first { return known }
      return Entry(id: id, key: id, scope: nil, origin: .implied)
    }
    let named = entries(kind, key: text)
    for tier in [
      named.filter { $0.scope == scope }, entries(kind, id: text), named, qualified(text, kind),
    ] where !tier.isEmpty {
      let ids = Set(tier.map(\.id))
      if let only = tier.first, ids.count == 1 { return only }
      throw ambiguous(text, kind, tier, origin)
    }
    let near = candidates(text, kind)
    let hint = near.first.map { "; did you mean “\($0)”?" } ?? ""
    throw InputError(.noMatch, "no \(kind.rawValue) is named “\(text)”\(hint)", at: origin, candidates: near)
  }

  private func qualified(_ text: String, _ kind: NativeKind) -> [Entry] {
    var found: [Entry] = []
    var index = text.startIndex
    while let slash = text[index...].firstIndex(of: "/") {
      let scope = String(text[..<slash])
      found += entries(kind, key: String(text[text.index(after: slash)...])).filter { $0.scope == scope }
      index = text.index(after: slash)
    }
    return found
  }

  private func ambiguous(
    _ text: String, _ kind: NativeKind, _ entries: [Entry], _ origin: Origin
  ) -> InputError {
    let qualified = entries.map(\.qualified)
    let areTold = Set(qualified).count == qualified.count
    let candidates = (areTold ? qualified : entries.map(\.id)).sorted()
    return InputError(
      .ambiguous,
      "“\(text)” is the name of more than one \(kind.rawValue): \(candidates.joined(separator: ", "))",
      at: origin, candidates: candidates)
  }

  private func candidates(_ text: String, _ kind: NativeKind) -> [String] {
    let keys = (byKey[kind] ?? [:]).keys
    let near = nearestNames(to: text, among: keys)
    return near.isEmpty && keys.count <= 8 ? keys.sorted() : near
  }
}
