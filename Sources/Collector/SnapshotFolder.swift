package import PacketWalkDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder that a snapshot is written to. A file has its name once it is whole, and not before.
package struct SnapshotFolder {
  let path: String

  /// Makes the folder.
  ///
  /// - Throws: `invalid` where it is not empty: a call that fails now must not be answered by a file of
  ///   another day.
  package init(making path: String) throws(InputError) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    try Self.makeFolders(self.path)
    guard try Self.isEmpty(self.path) else {
      throw InputError(
        .invalid, "the folder is not empty; name a new one", at: Origin(file: path))
    }
  }

  /// Writes a file whole or not at all, for its owner to read, since it describes who can reach what.
  package func write(_ name: String, _ bytes: [UInt8]) throws(InputError) {
    let file = "\(path)/\(name)"
    let slash = file.lastIndex(of: "/") ?? file.startIndex
    try Self.makeFolders(String(file[..<slash]))
    // Hidden, and no JSON by its name: no reader takes it for a part of the snapshot.
    let temporary = "\(file[...slash]).\(file[file.index(after: slash)...]).partial"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.error(temporary) }
    var rest = bytes[...]
    var failure: InputError?
    while !rest.isEmpty, failure == nil {
      let count = unsafe rest.withUnsafeBytes { unsafe systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        failure = Self.error(file)
      }
    }
    if close(descriptor) != 0, failure == nil { failure = Self.error(file) }
    if failure == nil, unsafe rename(temporary, file) != 0 { failure = Self.error(file) }
    guard let failure else { return }
    _ = unsafe unlink(temporary)
    throw failure
  }

  /// An identifier as the name of a file: ARNs have slashes.
  static func fileName(_ identifier: String) -> String {
    var name = ""
    for byte in identifier.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: ".") where !name.isEmpty: name += "."
      default: name += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return name
  }

  private static func makeFolders(_ path: String) throws(InputError) {
    var place = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      place += "/\(part)"
      guard unsafe mkdir(place, 0o700) == 0 || errno == EEXIST else { throw error(path) }
    }
  }

  private static func isEmpty(_ path: String) throws(InputError) -> Bool {
    guard let stream = unsafe opendir(path) else { throw error(path) }
    defer { _ = unsafe closedir(stream) }
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      if name != Array(".".utf8), name != Array("..".utf8) { return false }
    }
    return true
  }

  private static func error(_ path: String) -> InputError {
    guard let text = unsafe strerror(errno) else {
      return InputError(.unreadable, "it can't be written", at: Origin(file: path))
    }
    return unsafe InputError(
      .unreadable, "it can't be written: \(String(cString: text))", at: Origin(file: path))
  }
}

private func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, base, count)
}
