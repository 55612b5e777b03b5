/// Something that holds others: a VPC, a zone, a subnet, kinds of subnets.
package struct PictureBox: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case account
    case vpc
    case zone
    case subnet
    /// A gateway, the internet, a network outside.
    case outside
  }

  package var kind: Kind
  package var parent: Int?
  /// `VPC shop`.
  package var name: String
  /// Its ranges and the like.
  package var detail: String = ""
  /// What stands on its border: gateways.
  package var gateways: [String] = []
  /// Zones, where what is in it stands in columns.
  package var columns: [String] = []
  /// What of it is in each column, a line each.
  package var cells: [[String]] = []
  package var mark = PictureMark.plain
}
