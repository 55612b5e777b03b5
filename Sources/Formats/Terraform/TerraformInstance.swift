import PacketWalkJSONScan

/// One instance of a resource or data source, as a plan or a state lists it.
struct TerraformInstance: Sendable {
  /// `count.index` or `each.key`.
  enum Key: Hashable, Sendable {
    case number(Int)
    case text(String)

    init?(_ json: JSONValue?) {
      guard let json, !json.isNull else { return nil }
      if let number = json.integer, json.kind == .number {
        self = .number(number)
      } else if let text = json.string {
        self = .text(text)
      } else {
        return nil
      }
    }

    /// As addresses have it: `[0]`, `["a"]`.
    var suffix: String {
      switch self {
      case .number(let number): "[\(number)]"
      case .text(let text): "[\"\(text)\"]"
      }
    }
  }

  /// `module.vpc[0]`; empty in the root.
  var module: String
  var isData: Bool
  var type: String
  var name: String
  var key: Key?
  var values: JSONValue
  /// What of the values only applying will tell: `after_unknown`.
  var unknown: JSONValue?
  /// `id`, where the values don't have it yet.
  var formerID: String?

  /// `aws_subnet.web`.
  var resource: String { (isData ? "data." : "") + "\(type).\(name)" }

  /// `module.vpc[0].aws_subnet.web[1]`.
  var address: String { (module.isEmpty ? "" : "\(module).") + resource + (key?.suffix ?? "") }

  /// AWS's identifier, or one made of the address.
  var id: String {
    if let id = values["id"]?.string, !id.isEmpty { return id }
    return formerID ?? "tf:\(address)"
  }
}
