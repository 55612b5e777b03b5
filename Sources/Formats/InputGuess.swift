import PacketWalkJSONScan

/// What a file seems to be, judged by a look at it.
enum InputGuess: Hashable {
  case native
  case snapshot
  /// A plan or a state as JSON.
  case terraform
  case cloudFormation
  /// What `compile` wrote of any of them.
  case compiled
  /// One of our own files that is no topology.
  case otherOfOurs(String)
  /// A format of others that describes networks and is not read.
  case foreign(String)
  case unknown

  /// What its author wrote; what it means is in the plan.
  static let terraformSource = Self.foreign(
    "this is Terraform's source, which only Terraform can evaluate; terraform plan -out=PLAN and "
      + "terraform show -json PLAN > plan.json print a plan that is read")

  private static let overlay = Self.otherOfOurs("a file for --with")

  /// By a file's first bytes, for what is neither JSON nor YAML; nil where they don't tell.
  init?(magic bytes: [UInt8]) {
    if CompiledModel.recognises(bytes) {
      self = .compiled
      return
    }
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return nil }
    self = .foreign(
      "this is a zip archive, such as terraform plan -out writes; terraform show -json PLAN > plan.json prints one that is read"
    )
  }

  /// By the top-level keys of a JSON document.
  init(json root: JSONValue) {
    if let version = root["packetwalk"], version.kind == .number || version.kind == .string {
      self = root["external"] != nil && root["vpcs"] == nil ? Self.overlay : .native
    } else if AWSSnapshot.recognises(root) {
      self = .snapshot
    } else if Terraform.kind(of: root) != nil {
      self = .terraform
    } else if root["@level"] != nil && root["@message"] != nil {
      self = .foreign(
        "this is the log of terraform plan -json; terraform plan -out=PLAN and terraform show -json PLAN > plan.json "
          + "print a plan that is read")
    } else if root["log"]?["entries"]?.kind == .array {
      self = .foreign(
        "this is a browser's recording of its requests (HAR), not an answer of AWS's; packetwalk collect, or the AWS "
          + "CLI's describe calls, print what is read")
    } else if CloudFormation.recognises(root) {
      self = .cloudFormation
    } else {
      self = .unknown
    }
  }

  /// By the keys that begin lines of a YAML text; nothing is parsed, so that a broken file still is what it
  /// was meant to be.
  init(yaml bytes: [UInt8]) {
    let keys = Self.topLevelKeys(bytes)
    if keys.contains("packetwalk-expectations") {
      self = .otherOfOurs("a file of expectations")
    } else if keys.contains("packetwalk") {
      let isPolicy = keys.contains("assertions") && !keys.contains("vpcs")
      let isOverlay = keys.contains("external") && !keys.contains("vpcs")
      self = isPolicy ? .otherOfOurs("a policy") : isOverlay ? Self.overlay : .native
    } else if keys.contains("AWSTemplateFormatVersion") || keys.contains("Resources") {
      self = .cloudFormation
    } else {
      self = .unknown
    }
  }

  private static func topLevelKeys(_ bytes: [UInt8]) -> Set<String> {
    var keys: Set<String> = []
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    for line in text.split(separator: UInt8(ascii: "\n")) {
      guard let colon = line.prefix(64).firstIndex(of: UInt8(ascii: ":")) else { continue }
      let key = line[..<colon].filter { $0 != UInt8(ascii: "\"") }
      let isWord = key.allSatisfy {
        $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 > 64 && $0 < 123
      }
      if isWord, !key.isEmpty { keys.insert(String(decoding: key, as: UTF8.self)) }
    }
    return keys
  }
}
