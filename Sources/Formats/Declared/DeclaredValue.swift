import PacketWalkDiagnostics

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
struct DeclaredField: Sendable {
  var value: DeclaredValue
  var origin: Origin
  /// What an unknown identifier may be, where that is known.
  var candidates: [String] = []

  init(_ value: DeclaredValue, at origin: Origin) {
    self.value = value
    self.origin = origin
  }

  static let absent = DeclaredField(.null, at: .implied)
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
