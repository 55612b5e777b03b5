/// An input that cannot be used at all: a missing or malformed file, a selector that matches nothing.
///
/// Two errors are equal when their codes are, so that a test names only what it means.
public struct InputError: Error, Sendable, Equatable {
  /// What kind of thing went wrong; an open set.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The stable word, such as `malformed`.
    public var rawValue: String

    /// Creates a code from its word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The file or folder is not there.
    public static let missing = Code(rawValue: "missing")
    /// The file is there and cannot be read.
    public static let unreadable = Code(rawValue: "unreadable")
    /// The input is larger than what is accepted.
    public static let tooLarge = Code(rawValue: "tooLarge")
    /// The text does not follow its format's grammar.
    public static let malformed = Code(rawValue: "malformed")
    /// The text follows its grammar, and a value in it cannot be.
    public static let invalid = Code(rawValue: "invalid")
    /// One page of a longer answer.
    public static let truncated = Code(rawValue: "truncated")
    /// No format of ours.
    public static let unrecognised = Code(rawValue: "unrecognised")
    /// Nothing to work with: an empty folder, a folder without a VPC.
    public static let empty = Code(rawValue: "empty")
    /// A selector that matches nothing.
    public static let noMatch = Code(rawValue: "noMatch")
    /// A selector that matches more than it may.
    public static let ambiguous = Code(rawValue: "ambiguous")
  }

  /// What kind of thing went wrong.
  public var code: Code
  /// One sentence without a full stop: what was found and, where it helps, what was expected.
  public var message: String
  /// Where it was found.
  public var origin: Origin
  /// What the user could have meant, best first.
  public var candidates: [String]

  /// Creates an error.
  public init(_ code: Code, _ message: String, at origin: Origin = .implied, candidates: [String] = []) {
    self.code = code
    self.message = message
    self.origin = origin
    self.candidates = candidates
  }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
