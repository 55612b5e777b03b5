/// What was done with a flow at the interface that logged it.
package enum FlowAction: UInt8, Sendable, Hashable, BitwiseCopyable {
  /// The log does not say: the field is `-` or not in its format.
  case none
  case accept
  case reject
}

/// Which way a flow went through the interface that logged it.
package enum FlowDirection: UInt8, Sendable, Hashable, BitwiseCopyable {
  /// The log does not say.
  case unknown
  case ingress
  case egress
}

/// A window in which an interface logged no flows, or not all of them.
package struct FlowGap: Hashable, Sendable {
  package enum Kind: UInt8, Sendable, Hashable {
    /// No traffic in the window.
    case noData
    /// Flows are missing, nobody knows which: one such record can stand for several.
    case skipData
  }

  package var kind: Kind
  /// The interface's number in the reader's table; 0 where the log does not name it.
  package var interface: UInt32
  /// In seconds since 1970; 0 where the log does not say.
  package var start: Int
  package var end: Int
  /// The line, as for records.
  package var line: Int
  package var offset: Int
}
