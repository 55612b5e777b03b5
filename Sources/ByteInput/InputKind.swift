/// What a path that can be an input leads to, symbolic links followed.
package enum InputKind: Hashable, Sendable {
  case file
  case folder
  /// `-`; a file of that name is `./-`.
  case standardInput
}
