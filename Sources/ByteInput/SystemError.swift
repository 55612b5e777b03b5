import PacketWalkDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the operating system says of a call that failed.
enum SystemError {
  /// The error of the call that failed just now on this thread, for the user who named this path.
  static func last(_ path: String) -> InputError {
    let number = errno
    let origin = Origin(file: path)
    switch number {
    case ENOENT where FileStatus.isLink(path):
      return InputError(.missing, "the symbolic link leads to nothing", at: origin)
    case ENOENT, ENOTDIR: return InputError(.missing, "no such file or folder", at: origin)
    case EACCES, EPERM: return InputError(.unreadable, "permission denied", at: origin)
    case ELOOP: return InputError(.unreadable, "a symbolic link leads back to itself", at: origin)
    case ENAMETOOLONG: return InputError(.missing, "the path is longer than any that can be", at: origin)
    case EISDIR: return InputError(.unreadable, "a folder where a file is needed", at: origin)
    default:
      guard let text = unsafe strerror(number) else {
        return InputError(.unreadable, "system error \(number)", at: origin)
      }
      return unsafe InputError(.unreadable, String(cString: text), at: origin)
    }
  }
}
