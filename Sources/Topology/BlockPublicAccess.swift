/// What VPC Block Public Access does to traffic of a subnet at its internet gateways
/// (`BlockPublicAccessStates.InternetGatewayBlockMode`, exclusions already counted; BPA-1).
package enum BlockPublicAccess: String, Hashable, Sendable {
  case off
  case bidirectional = "block-bidirectional"
  case ingress = "block-ingress"
}
