package import PacketWalkJSONScan

/// One of AWS's calls that a snapshot is made of, as the table has it.
package struct CollectCall: Sendable {
  /// A member that is kept of each element. What is not named never leaves AWS's command, since `--query`
  /// asks for these alone.
  package indirect enum Field: Sendable, Equatable {
    /// All of a member.
    case whole(String)
    /// Of an object, only these members.
    case object(String, [Field])
    /// Of each element of a list, only these members.
    case list(String, [Field])
  }

  /// A call for one resource at a time: which earlier call finds them, and how it is told of one.
  package struct Each: Sendable {
    /// The earlier call's name, such as `ec2 describe-vpcs`.
    package var call: String
    /// The list in its output.
    package var list: String
    /// The element's member that identifies it.
    package var member: String
    /// The option that takes it, such as `--vpc-id`.
    package var option: String
    /// What the envelope calls it, which is what the readers of snapshots look for.
    package var parameter: String
    /// Only of elements in which this member holds this text.
    package var filter: (member: String, text: String)?
    /// Where one identifier doesn't say it: all that the calls are told, the name of the file first, from the
    /// answer of the earlier call. `arguments` name the others in braces.
    package var expand: (@Sendable (JSONValue) -> [[CollectReport.Parameter]])?
  }

  /// The service as the command line calls it, such as `elbv2`.
  package var service: String
  package var operation: String
  /// The members of the output that are kept, the one that has to be there first. Empty: all of them.
  package var keys: [String]
  package var arguments: [String] = []
  package var each: Each?
  /// What of the first key's elements is kept; empty for everything.
  package var fields: [Field] = []
  /// The IAM actions that the call needs.
  package var actions: [String] = []
  /// Whether most networks have nothing of the kind: that an old command or a Region doesn't know the call is
  /// then no news.
  package var isOptional = false
  /// Asked once an account, in the one Region that answers for all.
  package var globalRegion: String?
  /// Whether the output itself is kept, or only says for what to ask next.
  package var isKept = true
  /// Whether AWS's command leaves the pages of a long answer to its caller.
  package var pagesByHand = false

  /// `ec2 describe-vpcs`.
  package var name: String { "\(service) \(operation)" }

  /// `ec2-describe-vpcs`, the name of its file or folder.
  package var fileName: String { "\(service)-\(operation)" }

  /// Whether the output can't be told from others by its keys: the call then stands beside it.
  package var hasEnvelope: Bool { each != nil || keys.isEmpty || [["items"], ["Clusters"]].contains(keys) }

  /// The JMESPath expression that keeps what must not be known out of the output; nil where nothing is to be
  /// kept out.
  package var query: String? {
    guard let key = keys.first, !fields.isEmpty else { return nil }
    // The next page's token is no secret, and needed by whoever turns the pages.
    let tokens = pagesByHand ? ",NextToken:NextToken,nextToken:nextToken" : ""
    return "{\(key):\(key)[].\(Self.expression(fields))\(tokens)}"
  }

  private static func expression(_ fields: [Field]) -> String {
    let members = fields.map { field in
      switch field {
      case .whole(let name): "\(name):\(name)"
      case .object(let name, let fields): "\(name):\(name).\(expression(fields))"
      case .list(let name, let fields): "\(name):\(name)[].\(expression(fields))"
      }
    }
    return "{\(members.joined(separator: ","))}"
  }
}

extension CollectCall.Field {
  package var name: String {
    switch self {
    case .whole(let name), .object(let name, _), .list(let name, _): name
    }
  }

  /// What is kept within it; nil for everything.
  package var parts: [Self]? {
    switch self {
    case .whole: nil
    case .object(_, let fields), .list(_, let fields): fields
    }
  }
}
