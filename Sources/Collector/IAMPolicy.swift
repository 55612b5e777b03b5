/// The least that the caller must be allowed, made from the table.
package enum IAMPolicy {
  /// Every action that a collection uses, in order.
  package static func actions() -> [String] {
    var seen: Set<String> = []
    return ([CallTable.identity, CallTable.regions] + CallTable.calls).flatMap(\.actions)
      .filter { seen.insert($0).inserted }
  }

  /// The policy as JSON. None of the actions can be narrowed to single resources usefully.
  package static var text: String {
    var json = JSONFilter()
    json.object {
      $0.member("Version", "2012-10-17")
      $0.member("Statement") {
        $0.array(["PacketwalkRead"]) { statement, name in
          statement.object {
            $0.member("Sid", name)
            $0.member("Effect", "Allow")
            $0.member("Action") { $0.array(actions()) { $0.string($1) } }
            $0.member("Resource", "*")
          }
        }
      }
    }
    return String(decoding: json.bytes, as: UTF8.self) + "\n"
  }
}
