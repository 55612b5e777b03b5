package import PacketWalkDiagnostics

extension Topology {
  /// What doesn't fit together: the one place where a topology's consistency is checked.
  ///
  /// Nothing is repaired and nothing left out; answers that rest on an inconsistency are the compiler's
  /// matter. A reference to a kind that the input lacks as a whole is a note, since `coverage` tells of it
  /// already; everything else is a warning. The codes are those of `ValidationCode`. The order depends on
  /// the topology alone: by concern, then by the place of the resources.
  ///
  /// - Complexity: O(*n* log *n*) for *n* resources, rules, routes and addresses together, where a VPC and a
  ///   subnet have a few ranges each, as AWS's quotas have it.
  package func validate() -> [Finding] {
    var validator = Validator(self)
    validator.checkReferences()
    validator.checkRanges()
    validator.checkAddresses()
    validator.checkAssociations()
    validator.checkNetworkACLNumbers()
    validator.checkPublicAccess()
    validator.checkGroupMembers()
    validator.checkAttachments()
    return validator.findings
  }
}
