import PacketWalkDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A command that runs beside us, with pipes for its output and errors and nothing to read.
///
/// It stays in our group of processes, so that a profile that asks for a code reaches the terminal.
final class ChildProcess {
  /// How it ended.
  enum Ending: Equatable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  let id: Int32
  private(set) var output: [UInt8] = []
  private(set) var errors: [UInt8] = []
  /// Set once it has ended and everything it wrote is read.
  private(set) var ending: Ending?
  /// The ends that we read, -1 once they are at their end.
  private var pipes: (output: Int32, errors: Int32)

  /// More than any account's answer to one call.
  private static let maximumOutput = 1 << 30

  /// Starts the file with arguments and an environment of its own.
  ///
  /// - Throws: `unreadable` where the system refuses.
  init(_ executable: String, _ arguments: [String], environment: [String: String]) throws(InputError) {
    let out = try Self.pipe(executable)
    let err: (read: Int32, write: Int32)
    do throws(InputError) {
      err = try Self.pipe(executable)
    } catch {
      _ = close(out.read)
      _ = close(out.write)
      throw error
    }
    pipes = (out.read, err.read)
    var pid: pid_t = 0
    let failure = Self.spawn(
      executable, [executable] + arguments, environment.map { "\($0)=\($1)" }.sorted(), out.write, err.write,
      &pid)
    _ = close(out.write)
    _ = close(err.write)
    id = pid
    guard failure == 0 else {
      _ = close(out.read)
      _ = close(err.read)
      pipes = (-1, -1)
      throw Self.error(failure, executable)
    }
    // Whoever polls must never wait for one of many.
    for end in [out.read, err.read] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    if ending == nil { kill() }
  }

  /// What to poll: the ends that may still bring something.
  var descriptors: [Int32] { [pipes.output, pipes.errors].filter { $0 >= 0 } }

  /// Takes what there is to read; after the end of both pipes, how it ended, if it has.
  func advance() {
    guard ending == nil else { return }
    Self.drain(&pipes.output, into: &output)
    Self.drain(&pipes.errors, into: &errors)
    guard descriptors.isEmpty || output.count > Self.maximumOutput else { return }
    if output.count > Self.maximumOutput {
      output = []
      return kill()
    }
    var status: Int32 = 0
    guard unsafe waitpid(id, &status, WNOHANG) == id else { return }
    // The macros of <sys/wait.h>, which Swift doesn't import.
    ending = status & 0x7F == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: status & 0x7F)
  }

  /// Ends it, whatever it does.
  func kill() {
    guard ending == nil, id > 0 else { return }
    for end in descriptors { _ = close(end) }
    pipes = (-1, -1)
    _ = Self.send(SIGKILL, to: id)
    var status: Int32 = 0
    while unsafe waitpid(id, &status, 0) < 0, errno == EINTR {}
    ending = .killed(signal: SIGKILL)
  }

  /// Waits until one of the descriptors brings something or the time is over.
  static func poll(_ descriptors: [Int32], milliseconds: Int32) {
    var waiting = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    // A signal ends the wait too, and the caller looks at everything again anyway.
    _ = unsafe waiting.withUnsafeMutableBufferPointer {
      #if canImport(Glibc)
        unsafe Glibc.poll($0.baseAddress, nfds_t($0.count), milliseconds)
      #elseif canImport(Musl)
        unsafe Musl.poll($0.baseAddress, nfds_t($0.count), milliseconds)
      #else
        unsafe Darwin.poll($0.baseAddress, nfds_t($0.count), milliseconds)
      #endif
    }
  }

  // MARK: The system's calls

  /// A pipe that no other command inherits.
  private static func pipe(_ executable: String) throws(InputError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    let failed = unsafe ends.withUnsafeMutableBufferPointer { buffer -> Bool in
      guard let base = buffer.baseAddress else { return true }
      #if canImport(Glibc)
        return unsafe Glibc.pipe(base) != 0
      #elseif canImport(Musl)
        return unsafe Musl.pipe(base) != 0
      #else
        return unsafe Darwin.pipe(base) != 0
      #endif
    }
    guard !failed else { throw error(errno, executable) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func drain(_ end: inout Int32, into bytes: inout [UInt8]) {
    guard end >= 0 else { return }
    while true {
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let descriptor = end
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes += chunk[..<count]
        continue
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return }
      _ = close(end)
      end = -1
      return
    }
  }

  private static func send(_ signal: Int32, to id: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.kill(id, signal)
    #elseif canImport(Musl)
      Musl.kill(id, signal)
    #else
      Darwin.kill(id, signal)
    #endif
  }

  /// `posix_spawn`, with the signals that we hold back let through again.
  private static func spawn(
    _ executable: String, _ arguments: [String], _ environment: [String], _ output: Int32, _ errors: Int32,
    _ pid: inout pid_t
  ) -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return errno }
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    guard unsafe posix_spawnattr_init(&attributes) == 0 else { return errno }
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
    _ = unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    _ = unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    _ = unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var none = sigset_t()
    _ = unsafe sigemptyset(&none)
    _ = unsafe posix_spawnattr_setsigmask(&attributes, &none)
    _ = unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var envp = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer {
      for place in unsafe argv.indices { unsafe free(argv[place]) }
      for place in unsafe envp.indices { unsafe free(envp[place]) }
    }
    return unsafe posix_spawn(&pid, executable, &actions, &attributes, &argv, &envp)
  }

  private static func error(_ number: Int32, _ executable: String) -> InputError {
    guard let text = unsafe strerror(number) else {
      return InputError(.unreadable, "it can't be run: system error \(number)", at: Origin(file: executable))
    }
    return unsafe InputError(
      .unreadable, "it can't be run: \(String(cString: text))", at: Origin(file: executable))
  }
}
