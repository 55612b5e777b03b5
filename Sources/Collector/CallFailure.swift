/// Why a call brought nothing: what it would have told is unknown, which is not the same as empty.
package struct CallFailure: Error, Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// The caller may not.
    case denied
    /// AWS, the Region or the installed command doesn't know the call.
    case unsupported
    /// The service asks for patience; worth another try.
    case throttled
    /// The network failed; worth another try.
    case unreachable
    /// Who is calling is not known: no credentials, or expired ones.
    case unauthenticated
    /// It took too long.
    case timeout
    /// What came is no answer.
    case malformed
    case interrupted
    case failed
  }

  package var kind: Kind
  /// AWS's code, such as `UnauthorizedOperation`; a word of ours where AWS says none.
  package var code: String
  /// One line.
  package var message: String
  /// The IAM action that was lacking, as AWS names it; nil where it doesn't.
  package var action: String?

  init(_ kind: Kind, code: String, _ message: String, action: String? = nil) {
    self.kind = kind
    self.code = code
    self.message = message
    self.action = action
  }

  /// What AWS's command wrote to its error stream before it ended with this status.
  init(errors text: String, status: ChildProcess.Ending) {
    let lines = text.split(whereSeparator: \.isNewline)
      .map { $0.drop { $0 == " " }.prefix(600) }.filter { !$0.isEmpty }
    let mark = "An error occurred ("
    if let line = lines.last(where: { $0.contains(mark) }), let start = line.firstRange(of: mark),
      let end = line[start.upperBound...].firstIndex(of: ")")
    {
      code = String(line[start.upperBound..<end])
      kind = Self.kind(of: code)
      // An encoded message says nothing to people, and is as long as a page.
      let words = line[start.lowerBound...].firstRange(of: " Encoded authorization failure message")
      message = Self.short(line[start.lowerBound..<(words?.lowerBound ?? line.endIndex)])
      action = Self.action(in: line)
      if kind == .failed, action != nil { kind = .denied }
      return
    }
    message = lines.last.map(Self.short) ?? "it ended with \(status.words) and wrote nothing"
    (kind, code) = Self.classify(text)
  }

  /// Whether trying again may help.
  var isTransient: Bool { kind == .throttled || kind == .unreachable }

  /// Some servers answer with a page.
  private static func short(_ text: Substring) -> String {
    text.count > 300 ? text.prefix(300) + "…" : String(text)
  }

  private static func kind(of code: String) -> Kind {
    let words: [(Kind, Set<String>)] = [
      (
        .denied,
        [
          "UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "AuthorizationError",
          "UnauthorizedAccess", "NotAuthorized", "Client.UnauthorizedOperation", "403",
        ]
      ),
      (
        .throttled,
        [
          "RequestLimitExceeded", "Throttling", "ThrottlingException", "ThrottledException",
          "TooManyRequestsException", "RequestThrottled", "RequestThrottledException", "SlowDown",
          "Client.RequestLimitExceeded", "503", "ServiceUnavailable", "Unavailable", "InternalError",
          "InternalFailure", "ServiceUnavailableException", "InternalServerException",
        ]
      ),
      (
        .unsupported,
        [
          "InvalidAction", "UnknownOperationException", "NotImplemented", "UnsupportedOperation",
          "UnsupportedOperationException", "OptInRequired", "SubscriptionRequiredException",
          // No code of AWS's: nothing there speaks its protocol, and the command has asked several times.
          "InvalidRequest", "404", "405", "500", "501",
        ]
      ),
      (
        .unauthenticated,
        [
          "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "AuthFailure",
          "SignatureDoesNotMatch", "UnrecognizedClientException", "InvalidAccessKeyId", "RequestExpired",
          "InvalidIdentityToken",
        ]
      ),
    ]
    return words.first { $0.1.contains(code) }?.0 ?? .failed
  }

  /// Failures of which the command itself speaks.
  private static func classify(_ text: String) -> (Kind, String) {
    let words: [(String, Kind, String)] = [
      ("Unable to locate credentials", .unauthenticated, "NoCredentials"),
      ("The config profile", .unauthenticated, "NoProfile"),
      ("Token has expired", .unauthenticated, "ExpiredToken"),
      ("Error loading SSO Token", .unauthenticated, "ExpiredToken"),
      ("aws sso login", .unauthenticated, "ExpiredToken"),
      ("Invalid choice", .unsupported, "OldCommand"),
      ("invalid choice", .unsupported, "OldCommand"),
      ("Unknown options", .unsupported, "OldCommand"),
      ("Unable to parse response", .unsupported, "NotImplemented"),
      ("Could not connect to the endpoint URL", .unreachable, "EndpointConnection"),
      ("Connection was closed", .unreachable, "ConnectionClosed"),
      ("timeout on endpoint URL", .unreachable, "Timeout"),
    ]
    return words.first { text.contains($0.0) }.map { ($0.1, $0.2) } ?? (.failed, "CommandFailed")
  }

  /// `ec2:DescribeVpcs` of `… is not authorized to perform: ec2:DescribeVpcs because …`.
  private static func action(in line: Substring) -> String? {
    guard let mark = line.firstRange(of: "not authorized to perform: ") else { return nil }
    let word = line[mark.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == ":" || $0 == "-" }
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    return String(word)
  }
}

extension ChildProcess.Ending {
  var words: String {
    switch self {
    case .exited(let status): "status \(status)"
    case .killed(let signal): "signal \(signal)"
    }
  }
}
