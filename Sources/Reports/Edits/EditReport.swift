import PacketWalkFormats
package import PacketWalkTopology

/// Edits of a topology in the languages in which people make them.
///
/// Each is meant to be pasted: names and identifiers are quoted as the language wants it, and what the language
/// cannot say stands in a comment. An edit sees what those before it did.
package enum EditReport {
  /// A YAML list, as `--edit` reads it.
  package static func yaml(_ edits: [Edit], on topology: Topology) -> String {
    NativeEdits.write(edits, for: topology)
  }

  /// The lines of text that `--edit` reads.
  package static func text(_ edits: [Edit], on topology: Topology) -> String {
    EditText.texts(edits, on: topology).map { $0 + "\n" }.joined()
  }

  /// Commands of the AWS CLI, for a POSIX shell. An identifier that the input does not have, being YAML by hand
  /// say, is a variable, which a comment explains.
  package static func cli(_ edits: [Edit], on topology: Topology) -> String {
    var writer = CommandLineEdits(topology)
    for (edit, text) in zip(edits, EditText.texts(edits, on: topology)) { writer.write(edit, text) }
    return writer.text
  }

  /// Terraform's resources for what is added, and comments for what has to go. An identifier that the input does
  /// not have is an input variable.
  package static func terraform(_ edits: [Edit], on topology: Topology) -> String {
    var writer = TerraformEdits(topology)
    for (edit, text) in zip(edits, EditText.texts(edits, on: topology)) { writer.write(edit, text) }
    return writer.text
  }
}
