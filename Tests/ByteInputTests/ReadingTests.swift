@testable import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkTestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files and what looks like one.
@Suite struct ReadingTests {
  private func refusal(of path: String, limits: InputLimits = InputLimits()) -> InputError? {
    let error = #expect(throws: InputError.self) { try ByteInput.read(path, limits: limits) }
    #expect(error?.origin == Origin(file: path))
    return error
  }

  @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 1_000_000])
  func readsFiles(size: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 3) }
    let path = try folder.write("a.json", bytes)
    #expect(try ByteInput.read(path) == bytes)
    #expect(try ByteInput.read(path, limits: InputLimits(bytes: size)) == bytes)
    #expect(try ByteInput.read(folder.link("link", to: "a.json")) == bytes)
    // As what nobody knows the size of, such as standard input.
    #expect(try ByteInput.readToEnd(FileDescriptor(opening: path), InputLimits(bytes: size)) == bytes)
    if size > 0 {
      let error = refusal(of: path, limits: InputLimits(bytes: size - 1))
      #expect(error?.code == .tooLarge)
      #expect(throws: InputError(.tooLarge, "")) {
        try ByteInput.readToEnd(FileDescriptor(opening: path), InputLimits(bytes: size - 1))
      }
    }
  }

  @Test func readsPipesByDescriptor() throws {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    defer { _ = close(ends[0]) }
    let bytes = Array("{\"a\":1}".utf8)
    #expect(unsafe write(ends[1], bytes, bytes.count) == bytes.count)
    _ = close(ends[1])
    #expect(try ByteInput.readToEnd(FileDescriptor(borrowing: ends[0], path: "-"), InputLimits()) == bytes)
  }

  @Test func refusesFilesThatChange() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("flows.log", "12345")
    for (size, message) in [(4, "the file grew while it was read"), (6, "the file shrank while it was read")]
    {
      let error = #expect(throws: InputError.self) {
        try ByteInput.readWhole(FileDescriptor(opening: path), size: size, InputLimits())
      }
      #expect(error?.code == .unreadable && error?.message == message)
    }
  }

  @Test func refusesSparseGiantsAtOnce() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("huge.json", "")
    try #require(unsafe truncate(path, 1 << 40) == 0)
    let error = refusal(of: path)
    #expect(error?.code == .tooLarge && error?.message == "more than 2 GiB")
  }

  @Test func refusesWhatIsNoFile() throws {
    let folder = try TemporaryFolder()
    try folder.link("loop", to: "loop")
    try folder.link("dangling", to: "nowhere")
    try folder.write("file", "x")
    let cases: [(String, InputError.Code, String)] = [
      ("\(folder.path)/none", .missing, "no such file or folder"),
      ("\(folder.path)/file/below", .missing, "no such file or folder"),
      ("\(folder.path)/dangling", .missing, "the symbolic link leads to nothing"),
      ("\(folder.path)/loop", .unreadable, "a symbolic link leads back to itself"),
      ("\(folder.path)/" + String(repeating: "x", count: 5_000), .missing, "the path is longer"),
      (folder.path, .unreadable, "a folder where a file is needed"),
      (try folder.pipe("pipe"), .unreadable, "a named pipe"), ("/dev/zero", .unreadable, "a device"),
      ("", .missing, "no file can have this name"), ("\(folder.path)/file\0.json", .missing, "no file"),
    ]
    for (path, code, message) in cases {
      let error = refusal(of: path)
      #expect(error?.code == code && error?.message.hasPrefix(message) == true, "\(path)")
    }
    #expect(throws: InputError(.unreadable, "")) { try ByteInput.kind(of: "\(folder.path)/pipe") }
    #expect(throws: InputError(.missing, "")) { try ByteInput.kind(of: "\(folder.path)/none") }
  }

  @Test func refusesWhatIsDenied() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("in/secret.json", "{}")
    defer { folder.permit("in") }
    guard try folder.deny("in/secret.json") else { return }
    let error = refusal(of: file)
    #expect(error?.code == .unreadable && error?.message == "permission denied")
    _ = try folder.deny("in")
    #expect(refusal(of: file)?.message == "permission denied")
    #expect(throws: InputError(.unreadable, "")) { try ByteInput.files(in: folder.path) }
  }

  @Test func tellsKindsApart() throws {
    let folder = try TemporaryFolder()
    #expect(try ByteInput.kind(of: "-") == .standardInput)
    #expect(try ByteInput.kind(of: folder.path) == .folder)
    #expect(try ByteInput.kind(of: folder.write("a", "")) == .file)
    #expect(try ByteInput.kind(of: folder.link("l", to: ".")) == .folder)
  }

  @Test func readsFilesThatSayTheyAreEmpty() throws {
    guard (try? ByteInput.kind(of: "/proc/self/status")) == .file else { return }
    #expect(try !ByteInput.read("/proc/self/status").isEmpty)
  }
}
