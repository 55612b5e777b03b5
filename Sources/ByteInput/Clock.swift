#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The machine's clock.
package enum Clock {
  /// In whole seconds, of UTC.
  package static var secondsSince1970: Int {
    var seconds = time_t()
    _ = unsafe time(&seconds)
    return Int(seconds)
  }
}
