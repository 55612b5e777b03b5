#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A new folder for one test, removed with the last use of this object.
package final class TemporaryFolder: Sendable {
  /// Why a folder or a file could not be made.
  package struct Failure: Error {
    let call: String
    let number: Int32
  }

  /// Its absolute path, without a slash at the end.
  package let path: String

  /// Creates the folder where `TMPDIR` says, or in `/tmp`.
  package init() throws {
    var template = Array("\(Environment.value("TMPDIR") ?? "/tmp")/packetwalk-XXXXXX".utf8CString)
    guard
      unsafe template.withUnsafeMutableBufferPointer({
        unsafe $0.baseAddress.map { unsafe mkdtemp($0) } ?? nil
      }) != nil
    else {
      throw Failure(call: "mkdtemp", number: errno)
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    // What may be left of a temporary folder hurts nobody, so that failures are passed over.
    Self.remove(path)
  }

  /// Links are removed, not followed.
  private static func remove(_ path: String) {
    guard SystemCalls.remove(path) != 0, let stream = unsafe opendir(path) else { return }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      names.append(String(decoding: name, as: UTF8.self))
    }
    _ = unsafe closedir(stream)
    for name in names where name != "." && name != ".." { remove("\(path)/\(name)") }
    _ = SystemCalls.remove(path)
  }

  /// Writes a file, making the folders that its name has; returns its path.
  @discardableResult
  package func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    if let slash = name.lastIndex(of: "/") { try folder(String(name[..<slash])) }
    let file = "\(path)/\(name)"
    let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure(call: "open", number: errno) }
    defer { _ = close(descriptor) }
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe SystemCalls.write(descriptor, $0) }
      guard count > 0 else { throw Failure(call: "write", number: errno) }
      rest = rest.dropFirst(count)
    }
    return file
  }

  /// Writes a text file; returns its path.
  @discardableResult
  package func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

  /// Makes a folder and those that it is in; returns its path.
  @discardableResult
  package func folder(_ name: String) throws -> String {
    var place = path
    for part in name.split(separator: "/") {
      place += "/\(part)"
      guard unsafe mkdir(place, 0o755) == 0 || errno == EEXIST else {
        throw Failure(call: "mkdir", number: errno)
      }
    }
    return place
  }

  /// Makes a symbolic link; returns its path.
  @discardableResult
  package func link(_ name: String, to target: String) throws -> String {
    guard unsafe symlink(target, "\(path)/\(name)") == 0 else {
      throw Failure(call: "symlink", number: errno)
    }
    return "\(path)/\(name)"
  }

  /// Makes a named pipe; returns its path.
  @discardableResult
  package func pipe(_ name: String) throws -> String {
    guard unsafe mkfifo("\(path)/\(name)", 0o644) == 0 else { throw Failure(call: "mkfifo", number: errno) }
    return "\(path)/\(name)"
  }

  /// Takes all permissions from a file or folder; false where that stops nobody, as for the superuser.
  package func deny(_ name: String) throws -> Bool {
    guard unsafe chmod("\(path)/\(name)", 0) == 0 else { throw Failure(call: "chmod", number: errno) }
    return geteuid() != 0
  }

  /// Gives the permissions back, so that the folder can be removed.
  package func permit(_ name: String) { _ = unsafe chmod("\(path)/\(name)", 0o755) }
}

/// Calls that a method of the same name would hide.
private enum SystemCalls {
  static func remove(_ path: String) -> Int32 {
    #if canImport(Glibc)
      unsafe Glibc.remove(path)
    #elseif canImport(Musl)
      unsafe Musl.remove(path)
    #else
      unsafe Darwin.remove(path)
    #endif
  }

  static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      unsafe Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
