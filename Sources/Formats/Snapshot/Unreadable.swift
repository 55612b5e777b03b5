import PacketWalkJSONScan

/// Why a resource, or a rule of one, can't be used, and the value that is to blame.
struct Unreadable: Error {
  let message: String
  let culprit: JSONValue

  init(_ message: String, at culprit: JSONValue) {
    self.message = message
    self.culprit = culprit
  }
}
