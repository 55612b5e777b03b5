import Testing

/// What the whole house keeps to, read from its own sources.
@Suite struct HouseTests {
  @Test func importsPointDown() throws {
    var imports: [String: Set<String>] = [:]
    for file in try SourceFile.all() { imports[file.module, default: []].formUnion(file.imports) }
    #expect(imports.count > 10)
    for (module, names) in imports.sorted(by: { $0.key < $1.key }) {
      for violation in House.violations(module: module, imports: names) { Issue.record("\(violation)") }
    }
  }

  /// The checker itself: it has to fail where somebody breaks the order.
  @Test(
    arguments: [
      (
        "Topology", "PacketWalkForwarding",
        "Topology imports PacketWalkForwarding upwards: Forwarding stands above it"
      ),
      ("Queries", "PacketWalkKit", "Queries imports PacketWalkKit upwards: PacketWalkKit stands above it"),
      (
        "Forwarding", "PacketWalkFormats",
        "Forwarding imports PacketWalkFormats: the one has nothing to do with the other"
      ),
      ("Reports", "Foundation", "Reports imports Foundation: nobody does"),
      ("Queries", "Yams", "Queries imports Yams: only Formats may"),
      ("PacketWalkKit", "ArgumentParser", "PacketWalkKit imports ArgumentParser: only CLI, Commands may"),
      ("Formats", "PacketWalkCZlib", "Formats imports PacketWalkCZlib: only ByteInput may"),
      (
        "Topology", "FoundationEssentials",
        "Topology imports FoundationEssentials: only ByteInput, Collector, Commands may"
      ),
      (
        "Topology", "Collections",
        "Topology imports Collections, which is neither ours nor on the list of what others may import"
      ),
      (
        "Topology", "PacketWalkCellar",
        "Topology imports PacketWalkCellar, which has no place in the order of modules"
      ),
      ("Cellar", "PacketWalkTopology", "Cellar has no place in the order of modules"),
      ("Topology", "PacketWalkTopology", "Topology imports itself"),
      ("Topology", "PacketWalkAddressing", nil), ("Commands", "ArgumentParser", nil),
      ("Reports", "PacketWalkQueries", nil), ("CLI", "PacketWalkCommands", nil),
    ] as [(String, String, String?)])
  func checkerSeesViolations(module: String, name: String, expected: String?) {
    #expect(House.violations(module: module, imports: [name]) == (expected.map { [$0] } ?? []))
  }

  @Test(
    arguments: [
      ("import A", "A"), ("  import A", "A"), ("package import A", "A"), ("@_exported public import A", "A"),
      ("@testable import A", "A"), ("import struct A.B", "A"), ("import A // why", "A"), ("// import A", nil),
      ("importA", nil), ("let import = 1", nil), ("import", nil),
    ] as [(Substring, String?)])
  func readsImports(line: Substring, module: String?) {
    #expect(SourceFile.importedModule(line) == module)
  }

  /// Only the core may be relied on wherever Swift runs.
  @Test func coreImportsNothingFromOutside() throws {
    let language: Set<String> = ["Synchronization", "Dispatch"]
    let threaded: Set<String> = [
      "Sources/Addressing/ParallelMap.swift", "Sources/Addressing/Ticker.swift",
      "Sources/Addressing/SharedCount.swift", "Sources/Addressing/SharedPool.swift",
    ]
    for file in try SourceFile.all() where House.core.contains(file.module) {
      let outside = file.imports.filter { House.folder(of: $0) == nil }
      // Threads are a few files' affair.
      let allowed = threaded.contains(file.path) ? language : []
      #expect(Set(outside).subtracting(allowed).isEmpty, "\(file.path) imports \(outside)")
    }
  }

  @Test func filesStayReadable() throws {
    for file in try SourceFile.all() {
      #expect(file.lines.count <= 600, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func nothingIsLeftOpen() throws {
    let words = ["TO" + "DO", "FIX" + "ME", "fatal" + "Error", "try" + "!", "as" + "!"]
    for file in try SourceFile.all() {
      for (number, line) in file.lines.enumerated() {
        for word in words where line.contains(word) {
          Issue.record("\(file.path):\(number + 1) says \(word)")
        }
      }
    }
  }

  /// Names of targets are global to everyone who depends on us.
  @Test func targetsAreNamedByTheirFolders() throws {
    let manifest = try SourceFile.text(of: "Package.swift")
    var targets: [String: String] = [:]
    for match in manifest.matches(of: /module\(\s*"(\w+)"(?:,\s*at:\s*"(\w+)")?/) {
      targets[String(match.2 ?? match.1)] = "PacketWalk" + match.1
    }
    for match in manifest.matches(of: /name:\s*"(\w+)"[^)]*?path:\s*"Sources\/(\w+)"/.dotMatchesNewlines()) {
      targets[String(match.2)] = String(match.1)
    }
    for match in manifest.matches(of: /tests\(\s*"(\w+)"/) {
      #expect(match.1.hasSuffix("Tests"), "\(match.1)")
    }
    let folders = Set(try SourceFile.all().map(\.module)).union(House.systemLibraries)
    #expect(targets.count == folders.count)
    for folder in folders.sorted() {
      #expect(targets[folder] == House.target(of: folder), "the target of Sources/\(folder)")
      #expect(House.order.contains(folder) || House.systemLibraries.contains(folder), "Sources/\(folder)")
    }
  }
}
