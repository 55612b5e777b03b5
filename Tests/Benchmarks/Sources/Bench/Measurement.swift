#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What one run of a program took, from its start to its end.
struct Measurement {
  /// User and system time of all its threads, in seconds.
  var cpu: Double
  /// Seconds by the clock.
  var wall: Double
  /// The most memory that it held at once, in bytes.
  var peak: Int
  /// Whether it was stopped, since it took more than it may.
  var isStopped: Bool

  /// Runs a program to its end; what it prints goes to a file, or nowhere.
  ///
  /// - Throws: where it can't be started, or ends with none of `codes`; being stopped by a limit is no error.
  init(
    running program: String, _ arguments: [String], codes: Set<Int32>, output: String = "/dev/null"
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    var texts = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for text in texts { free(text) } }

    let start = ContinuousClock.now
    var process = pid_t()
    let failure = posix_spawnp(&process, program, &actions, nil, &texts, environ)
    guard failure == 0 else {
      throw BenchError("\(program) can't be started: \(String(cString: strerror(failure)))")
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else {
        throw BenchError("no end of \(program): \(String(cString: strerror(errno)))")
      }
    }
    let elapsed = ContinuousClock.now - start

    // WIFEXITED and WEXITSTATUS, which are macros.
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
    isStopped = [-SIGXCPU, -SIGKILL, -SIGABRT, -SIGILL, -SIGTRAP].contains(code) && Limits.areSet
    guard codes.contains(code) || isStopped else {
      throw BenchError("\(([program] + arguments).joined(separator: " ")) ended with \(code)")
    }
    wall = elapsed / .seconds(1)
    cpu = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
    #if canImport(Darwin)
      peak = usage.ru_maxrss
    #else
      peak = usage.ru_maxrss * 1024
    #endif
  }

  /// Several runs one after the other, as if they were one.
  init(sumOf runs: [Self]) {
    cpu = runs.reduce(0) { $0 + $1.cpu }
    wall = runs.reduce(0) { $0 + $1.wall }
    peak = runs.map(\.peak).max() ?? 0
    isStopped = runs.contains(where: \.isStopped)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
  }
}

/// Why there is no measurement.
struct BenchError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
