package import PacketWalkDiagnostics

extension ByteInput {
  /// The files in a folder and in the folders in it, in the order of their paths' bytes.
  ///
  /// Each is given as the folder's path, as the user gave it, and the way on from there. Hidden files and
  /// folders, whose names begin with a full stop, are left out, and so are pipes, sockets and devices.
  /// Symbolic links are followed.
  ///
  /// - Throws: `missing`, also for a link that leads to nothing; `unreadable` where permission is denied or
  ///   a folder contains itself; `empty` where there is no file; `tooLarge` beyond `maximumEntries`, by default
  ///   far more than any snapshot has: such a folder is a mistake, like `/`.
  package static func files(
    in folder: String, maximumEntries: Int = 100_000
  ) throws(InputError) -> [String] {
    let status = try FileStatus(of: folder)
    guard case .folder = status.kind else {
      throw InputError(.unreadable, "a file where a folder is needed", at: Origin(file: folder))
    }
    var listing = Listing(root: folder, maximumEntries: maximumEntries)
    try listing.visit(folder, status.identity)
    if listing.files.isEmpty { throw InputError(.empty, "the folder has no files", at: Origin(file: folder)) }
    return listing.files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// What is directly in a folder, files and folders, by name and in the order of the names' bytes.
  ///
  /// - Throws: `missing`, `unreadable`; `tooLarge` beyond `maximumEntries`.
  package static func names(
    in folder: String, maximumEntries: Int = 100_000
  ) throws(InputError) -> [String] {
    let names = try FolderEntries.names(in: folder, atMost: maximumEntries + 1)
    guard names.count <= maximumEntries else {
      throw InputError(
        .tooLarge, "the folder has more than \(maximumEntries) entries", at: Origin(file: folder))
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A walk through a folder.
  private struct Listing {
    let root: String
    let maximumEntries: Int
    var files: [String] = []
    var entries = 0
    /// The folders that the walk is inside of, outermost first.
    var inside: [FileStatus.Identity] = []

    init(root: String, maximumEntries: Int) {
      self.root = root
      self.maximumEntries = maximumEntries
    }

    // As deep as folders are, which the length of a path limits; links that lead back are found.
    mutating func visit(_ folder: String, _ identity: FileStatus.Identity) throws(InputError) {
      guard !inside.contains(identity) else {
        throw InputError(
          .unreadable, "the folder contains itself through a symbolic link", at: Origin(file: folder))
      }
      inside.append(identity)
      defer { inside.removeLast() }
      let base = folder.hasSuffix("/") ? folder : folder + "/"
      for name in try FolderEntries.names(in: folder, atMost: maximumEntries - entries + 1) {
        entries += 1
        guard entries <= maximumEntries else {
          throw InputError(
            .tooLarge, "the folder has more than \(maximumEntries) entries", at: Origin(file: root))
        }
        if name.hasPrefix(".") { continue }
        let path = base + name
        let status = try FileStatus(of: path)
        switch status.kind {
        case .file: files.append(path)
        case .folder: try visit(path, status.identity)
        case .special: continue
        }
      }
    }
  }
}
