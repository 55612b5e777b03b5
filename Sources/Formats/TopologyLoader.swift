import PacketWalkByteInput
package import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

/// Loads a topology by path, whatever its format.
package enum TopologyLoader {
  /// Loads a file, a folder or, for `-`, standard input.
  ///
  /// `#before` or `#after` behind the path of a plan picks one of its two networks; without, it is what will be.
  ///
  /// A model that `compile` wrote was validated then, and holds what its input came to; its format is the input's.
  ///
  /// A folder is a snapshot where it holds JSON documents of one, anywhere in it and packed or not; or it
  /// holds exactly one native topology, or CloudFormation templates that belong together.
  ///
  /// - Parameters:
  ///   - format: what the path holds; nil to find out.
  ///   - parameters: values for the parameters of templates.
  ///   - overlays: files that add what no snapshot holds: external networks.
  ///   - source: the folder of the source that a plan or a state was made of, for the places of its resources.
  ///   - names: the two ends of the only question that will be asked, as its user wrote them: of a compiled model hosts may
  ///     be left out that no answer between these depends on.
  /// - Throws: what reading throws; `unrecognised` where no format fits, `ambiguous` where a folder holds more
  ///   than one topology.
  package static func load(
    path: String, format: TopologyFormatName? = nil, parameters: [String: String] = [:],
    with overlays: [String] = [], source: String? = nil, about names: [String] = []
  ) throws(InputError) -> LoadedTopology {
    let origins = try source.map { folder throws(InputError) in try TerraformSource(folder: folder) }
    var loaded =
      if let (file, moment) = planMoment(path) {
        try loadFile(file, .terraform, parameters, moment, origins, [])
      } else {
        switch try ByteInput.kind(of: path) {
        case .folder: try loadFolder(path, format, parameters)
        case .file, .standardInput:
          // What overlays add may concern anybody.
          try loadFile(path, format, parameters, nil, origins, overlays.isEmpty ? names : [])
        }
      }
    if let source, loaded.format != .terraform {
      throw InputError(
        .invalid, "a source goes with a plan or a state of Terraform's, and this is none",
        at: Origin(file: path), candidates: [source])
    }
    if overlays.isEmpty, loaded.validationCount != nil { return loaded }
    loaded.findings.removeLast(loaded.validationCount ?? 0)
    for overlay in overlays {
      try NativeOverlay.apply(overlay, to: &loaded.topology)
      loaded.documents.append(overlay)
    }
    let findings = loaded.topology.validate()
    loaded.findings += findings
    loaded.validationCount = findings.count
    return loaded
  }

  // MARK: One file

  /// The path of a plan and the network that is meant, where a path says it and is no file itself.
  private static func planMoment(_ path: String) -> (file: String, moment: String)? {
    guard let mark = path.lastIndex(of: "#") else { return nil }
    let moment = String(path[path.index(after: mark)...])
    guard ["before", "after"].contains(moment), (try? ByteInput.kind(of: path)) == nil else { return nil }
    return (String(path[..<mark]), moment)
  }

  private static func loadFile(
    _ path: String, _ format: TopologyFormatName?, _ parameters: [String: String], _ moment: String?,
    _ source: TerraformSource?, _ names: [String]
  ) throws(InputError) -> LoadedTopology {
    if format == nil, hasEnding(path, [".tf", ".tfvars", ".hcl"]) {
      throw refusal(.terraformSource, path)
    }
    let bytes = try ByteInput.read(path)
    if bytes.allSatisfy({ $0 <= 0x20 }) {
      throw InputError(.empty, "the file is empty", at: Origin(file: path))
    }
    switch InputGuess(magic: bytes) {
    case .compiled: return try compiled(bytes, path, format, parameters, moment, source, names)
    case let guess?: throw refusal(guess, path)
    case nil: break
    }
    if format == .native { return try native(bytes, path) }
    if format == .cloudformation { return try cloudFormation([(path, bytes)], parameters) }
    guard format == .snapshot || format == .terraform || isJSON(bytes) else {
      let guess = InputGuess(yaml: bytes)
      // A name that says YAML, and nothing that says otherwise: its errors are the most helpful ones.
      if guess == .native || guess == .unknown && hasEnding(path, yamlEndings) {
        return try native(bytes, path)
      }
      if guess == .cloudFormation { return try cloudFormation([(path, bytes)], parameters) }
      throw refusal(guess, path)
    }
    let json = try JSONDocument(parsing: bytes, file: path)
    let guess: InputGuess =
      switch format {
      case .snapshot: .snapshot
      case .terraform: .terraform
      case .native, .cloudformation, nil: InputGuess(json: json.root)
      }
    switch guess {
    case .native: return try native(bytes, path)
    case .terraform:
      let (topology, findings) = try Terraform.read(json, moment: moment, source: source)
      return LoadedTopology(topology: topology, findings: findings, format: .terraform, documents: [path])
    case .snapshot: return try snapshot([SnapshotDocument(path: path, json: json)])
    case .cloudFormation: return try cloudFormation([(path, bytes)], parameters)
    default: throw refusal(guess, path)
    }
  }

  /// What is decided while an input is read can't be decided again.
  private static func compiled(
    _ bytes: [UInt8], _ path: String, _ format: TopologyFormatName?, _ parameters: [String: String],
    _ moment: String?, _ source: TerraformSource?, _ names: [String]
  ) throws(InputError) -> LoadedTopology {
    func refuse(_ message: String) -> InputError { InputError(.invalid, message, at: Origin(file: path)) }
    if moment != nil {
      throw refuse("a compiled model holds one network; compile PLAN#before and PLAN#after, a file each")
    }
    if !parameters.isEmpty {
      throw refuse("parameters are read with the template; give them when the model is compiled")
    }
    if source != nil {
      throw refuse("a source is read with the plan or the state; give it when the model is compiled")
    }
    let loaded = try CompiledModel.read(bytes, path: path, about: names)
    guard format == nil || format == loaded.format else {
      throw refuse("the model was compiled of another format: \(loaded.format.rawValue)")
    }
    return loaded
  }

  private static func native(_ bytes: [UInt8], _ path: String) throws(InputError) -> LoadedTopology {
    let (topology, findings) = try NativeTopology.read(bytes, file: path)
    return LoadedTopology(topology: topology, findings: findings, format: .native, documents: [path])
  }

  private static func snapshot(_ documents: [SnapshotDocument]) throws(InputError) -> LoadedTopology {
    let (topology, findings) = try AWSSnapshot.read(documents)
    return LoadedTopology(
      topology: topology, findings: findings, format: .snapshot, documents: documents.map(\.path))
  }

  private static func cloudFormation(
    _ documents: [(path: String, bytes: [UInt8])], _ parameters: [String: String]
  ) throws(InputError) -> LoadedTopology {
    let (topology, findings) = try CloudFormation.read(documents, parameters: parameters)
    return LoadedTopology(
      topology: topology, findings: findings, format: .cloudformation, documents: documents.map(\.path))
  }

  // MARK: A folder

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  /// What a folder holds.
  private struct Contents {
    var natives: [String] = []
    var snapshot: [SnapshotDocument] = []
    var templates: [(path: String, bytes: [UInt8])] = []
    var strangers: [String] = []
    /// The first file that says what the folder is, if it is nothing of ours.
    var hint: InputError?
  }

  private static func loadFolder(
    _ path: String, _ format: TopologyFormatName?, _ parameters: [String: String]
  ) throws(InputError) -> LoadedTopology {
    let contents = try look(into: path, format)
    let natives = format == nil || format == .native ? contents.natives : []
    let documents = format == nil || format == .snapshot ? contents.snapshot : []
    if format == nil, !contents.templates.isEmpty, !natives.isEmpty || !documents.isEmpty {
      let other = natives.isEmpty ? "a snapshot" : "a native topology"
      throw InputError(
        .ambiguous, "the folder holds CloudFormation templates and \(other); name the one to read",
        at: Origin(file: path),
        candidates: contents.templates.map(\.path) + natives
          + documents.prefix(1).map { Self.folder(of: $0.path) })
    }
    if format == .cloudformation || natives.isEmpty && documents.isEmpty, !contents.templates.isEmpty {
      return try cloudFormation(contents.templates, parameters)
    }
    if let first = natives.first {
      guard documents.isEmpty else {
        throw InputError(
          .ambiguous, "the folder holds a native topology and a snapshot; name the one to read",
          at: Origin(file: path), candidates: natives + documents.prefix(1).map { Self.folder(of: $0.path) })
      }
      guard natives.count == 1 else {
        throw InputError(
          .ambiguous, "the folder holds \(natives.count) native topologies; name the one to read",
          at: Origin(file: path), candidates: natives)
      }
      return try native(ByteInput.read(first), first)
    }
    guard !documents.isEmpty else {
      throw contents.hint
        ?? InputError(
          .unrecognised,
          "nothing in the folder is a topology: neither a YAML file with “packetwalk: 1” nor JSON from AWS's describe calls",
          at: Origin(file: path))
    }
    var loaded = try snapshot(documents)
    for stranger in contents.strangers {
      loaded.findings.append(
        Finding(
          code: "PW_UNRECOGNISED_FILE", severity: .note, subject: "",
          message: "not a part of the snapshot, so it was left out", origin: Origin(file: stranger)))
    }
    return loaded
  }

  private static func look(into path: String, _ format: TopologyFormatName?) throws(InputError) -> Contents {
    var contents = Contents()
    for file in try ByteInput.files(in: path) {
      if hasEnding(file, [".tf"]) {
        contents.hint = contents.hint ?? refusal(.terraformSource, file)
      } else if hasEnding(file, [".pwm"]) {
        contents.hint = contents.hint ?? refusal(.compiled, file)
      } else if hasEnding(file, yamlEndings), format != .snapshot {
        let bytes = try ByteInput.read(file)
        let guess = InputGuess(yaml: bytes)
        if guess == .native {
          contents.natives.append(file)
        } else if guess == .cloudFormation {
          contents.templates.append((file, bytes))
        } else {
          contents.hint = contents.hint ?? (guess == .unknown ? nil : refusal(guess, file))
        }
      } else if hasEnding(file, [".json", ".json.gz", ".template"]), format != .native {
        let bytes = try ByteInput.read(file)
        if !isJSON(bytes) {
          if hasEnding(file, [".template"]), InputGuess(yaml: bytes) == .cloudFormation {
            contents.templates.append((file, bytes))
            continue
          }
        }
        let json = try JSONDocument(parsing: bytes, file: file)
        switch InputGuess(json: json.root) {
        case .snapshot: contents.snapshot.append(SnapshotDocument(path: file, json: json))
        case .native: contents.natives.append(file)
        case .terraform:
          contents.strangers.append(file)
          contents.hint = contents.hint ?? refusal(.terraform, file)
        case .cloudFormation: contents.templates.append((file, bytes))
        case let guess:
          contents.strangers.append(file)
          contents.hint = contents.hint ?? (guess == .unknown ? nil : refusal(guess, file))
        }
      } else if format != .native, SnapshotReader.isNamedAfterCall(file) {
        let bytes = try ByteInput.read(file)
        guard isJSON(bytes) else { continue }
        let json = try JSONDocument(parsing: bytes, file: file)
        if AWSSnapshot.recognises(json.root) {
          contents.snapshot.append(SnapshotDocument(path: file, json: json))
        }
      }
    }
    return contents
  }

  // MARK: Words

  private static let yamlEndings = [".yaml", ".yml", ".yaml.gz", ".yml.gz"]

  private static func hasEnding(_ path: String, _ endings: [String]) -> Bool {
    let name = path.lowercased()
    return endings.contains { name.hasSuffix($0) }
  }

  /// JSON in the encodings that tools write: UTF-8, or UTF-16 with its byte order mark.
  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let first = text.first { !([0x20, 0x09, 0x0A, 0x0D] as [UInt8]).contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  private static func refusal(_ guess: InputGuess, _ path: String) -> InputError {
    let message =
      switch guess {
      case .foreign(let words): words
      case .otherOfOurs(let what): "this is \(what), not a topology"
      case .terraform: "this is a plan or a state of Terraform's; name the file, not its folder"
      case .compiled: "this is a compiled model; name the file, not its folder"
      case .native, .snapshot, .cloudFormation, .unknown:
        "this is no topology: neither YAML with “packetwalk: 1” nor JSON from AWS's describe calls or Terraform"
      }
    return InputError(.unrecognised, message, at: Origin(file: path))
  }
}
