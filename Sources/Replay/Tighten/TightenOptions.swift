import PacketWalkAddressing

/// How close to what was seen rules are made.
package struct TightenOptions: Hashable, Sendable {
  /// What a far end that was seen stands for.
  package enum Margin: Hashable, Sendable {
    /// Its address.
    case exact
    /// All of a range of this length; of IPv6 the /64, unless it is /32.
    case prefix(Int)
    /// All of its subnet, if that is in the model.
    case subnet
    /// The members of a group that it holds; its address where it holds none.
    case group
  }

  package var margin: Margin
  /// How many ports that were not seen a range may hold between two that were.
  package var gap: Int
  /// By how many rules one is replaced at most.
  package var ruleLimit: Int
  /// Whether rules are judged although some of the interfaces that they are for logged nothing.
  package var trustsSilence: Bool

  package init(margin: Margin = .group, gap: Int = 0, ruleLimit: Int = 5, trustsSilence: Bool = false) {
    self.margin = margin
    self.gap = gap
    self.ruleLimit = ruleLimit
    self.trustsSilence = trustsSilence
  }
}

extension TightenOptions.Margin: LosslessStringConvertible {
  /// Parses `exact`, `/24`, `subnet`, `group`.
  package init?(_ text: String) {
    switch text {
    case "exact": self = .exact
    case "subnet": self = .subnet
    case "group": self = .group
    default:
      guard text.hasPrefix("/"), let length = Int(text.dropFirst()), (8...32).contains(length) else {
        return nil
      }
      self = .prefix(length)
    }
  }

  package var description: String {
    switch self {
    case .exact: "exact"
    case .prefix(let length): "/\(length)"
    case .subnet: "subnet"
    case .group: "group"
    }
  }
}
