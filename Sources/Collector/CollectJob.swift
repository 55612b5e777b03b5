/// One call that is still to be made, or under way.
struct CollectJob {
  let call: CollectCall
  /// The call's place in the table, for the order of the report.
  let place: Int
  /// Which of the accounts.
  let session: Int
  /// The Region that is asked.
  let region: String
  /// The folder that the answer belongs to: `123456789012/eu-west-1`.
  let folder: String
  var parameters: [CollectReport.Parameter] = []
  /// Which page, and the token that asks for it.
  var page = 1
  var token: String?
  var attempts = 0
  var notBefore: ContinuousClock.Instant
  var started: ContinuousClock.Instant?
  var spent: Duration = .zero

  /// What the command is told of the call.
  var arguments: [String] {
    guard let each = call.each, let parameter = parameters.first else { return call.arguments }
    guard each.expand != nil else { return call.arguments + [each.option, parameter.value] }
    return call.arguments.map { argument in
      parameters.reduce(argument) { $0.replacing("{\($1.name)}", with: $1.value) }
    }
  }

  /// Where the answer goes.
  var file: String {
    let ending = page > 1 ? ".\(page).json" : ".json"
    guard let parameter = parameters.first else { return "\(folder)/\(call.fileName)\(ending)" }
    return "\(folder)/\(call.fileName)/\(SnapshotFolder.fileName(parameter.value))\(ending)"
  }
}
