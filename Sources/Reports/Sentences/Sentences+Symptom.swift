import PacketWalkForwarding
import PacketWalkAddressing
package import PacketWalkQueries

extension Sentences {
  /// What somebody who uses the service would see; nil where it works or nothing can be said.
  ///
  /// Groups, access lists and route tables drop in silence, so that nearly everything is a time-out; only
  /// load balancers speak up.
  package static func symptom(_ answer: Answer) -> String? {
    switch answer.verdict {
    case .reachable, .undetermined: nil
    case .intermittent: "works sometimes; when it does not, \(failure(answer))"
    case .noReply: "\(failure(answer)), although requests arrive"
    case .unreachable: failure(answer)
    }
  }

  private static let noListener = [
    "ELBV2_LISTENERS_MISMATCH", "ELB_LISTENERS_MISMATCH", "ELBV2_LISTENER_PORT_RESTRICTION",
    "ELB_LISTENER_PORT_RESTRICTION",
  ]

  private static func failure(_ answer: Answer) -> String {
    let codes = answer.blockers.map(\.code)
    if codes.contains(where: noListener.contains) {
      return "connection refused, or times out"
    }
    if codes.contains("ELBV2_LISTENER_HAS_NO_TG") {
      return "HTTP 503 from an application load balancer, a failing connection from a network one"
    }
    // The client's own connection stands; the load balancer's fails behind it.
    if answer.blockers.contains(where: { $0.leg > 0 }) {
      return "the load balancer accepts the connection and answers HTTP 504"
    }
    return isTCP(answer) ? "connection times out" : "no answer"
  }

  private static func isTCP(_ answer: Answer) -> Bool {
    answer.service.parts.allSatisfy { $0.protocol == .tcp }
  }
}
