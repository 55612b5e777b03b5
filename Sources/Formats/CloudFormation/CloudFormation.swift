package import PacketWalkDiagnostics
package import PacketWalkJSONScan
package import PacketWalkTopology

/// CloudFormation templates as topologies.
package enum CloudFormation {
  /// Whether a JSON document is a template.
  package static func recognises(_ root: JSONValue) -> Bool {
    root["AWSTemplateFormatVersion"] != nil || root["Resources"]?.kind == .object
  }

  /// Reads templates that make one network together: each is a stack named after its file, they import what the others
  /// export, and those that others nest are read with the values they get there.
  ///
  /// - Parameters:
  ///   - documents: YAML or JSON, with the names of their files.
  ///   - parameters: values for the templates' parameters, and for `AWS::Region` and `AWS::AccountId`.
  /// - Throws: `malformed` where a template can't be parsed, `empty` where no resource is of a network.
  /// - Complexity: O(size of the templates) but for loops, whose members are limited.
  package static func read(
    _ documents: [(path: String, bytes: [UInt8])], parameters: [String: String] = [:]
  ) throws(InputError) -> (topology: Topology, findings: [Finding]) {
    var templates: [CloudFormationTemplate] = []
    for document in documents {
      templates.append(try CloudFormationTemplate(document.bytes, file: document.path))
    }
    let reader = CloudFormationReader(CloudFormationStacks(templates, parameters: parameters))
    let read = reader.read(documents: documents.count)
    guard read.topology.coverage.entries.contains(where: \.isNetwork) else {
      let words = documents.count == 1 ? ("template describes", "its") : ("templates describe", "their")
      throw InputError(
        .empty, "the \(words.0) no network: none of \(words.1) resources is a part of one",
        at: Origin(file: documents.first?.path))
    }
    return read
  }
}
