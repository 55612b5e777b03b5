import Dispatch
import PacketWalkTesting
import XCTest

// Each line with a number of failures behind it has so many, and no other has one: run.sh counts.
final class InXCTest: XCTestCase {
  private func network() throws -> Network { try Network(path: .beside("network.yaml")) }

  func testHolds() throws {
    let network = try network()
    network.expect(.allow(from: "web-1", to: "sg:db", on: "postgres"))
    network.expect(.only(from: "sg:web", to: "sg:db", on: "any"))
    network.expectSamePaths(as: try self.network())
  }

  func testFails() throws {
    let network = try network()
    network.expect(.deny(from: "internet", to: "sg:web", on: "any"))  // 1 failure
    network.expect(.allow(from: "internet", to: "db-1", on: "postgres"))  // 1 failure
  }

  func testNoMatch() throws {
    try network().expect(.allow(from: "web-2", to: "sg:db", on: "postgres"))  // 1 failure
  }

  func testNoService() throws {
    try network().expect(.deny(from: "internet", to: "sg:db", on: "tpc/22"))  // 1 failure
  }

  func testPolicy() throws {
    try network().expect(policy: .beside("policy.yaml"))  // 2 failures
  }

  func testDifference() throws {
    let network = try network()
    let edited = try network.edited(by: "sg:db +in tcp/22 from sg:web")
    edited.expectSamePaths(as: network)  // 1 failure
  }

  func testWarns() throws {
    try network().expect(.deny(from: "internet", to: "sg:web", on: "any", severity: .warning))
  }

  func testInATask() async throws {
    let network = try network()
    await Task {
      _ = network.expect(.deny(from: "internet", to: "sg:web", on: "any"))  // 1 failure
    }.value
  }

  func testInADetachedTask() async throws {
    let network = try network()
    await Task.detached {
      _ = network.expect(.deny(from: "internet", to: "sg:web", on: "any"))  // 1 failure
    }.value
  }

  func testOnAQueue() throws {
    let network = try network()
    let done = expectation(description: "done")
    DispatchQueue.global().async {
      network.expect(.deny(from: "internet", to: "sg:web", on: "any"))  // 1 failure
      done.fulfill()
    }
    wait(for: [done], timeout: 60)
  }
}
