#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What one run may take at most, so that a bench comes to its end whatever it measures.
enum Limits {
  /// Whether runs are stopped at all.
  static var areSet: Bool {
    var limit = rlimit()
    return getrlimit(.processor, &limit) == 0 && limit.rlim_cur < rlim_t(Int32.max)
  }

  /// Limits this process, which needs next to nothing, and so each that it starts.
  ///
  /// - Parameters:
  ///   - seconds: of processor time.
  ///   - bytes: of address space.
  static func set(seconds: Int, bytes: Int) throws {
    for (resource, most) in [(Resource.processor, seconds), (.addresses, bytes)] {
      var limit = rlimit()
      guard getrlimit(resource, &limit) == 0 else { throw BenchError("no limits to be had") }
      limit.rlim_cur = min(rlim_t(most), limit.rlim_max)
      guard setrlimit(resource, &limit) == 0 else { throw BenchError("no limits to be set") }
    }
  }

  private enum Resource { case processor, addresses }

  private static func getrlimit(_ resource: Resource, _ limit: inout rlimit) -> Int32 {
    #if canImport(Glibc)
      Glibc.getrlimit(Int32((resource == .processor ? RLIMIT_CPU : RLIMIT_AS).rawValue), &limit)
    #else
      Darwin.getrlimit(resource == .processor ? RLIMIT_CPU : RLIMIT_AS, &limit)
    #endif
  }

  private static func setrlimit(_ resource: Resource, _ limit: inout rlimit) -> Int32 {
    #if canImport(Glibc)
      Glibc.setrlimit(Int32((resource == .processor ? RLIMIT_CPU : RLIMIT_AS).rawValue), &limit)
    #else
      Darwin.setrlimit(resource == .processor ? RLIMIT_CPU : RLIMIT_AS, &limit)
    #endif
  }
}
