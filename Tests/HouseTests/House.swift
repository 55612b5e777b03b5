/// The order of the modules, and who may import what from outside.
enum House {
  /// The folders of `Sources` from the top down: an import only ever points down this list.
  static let order = [
    "CLI", "Commands", "PacketWalkTesting", "PacketWalkKit", "Reports", "Collector", "Replay", "Policy",
    "Analysis", "Queries", "Forwarding", "FlowLogs", "PacketCapture", "Formats", "Topology", "ServiceSets",
    "Routing", "JSONScan", "ByteInput", "Diagnostics", "Addressing",
  ]

  /// Folders that only declare a C library.
  static let systemLibraries: Set<String> = ["CZlib", "CISAL", "CPcap", "CSIMD", "CRouting"]

  /// What the core is made of: nothing but modules of ours and the standard library.
  static let core: Set<String> = [
    "Addressing", "Diagnostics", "Routing", "ServiceSets", "Topology", "Forwarding", "JSONScan",
  ]

  /// Modules of ours that would be in order, and still are none of one's business.
  static let strangers: [String: Set<String>] = [
    // The engine knows a topology, whatever file it came from.
    "Forwarding": ["Formats", "FlowLogs", "PacketCapture", "ByteInput", "JSONScan"]
  ]

  /// Who knows a module that is not ours.
  static let outside: [String: Set<String>] = [
    "ArgumentParser": ["CLI", "Commands"],
    "Yams": ["Formats"],
    "PacketWalkCZlib": ["ByteInput"],
    "PacketWalkCISAL": ["ByteInput"],
    "PacketWalkCSIMD": ["FlowLogs"],
    "PacketWalkCRouting": ["Routing"],
    "PacketWalkCPcap": ["PacketCapture"],
    // Files, folders and the terminal.
    "Glibc": ["ByteInput", "Commands", "Collector"],
    "Musl": ["ByteInput", "Commands", "Collector"],
    "Darwin": ["ByteInput", "Commands", "Collector"],
    "FoundationEssentials": ["ByteInput", "Commands", "Collector"],
    // The one ordered parallel map.
    "Dispatch": ["Addressing"],
    "Synchronization": ["Addressing"],
    "Testing": ["PacketWalkTesting"],
    "XCTest": ["PacketWalkTesting"],
    // It takes 40 MB of the binary; FoundationEssentials is enough where files are touched.
    "Foundation": [],
  ]

  /// What is wrong with a module's imports, one sentence each.
  ///
  /// - Parameters:
  ///   - module: The module's folder, such as `Forwarding`.
  ///   - imports: The modules that its files import, as they are spelt there.
  static func violations(module: String, imports: some Sequence<String>) -> [String] {
    guard let own = order.firstIndex(of: module) else {
      return ["\(module) has no place in the order of modules"]
    }
    return Set(imports).sorted().compactMap { name in
      if let users = outside[name] {
        guard !users.contains(module) else { return nil }
        let who = users.isEmpty ? "nobody does" : "only \(users.sorted().joined(separator: ", ")) may"
        return "\(module) imports \(name): \(who)"
      }
      guard let folder = folder(of: name) else {
        return "\(module) imports \(name), which is neither ours nor on the list of what others may import"
      }
      guard let place = order.firstIndex(of: folder) else {
        return "\(module) imports \(name), which has no place in the order of modules"
      }
      if place == own { return "\(module) imports itself" }
      if place < own { return "\(module) imports \(name) upwards: \(folder) stands above it" }
      if strangers[module]?.contains(folder) == true {
        return "\(module) imports \(name): the one has nothing to do with the other"
      }
      return nil
    }
  }

  /// The folder of a module of ours; nil for others.
  static func folder(of name: String) -> String? {
    if order.contains(name) { return name.hasPrefix("PacketWalk") ? name : nil }
    guard name.hasPrefix("PacketWalk") else { return nil }
    return String(name.dropFirst("PacketWalk".count))
  }

  /// The target of a folder: the products have their own names, all others the package's before theirs.
  static func target(of folder: String) -> String {
    if folder == "CLI" { return "packetwalk" }
    return folder.hasPrefix("PacketWalk") ? folder : "PacketWalk" + folder
  }
}
