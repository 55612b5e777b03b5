import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTestSupport
import Testing

/// Folders of files.
@Suite struct ListingTests {
  private func refusal(of folder: String) -> InputError? {
    #expect(throws: InputError.self) { try ByteInput.files(in: folder) }
  }

  @Test func listsInTheOrderOfPaths() throws {
    let folder = try TemporaryFolder()
    for name in [
      "b.json", "a/z.json", "a.json", "a/b/c.json.gz", "B.json", "é.json", ".hidden", ".git/config",
    ] {
      try folder.write(name, "x")
    }
    try folder.pipe("pipe")
    try folder.folder("empty/er")
    try folder.link("link.json", to: "a/z.json")
    try folder.link("more", to: "a/b")
    let names = [
      "B.json", "a.json", "a/b/c.json.gz", "a/z.json", "b.json", "link.json", "more/c.json.gz", "é.json",
    ]
    #expect(try ByteInput.files(in: folder.path) == names.map { "\(folder.path)/\($0)" })
    #expect(try ByteInput.files(in: "\(folder.path)/a/").first == "\(folder.path)/a/b/c.json.gz")
  }

  @Test func refusesFoldersWithoutFiles() throws {
    let folder = try TemporaryFolder()
    #expect(refusal(of: folder.path)?.code == .empty)
    try folder.write(".hidden", "x")
    try folder.folder("a/b")
    try folder.pipe("a/pipe")
    let error = refusal(of: folder.path)
    #expect(error?.code == .empty && error?.message == "the folder has no files")
    #expect(error?.origin == Origin(file: folder.path))
  }

  @Test func refusesWhatIsNoFolder() throws {
    let folder = try TemporaryFolder()
    #expect(refusal(of: "\(folder.path)/none")?.code == .missing)
    #expect(try refusal(of: folder.write("file", "x"))?.message == "a file where a folder is needed")
    #expect(try refusal(of: folder.pipe("pipe"))?.code == .unreadable)
  }

  @Test(arguments: [".", "..", "../a", "b"])
  func refusesFoldersInThemselves(target: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("a/b/file.json", "x")
    try folder.link("a/b/link", to: target == "b" ? "../b" : target)
    let error = refusal(of: folder.path)
    if target == "../a" {
      // From within a/b there is no such folder.
      #expect(error?.code == .missing && error?.origin.file == "\(folder.path)/a/b/link")
    } else {
      #expect(error?.code == .unreadable)
      #expect(error?.message == "the folder contains itself through a symbolic link")
      #expect(error?.origin.file == "\(folder.path)/a/b/link")
    }
  }

  @Test func refusesLinksThatLeadNowhere() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.json", "x")
    try folder.link("b.json", to: "gone.json")
    #expect(refusal(of: folder.path)?.message == "the symbolic link leads to nothing")
    let other = try TemporaryFolder()
    try other.link("loop", to: "loop")
    #expect(refusal(of: other.path)?.message == "a symbolic link leads back to itself")
  }

  /// Twenty folders, each with two links to the next: a million paths.
  @Test func stopsAtFoldersThatMultiply() throws {
    let folder = try TemporaryFolder()
    for depth in 0..<20 {
      try folder.folder("f\(depth)")
      try folder.link("f\(depth)/a", to: "../f\(depth + 1)")
      try folder.link("f\(depth)/b", to: "../f\(depth + 1)")
    }
    try folder.write("f20/x", "x")
    let error = #expect(throws: InputError.self) {
      try ByteInput.files(in: "\(folder.path)/f0", maximumEntries: 1_000)
    }
    #expect(error?.code == .tooLarge && error?.message == "the folder has more than 1000 entries")
    #expect(error?.origin.file == "\(folder.path)/f0")
    #expect(try ByteInput.files(in: "\(folder.path)/f20", maximumEntries: 1).count == 1)
  }
}
