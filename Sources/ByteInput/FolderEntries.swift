import PacketWalkDiagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The names in one folder.
enum FolderEntries {
  /// In no order, and without `.` and `..`; no more than `count`.
  static func names(in folder: String, atMost count: Int) throws(InputError) -> [String] {
    guard let stream = unsafe opendir(folder) else { throw SystemError.last(folder) }
    defer { _ = unsafe closedir(stream) }
    var names: [String] = []
    while names.count < count {
      // The end and an error look alike but for this number.
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw SystemError.last(folder) }
        break
      }
      let bytes = unsafe withUnsafeBytes(of: entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      guard let name = String(validating: bytes, as: UTF8.self) else {
        let shown = String(decoding: bytes, as: UTF8.self)
        let message = "the name of \(shown) in this folder is no UTF-8"
        throw InputError(.unreadable, message, at: Origin(file: folder))
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
