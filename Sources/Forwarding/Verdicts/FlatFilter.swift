import PacketWalkAddressing
import PacketWalkTopology

/// A filter for verdicts: where its rules are, and what is to be known before they are read.
struct FlatFilter: Sendable, BitwiseCopyable {
  var rules: FlatSpan
  /// The first rule that matches decides; else any that allows.
  var isAccessList: Bool
  var isIngress: Bool
  /// What no rule of those that are known matches may still match.
  var hasUnknownRules: Bool
  var hasReferences: Bool
  /// Holds something that only the whole walk knows.
  var needsWholeWalk: Bool

  init(_ filter: Filter, _ keys: inout [FlatRuleKey], _ rules: inout [FlatRule]) {
    isAccessList = filter.kind == .accessList
    isIngress = filter.direction == .ingress
    hasUnknownRules = filter.hasUnknownRules
    hasReferences = filter.hasReferences
    let flat = filter.rules.map { FlatRuleKey($0) }
    needsWholeWalk = filter.kind == .firewall || flat.contains { $0 == nil }
    self.rules = needsWholeWalk ? .empty : rules.appendSpan(filter.rules.map { FlatRule($0) })
    if !needsWholeWalk { keys += flat.compactMap { $0 } }
  }
}

/// What is asked of a rule first and mostly fails: its protocol, and what it says of ports, or of ICMP's type and code, as
/// one interval of numbers.
struct FlatRuleKey: Sendable, BitwiseCopyable {
  var firstNumber: UInt16
  var lastNumber: UInt16
  /// -1 for all.
  var protocolNumber: Int16

  /// Nil for what is no interval: a code of ICMP without a type.
  init?(_ rule: Filter.Rule) {
    protocolNumber = rule.protocolNumber
    (firstNumber, lastNumber) = (0, .max)
    guard let number = UInt8(exactly: rule.protocolNumber) else { return }
    let `protocol` = IPProtocol(rawValue: number)
    if `protocol`.hasPorts {
      // Ports that stand the wrong way round are none to look at.
      guard rule.firstPort <= rule.lastPort else { return }
      (firstNumber, lastNumber) = (rule.firstPort, rule.lastPort)
    } else if `protocol`.hasICMPType, rule.icmpType >= 0 || rule.icmpCode >= 0 {
      guard let type = UInt8(exactly: rule.icmpType) else { return nil }
      firstNumber = UInt16(type) << 8
      lastNumber = firstNumber | 0xFF
      guard rule.icmpCode >= 0 else { return }
      guard let code = UInt8(exactly: rule.icmpCode) else { return nil }
      firstNumber |= UInt16(code)
      lastNumber = firstNumber
    }
  }
}

/// The rest of a rule.
struct FlatRule: Sendable, BitwiseCopyable {
  var firstAtom: UInt32
  var lastAtom: UInt32
  var group: UInt32
  var isAllow: Bool
  var isUnknown: Bool

  init(_ rule: Filter.Rule) {
    (firstAtom, lastAtom, group) = (rule.firstAtom, rule.lastAtom, rule.group)
    (isAllow, isUnknown) = (rule.isAllow, rule.isUnknown)
  }
}
