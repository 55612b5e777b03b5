/// What a collection came to.
package struct CollectReport: Sendable {
  /// One call, made or tried.
  package struct Call: Sendable {
    package var call: String
    package var account: String
    package var region: String
    /// What it was asked about; empty for calls about everything.
    package var parameters: [Parameter]
    /// Where its answer is, from the folder; nil for one that only says for what to ask next, and for failures.
    package var file: String?
    /// The keys that it would have supplied.
    package var keys: [String]
    package var isOptional: Bool
    package var attempts: Int
    package var milliseconds: Int
    package var failure: CallFailure?
    /// The IAM actions that it needs.
    package var actions: [String]
  }

  package struct Parameter: Sendable, Equatable {
    package var name: String
    package var value: String
  }

  /// One account and the role it was read with.
  package struct Account: Sendable {
    package var account: String
    package var role: String?
    package var regions: [String]
  }

  package var takenAt: String
  package var accounts: [Account] = []
  /// In the order of the table, by account and Region.
  package var calls: [Call] = []
  package var wasInterrupted = false
  package var milliseconds = 0

  package var failures: [Call] { calls.filter { $0.failure != nil } }

  /// Failures that leave something unknown which is probably there: not those of calls that a Region or an old
  /// command doesn't know and few networks need.
  package var gaps: [Call] {
    failures.filter { call in
      guard let failure = call.failure else { return false }
      return !(call.isOptional && [.unsupported, .unreachable].contains(failure.kind))
    }
  }
}

extension CollectReport {
  /// `manifest.json`: when, what was asked, what failed and what it lacked.
  func manifest(version: String) -> [UInt8] {
    var json = JSONFilter()
    json.object { json in
      json.member("packetwalk") {
        $0.object {
          $0.member("manifest", 1)
          $0.member("version", version)
          $0.member("takenAt", takenAt)
        }
      }
      json.member("accounts") {
        $0.array(accounts) { json, account in
          json.object {
            $0.member("account", account.account)
            $0.member("role", account.role)
            $0.member("regions") { $0.array(account.regions) { $0.string($1) } }
          }
        }
      }
      json.member("calls") {
        $0.array(calls.filter { $0.failure == nil }) { json, call in
          json.object {
            Self.write(call, &$0)
            $0.member("file", call.file)
            $0.member("attempts", call.attempts)
            $0.member("milliseconds", call.milliseconds)
          }
        }
      }
      json.member("failures") {
        $0.array(failures) { json, call in
          json.object {
            Self.write(call, &$0)
            $0.member("keys") { $0.array(call.keys) { $0.string($1) } }
            $0.member("kind", call.failure?.kind.rawValue)
            $0.member("code", call.failure?.code)
            $0.member("message", call.failure?.message)
            if call.failure?.kind == .denied {
              $0.member("action", call.failure?.action ?? call.actions.first)
            }
            if call.isOptional { $0.member("optional") { $0.literal("true") } }
            $0.member("attempts", call.attempts)
            $0.member("milliseconds", call.milliseconds)
          }
        }
      }
      if wasInterrupted { json.member("interrupted") { $0.literal("true") } }
    }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private static func write(_ call: Call, _ json: inout JSONFilter) {
    json.member("call", call.call)
    json.member("account", call.account)
    json.member("region", call.region)
    if !call.parameters.isEmpty {
      json.member("parameters") {
        $0.object { json in for parameter in call.parameters { json.member(parameter.name, parameter.value) }
        }
      }
    }
  }
}
