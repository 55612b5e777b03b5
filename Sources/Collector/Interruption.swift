#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Holds Ctrl-C and a request to end back while it lives, so that no file is left half written.
///
/// Whoever works looks at `isPending` between two steps. What was held back takes effect with the last use of
/// this value.
package struct Interruption: ~Copyable {
  private var former = sigset_t()

  package init() {
    var held = Self.held
    _ = unsafe pthread_sigmask(SIG_BLOCK, &held, &former)
  }

  deinit {
    var former = former
    _ = unsafe pthread_sigmask(SIG_SETMASK, &former, nil)
  }

  /// Whether somebody asked for the end.
  package static var isPending: Bool {
    var waiting = sigset_t()
    guard unsafe sigpending(&waiting) == 0 else { return false }
    return [SIGINT, SIGTERM].contains { unsafe sigismember(&waiting, $0) == 1 }
  }

  private static var held: sigset_t {
    var set = sigset_t()
    _ = unsafe sigemptyset(&set)
    _ = unsafe sigaddset(&set, SIGINT)
    _ = unsafe sigaddset(&set, SIGTERM)
    return set
  }
}
