/// Something noticed about an input that doesn't stop its use: collected, never thrown.
public struct Finding: Hashable, Sendable {
  /// How much a finding matters to answers.
  public enum Severity: Int, Sendable, Comparable, CaseIterable {
    /// Of interest only to somebody who looks.
    case note
    /// Answers may be less complete than they look.
    case warning
    /// A resource could not be used.
    case error

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// A stable code in upper case, such as `PW_DANGLING_REFERENCE`.
  public var code: String
  /// How much it matters.
  public var severity: Severity
  /// The resource it is about, as the user knows it; empty when it is about a whole file.
  public var subject: String
  /// One sentence without a full stop.
  public var message: String
  /// Where it was seen.
  public var origin: Origin

  /// Creates a finding.
  public init(code: String, severity: Severity, subject: String, message: String, origin: Origin) {
    self.code = code
    self.severity = severity
    self.subject = subject
    self.message = message
    self.origin = origin
  }
}
