import PacketWalkDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the operating system knows of a file without opening it.
struct FileStatus {
  enum Kind {
    case file, folder
    /// Anything else, with the words for it.
    case special(String)
  }

  /// A file's identity: the same however it is reached.
  struct Identity: Hashable {
    var device: UInt64
    var number: UInt64
  }

  let kind: Kind
  let identity: Identity
  let size: Int

  /// The status of what a path leads to, symbolic links followed.
  init(of path: String) throws(InputError) {
    // C would look at what comes before the NUL.
    guard !path.utf8.contains(0), !path.isEmpty else {
      throw InputError(.missing, "no file can have this name", at: Origin(file: path))
    }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw SystemError.last(path) }
    self.init(status)
  }

  /// The status of an open file.
  init(of descriptor: borrowing FileDescriptor) throws(InputError) {
    var status = stat()
    guard unsafe fstat(descriptor.number, &status) == 0 else { throw SystemError.last(descriptor.path) }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFIFO: .special("a named pipe")
      case S_IFSOCK: .special("a socket")
      case S_IFCHR, S_IFBLK: .special("a device")
      default: .special("neither file nor folder")
      }
    identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
    size = Int(status.st_size)
  }

  /// Refuses what is no file.
  func requireFile(_ path: String) throws(InputError) {
    switch kind {
    case .file: return
    case .folder: throw InputError(.unreadable, "a folder where a file is needed", at: Origin(file: path))
    case .special(let what): throw Self.refusal(of: what, path)
    }
  }

  /// The error of what is neither file nor folder.
  static func refusal(of what: String, _ path: String) -> InputError {
    InputError(.unreadable, "\(what), which is no input; '-' reads standard input", at: Origin(file: path))
  }

  /// Whether there is a symbolic link at this path, wherever it leads.
  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
