/// What a network firewall does with packets (`describe-firewall-policy`): rule groups in order, and what
/// becomes of the rest.
package struct FirewallPolicy: Resource, Hashable {
  package static let kindName = "firewall policy"

  /// A rule group of the policy.
  package struct GroupReference: Hashable, Sendable {
    package var group: RuleGroupID
    /// Lower first; nil where the order of actions decides, and then the list's.
    package var priority: Int?
    /// `Override.Action` is `DROP_TO_ALERT`: the group drops nothing.
    package var dropsToAlert: Bool

    package init(group: RuleGroupID, priority: Int? = nil, dropsToAlert: Bool = false) {
      self.group = group
      self.priority = priority
      self.dropsToAlert = dropsToAlert
    }
  }

  /// `StreamExceptionPolicy`: what becomes of a connection whose beginning the firewall did not see.
  package enum StreamException: String, Hashable, Sendable, CaseIterable {
    case drop
    case `continue`
    case reject
  }

  /// The ARN.
  package var id: FirewallPolicyID
  package var info: ResourceInfo
  package var statelessGroups: [GroupReference]
  /// The one of `StatelessDefaultActions` that is AWS's own.
  package var statelessDefault: StatelessRule.Action
  package var statefulGroups: [GroupReference]
  /// `RuleOrder` is `STRICT_ORDER`: by priority and place, not by action.
  package var isStrict: Bool
  /// `StatefulDefaultActions` without `aws:`, such as `drop_established`; strict order only.
  package var statefulDefaults: [String]
  package var streamException: StreamException
  /// `PolicyVariables.RuleVariables`: `HOME_NET` for groups that do not define it.
  package var addressSets: [String: [String]]

  package init(
    id: FirewallPolicyID, info: ResourceInfo = ResourceInfo(), statelessGroups: [GroupReference] = [],
    statelessDefault: StatelessRule.Action = .forward, statefulGroups: [GroupReference] = [],
    isStrict: Bool = false, statefulDefaults: [String] = [], streamException: StreamException = .drop,
    addressSets: [String: [String]] = [:]
  ) {
    self.id = id
    self.info = info
    self.statelessGroups = statelessGroups
    self.statelessDefault = statelessDefault
    self.statefulGroups = statefulGroups
    self.isStrict = isStrict
    self.statefulDefaults = statefulDefaults
    self.streamException = streamException
    self.addressSets = addressSets
  }
}
