/// A check of `lint`; the raw value is its stable identifier.
///
/// A check speaks only where the input says all that it needs: in doubt there is no finding.
package enum LintCheck: String, Hashable, Sendable, CaseIterable {
  // What is open.
  case adminPortExposed = "admin-port-exposed"
  case adminPortOpen = "admin-port-open"

  // What is meant to work and does not.
  case targetRefused = "target-refused"
  case aclBlocksReplies = "acl-blocks-replies"
  case blackholeInUse = "blackhole-in-use"
  case middleboxChecked = "middlebox-checked"
  case natWithoutWayOut = "nat-without-way-out"
  case zoneWithoutAttachment = "zone-without-attachment"
  case asymmetricPath = "asymmetric-path"
  case peeringOverlap = "peering-overlap"
  case staleGroupReference = "stale-group-reference"
  case emptyGroupReference = "empty-group-reference"

  // What has no effect.
  case aclEntryNeverMatches = "acl-entry-never-matches"
  case aclEntryRedundant = "acl-entry-redundant"
  case groupRuleRedundant = "group-rule-redundant"
  case routeNeverUsed = "route-never-used"
  case unusedGroup = "unused-group"
  case unusedACL = "unused-acl"

  // What AWS would refuse.
  case aclQuota = "acl-quota"
  case groupQuota = "group-quota"
  case routeQuota = "route-quota"
  case rangeOverRoute = "range-over-route"

  // What lint itself was told.
  case unusedIgnore = "unused-ignore"
}
