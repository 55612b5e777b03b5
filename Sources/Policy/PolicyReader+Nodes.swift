package import PacketWalkDiagnostics
package import PacketWalkFormats

extension PolicyReader {
  /// Reads one assertion that did not come from a file, in the form that it would have in one.
  ///
  /// - Throws: what reading the file would throw.
  package static func assertion(_ node: YAMLNode) throws(InputError) -> PolicyAssertion {
    var reader = PolicyReader()
    return try reader.assertion(node)
  }
}
