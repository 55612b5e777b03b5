/// A place in a text file; both numbers count from 1, columns in bytes.
public struct Position: Hashable, Sendable, Comparable {
  /// The line, from 1.
  public var line: Int
  /// The byte within the line, from 1.
  public var column: Int

  /// Creates a position.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.line == right.line ? left.column < right.column : left.line < right.line
  }
}

/// Where a fact of a topology was read: so that every later message can cite it.
public struct Origin: Hashable, Sendable {
  /// The file as the user named it, or nil for what follows from AWS's defaults.
  public var file: String?
  /// The place in the file, where the format keeps one.
  public var position: Position?
  /// A path inside the document, such as the JSON pointer `/Subnets/3`.
  public var pointer: String?

  /// Creates an origin.
  public init(file: String?, position: Position? = nil, pointer: String? = nil) {
    self.file = file
    self.position = position
    self.pointer = pointer
  }

  /// The origin of what no file says: an AWS default such as the local route.
  public static let implied = Origin(file: nil)
}

extension Origin: CustomStringConvertible {
  /// `file:line:column`, or `file#pointer` where there is no position; empty for what is implied.
  public var description: String {
    guard let file else { return "" }
    if let position { return "\(file):\(position.line):\(position.column)" }
    if let pointer { return "\(file)#\(pointer)" }
    return file
  }
}
