import PacketWalkDiagnostics
import PacketWalkJSONScan

/// A value as a plan, a state or a template declares it, every reference already followed.
///
/// Numbers keep their spelling: an identifier of digits and a port are told apart by who reads them.
indirect enum DeclaredValue: Sendable {
  case null
  case boolean(Bool)
  case text(String)
  case list([DeclaredField])
  case object([String: DeclaredField])
  /// Only AWS can know, or nobody says: why, in a phrase.
  case unknown(String)
}

/// A value and where it was read.
///
/// What a document says stays there until it is asked for: of most resources, few attributes ever are.
struct DeclaredField: Sendable {
  private enum Source: Sendable {
    indirect case made(DeclaredValue, Origin)
    case written(JSONValue)
  }

  private let source: Source
  /// What an unknown identifier may be, where that is known.
  var candidates: [String] = []

  init(_ value: DeclaredValue, at origin: Origin) { source = .made(value, origin) }

  /// A value as it stands in a document.
  init(_ json: JSONValue) { source = .written(json) }

  static let absent = DeclaredField(.null, at: .implied)

  /// The value in the document, unless it was made.
  var written: JSONValue? {
    if case .written(let json) = source { json } else { nil }
  }

  var origin: Origin {
    switch source {
    case .made(_, let origin): origin
    case .written(let json): json.origin
    }
  }

  var value: DeclaredValue {
    switch source {
    case .made(let value, _): value
    case .written(let json):
      switch json.kind {
      case .null: .null
      case .boolean: .boolean(json.boolean ?? false)
      case .string, .number: .text(json.scalarText ?? "")
      case .array: .list(json.elements.map { DeclaredField($0) })
      case .object:
        .object(
          Dictionary(json.members.map { ($0.key, DeclaredField($0.value)) }, uniquingKeysWith: { $1 }))
      }
    }
  }

  /// A member of an object; absent where there is none.
  subscript(key: String) -> DeclaredField {
    switch source {
    case .written(let json): return json[key].map { DeclaredField($0) } ?? .absent
    case .made(.object(let members), _): return members[key] ?? .absent
    case .made: return .absent
    }
  }
}

/// Why a resource, or a part of one, can't be used, and the place that is to blame.
struct DeclaredError: Error {
  var message: String
  var origin: Origin

  init(_ message: String, at origin: Origin) {
    self.message = message
    self.origin = origin
  }
}
