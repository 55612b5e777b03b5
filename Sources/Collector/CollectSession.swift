/// One account, and the command with which it is read.
struct CollectSession {
  let command: AWSCommand
  /// Its number.
  let account: String
  let role: String?
  /// Whether its partition has the services that one Region answers for all.
  let hasGlobalServices: Bool
}
