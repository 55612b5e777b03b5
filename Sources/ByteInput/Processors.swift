#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The machine's processors.
package enum Processors {
  /// How many are there to be used, at least 1.
  package static var count: Int {
    #if canImport(Musl)
      let number = sysconf(_SC_NPROCESSORS_ONLN)
    #else
      let number = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    #endif
    return max(1, Int(number))
  }
}
