/// How a format spells what AWS's API calls `SubnetIds`.
enum DeclaredSpelling: Sendable {
  /// As AWS does: templates.
  case aws
  /// As Terraform's provider does: small letters and underlines, blocks in the singular.
  case terraform

  /// - Parameter provider: what the provider says where it is not AWS's own word.
  func key(_ own: String, _ provider: String?) -> String {
    switch self {
    case .aws: own
    case .terraform: provider ?? Self.underlined(own)
    }
  }

  /// `StatelessDefaultActions` as `stateless_default_actions`.
  private static func underlined(_ own: String) -> String {
    var text = ""
    var wasCapital = true
    for character in own {
      if character.isUppercase, !wasCapital { text += "_" }
      wasCapital = character.isUppercase
      text += character.lowercased()
    }
    return text
  }
}
