import PacketWalkTopology

extension NativeWriter {
  func blockPublicAccess() -> [YAMLValue] {
    topology.blockPublicAccessOptions.map { options in
      var fields = YAMLMembers()
      let word = NativeReader.blockWords.first { $0.1 == options.mode }?.0
      fields.add("mode", word)
      if options.account != account { fields.add("account", options.account ?? "") }
      if options.region != region { fields.add("region", options.region ?? "") }
      return fields.members.count == 1 ? .scalar(word ?? "") : fields.value
    }
  }

  func publicAccessExclusions() -> YAMLMembers {
    var section = YAMLMembers()
    for exclusion in topology.blockPublicAccessExclusions {
      var fields = YAMLMembers()
      switch exclusion.scope {
      case .vpc(let id): fields.add("vpc", names.reference(.vpc, id, from: nil))
      case .subnet(let id): fields.add("subnet", names.reference(.subnet, id, from: nil))
      }
      if exclusion.mode != .bidirectional { fields.add("allow", "egress") }
      fields.add("in-force", exclusion.isInForce, unless: true)
      member(.publicAccessExclusion, exclusion, in: filePlace, fields, into: &section)
    }
    return section
  }
}
