import Dispatch
import PacketWalkTesting
import Testing

// Each line with a number of failures behind it has so many, and no other has one: run.sh counts.
@Suite struct InSwiftTesting {
  let network: Network

  init() throws { network = try Network(path: .beside("network.yaml")) }

  @Test func holds() throws {
    network.expect(.allow(from: "web-1", to: "sg:db", on: "postgres"))
    network.expect(.only(from: "sg:web", to: "sg:db", on: "any"))
    network.expectSamePaths(as: try Network(path: .beside("network.yaml")))
  }

  @Test func fails() {
    network.expect(.deny(from: "internet", to: "sg:web", on: "any"))  // 1 failure
    network.expect(.allow(from: "internet", to: "db-1", on: "postgres"))  // 1 failure
  }

  @Test(arguments: ["web-1", "web-2"]) func names(source: String) {
    network.expect(.allow(from: "\(source)", to: "sg:db", on: "postgres"))  // 1 failure
  }

  @Test func noService() {
    network.expect(.deny(from: "internet", to: "sg:db", on: "tpc/22"))  // 1 failure
  }

  @Test func policy() {
    network.expect(policy: .beside("policy.yaml"))  // 2 failures
  }

  @Test func difference() throws {
    let edited = try network.edited(by: "sg:db +in tcp/22 from sg:web")
    edited.expectSamePaths(as: network)  // 1 failure
  }

  @Test func warns() {
    network.expect(.deny(from: "internet", to: "sg:web", on: "any", severity: .warning))
  }

  @Test func inATask() async {
    await Task { [network] in
      _ = network.expect(.deny(from: "internet", to: "sg:web", on: "any"))  // 1 failure
    }.value
  }

  @Test func inADetachedTask() async {
    await Task.detached { [network] in
      _ = network.expect(.deny(from: "internet", to: "sg:web", on: "any"))  // 1 failure
    }.value
  }

  @Test func onAQueue() async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [network] in
        network.expect(.deny(from: "internet", to: "sg:web", on: "any"))  // 1 failure
        continuation.resume()
      }
    }
  }
}
