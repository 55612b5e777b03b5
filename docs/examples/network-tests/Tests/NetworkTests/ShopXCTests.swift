import PacketWalkTesting
import XCTest

/// The same with XCTest: an expectation is the same call.
final class ShopXCTests: XCTestCase {
  func testWebUsesDatabase() throws {
    try Plan.after().expect(.allow(from: "web-1", to: "db-1", on: "postgres"))
  }

  func testDatabaseIsPrivate() throws {
    try Plan.after().expect(
      .only(from: "tag:tier=web", to: "tag:tier=data", on: "any", why: "customers' data"))
  }
}
