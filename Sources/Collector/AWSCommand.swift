import PacketWalkDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The user's own `aws` command: where it is, and how it is called.
///
/// It finds its credentials itself. Those of an assumed role stand in the environment of the command that uses
/// them and nowhere else.
struct AWSCommand: Sendable {
  let path: String
  private let environment: [String: String]
  private let profile: String?

  /// - Parameters:
  ///   - path: the command; nil for the `aws` on the path of the environment.
  ///   - profile: of the user's configuration.
  /// - Throws: `missing` where there is none.
  init(path: String?, environment: [String: String], profile: String?) throws(InputError) {
    if let path {
      self.path = path
    } else {
      self.path = try Self.find(in: environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")
    }
    var environment = environment
    // Nobody is there to turn a page, and the command's words are read by their English.
    environment["AWS_PAGER"] = ""
    environment["LC_ALL"] = environment["LC_ALL"] ?? "C.UTF-8"
    environment["AWS_RETRY_MODE"] = environment["AWS_RETRY_MODE"] ?? "standard"
    environment["AWS_MAX_ATTEMPTS"] = environment["AWS_MAX_ATTEMPTS"] ?? "4"
    environment["AWS_CLI_AUTO_PROMPT"] = "off"
    self.environment = environment
    self.profile = profile
  }

  private init(_ other: AWSCommand, environment: [String: String]) {
    path = other.path
    self.environment = environment
    profile = nil
  }

  /// The same command with the credentials of a role, which then count before any profile.
  func assuming(_ key: String, _ secret: String, _ token: String) -> AWSCommand {
    var environment = environment
    for name in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN"] { environment[name] = nil }
    environment["AWS_ACCESS_KEY_ID"] = key
    environment["AWS_SECRET_ACCESS_KEY"] = secret
    environment["AWS_SESSION_TOKEN"] = token
    return AWSCommand(self, environment: environment)
  }

  /// The Region that the environment names, which counts before the configuration's.
  var environmentRegion: String? {
    ["AWS_REGION", "AWS_DEFAULT_REGION"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
  }

  /// The arguments of a call: JSON, its pages joined by the command itself.
  ///
  /// - Parameter parameters: what the call is told beside where and how to print.
  func arguments(
    _ call: CollectCall, region: String?, parameters: [String], token: String? = nil
  ) -> [String] {
    var arguments = [call.service, call.operation] + parameters
    if let query = call.query { arguments += ["--query", query] }
    if let token { arguments += ["--next-token", token] }
    if let region { arguments += ["--region", region] }
    if let profile { arguments += ["--profile", profile] }
    return arguments + ["--output", "json", "--cli-connect-timeout", "10", "--cli-read-timeout", "60"]
  }

  /// `aws configure get region`.
  var regionArguments: [String] { profiled(["configure", "get", "region"]) }

  /// Arguments of any other call, with the profile.
  func profiled(_ arguments: [String]) -> [String] {
    arguments + (profile.map { ["--profile", $0] } ?? [])
  }

  func start(_ arguments: [String]) throws(InputError) -> ChildProcess {
    try ChildProcess(path, arguments, environment: environment)
  }

  private static func find(in path: String) throws(InputError) -> String {
    for folder in path.split(separator: ":") where folder.hasPrefix("/") {
      let candidate = "\(folder)/aws"
      if unsafe access(candidate, X_OK) == 0 { return candidate }
    }
    throw InputError(
      .missing, "there is no command aws on the PATH; install the AWS CLI, or name it with --aws PATH")
  }
}
