import Testing

@testable import PacketWalkDiagnostics

@Suite struct NearestNamesTests {
  @Test(arguments: [
    ("wbe-1", ["web-1", "db-1"], ["web-1"]),
    ("web1", ["web-1", "web-2", "db-1"], ["web-1"]),
    ("Web-1", ["db-1", "web-1"], ["web-1"]),
    ("security-gruops", ["security-groups", "subnets"], ["security-groups"]),
    ("subnte-a", ["subnet-b", "subnet-a", "subnet-a", "subnets"], ["subnet-a", "subnet-b"]),
    ("web-1", ["db-1", "app-1"], []),
    ("x", ["y", "a"], []),
    ("X", ["x"], ["x"]),
    ("", ["", "a"], []),
    ("anything", [], []),
    ("web", ["web-1", "wed", "wex", "wet", "wez"], ["wed", "wet", "wex"]),
    ("sg-0a1b2c3d4e5f60718", ["sg-0a1b2c3d4e5f60781", "sg-0000000000000000f"], ["sg-0a1b2c3d4e5f60781"]),
  ])
  func finds(word: String, candidates: [String], nearest: [String]) {
    #expect(nearestNames(to: word, among: candidates) == nearest)
    #expect(nearestNames(to: word, among: candidates.reversed()) == nearest)
  }

  @Test func limitIsKept() {
    #expect(nearestNames(to: "web", among: ["wea", "web", "wec"], limit: 1) == ["web"])
    #expect(nearestNames(to: "web", among: ["web"], limit: 0) == [])
  }

  @Test func manyCandidatesAreBounded() {
    let names = (0..<50_000).map { "sg-" + String($0, radix: 16) } + ["sg-cafe-babe"]
    #expect(nearestNames(to: "sg-cafe-baeb", among: names) == ["sg-cafe-babe"])
  }

  /// The whole matrix, no band, no early end.
  private func goldenDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var cells = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
    for i in 0...left.count {
      for j in 0...right.count {
        guard i > 0, j > 0 else {
          cells[i][j] = i + j
          continue
        }
        let replaced = cells[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
        cells[i][j] = min(replaced, cells[i - 1][j] + 1, cells[i][j - 1] + 1)
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          cells[i][j] = min(cells[i][j], cells[i - 2][j - 2] + 1)
        }
      }
    }
    return cells[left.count][right.count]
  }

  @Test func distanceAgreesWithTheWholeMatrix() {
    // Every text of up to five letters from two, against every other: all edits and all their neighbours.
    let texts = (0...5).flatMap { length in
      (0..<(1 << length)).map { bits in (0..<length).map { UInt8(bits >> $0 & 1) } }
    }
    var distances = EditDistance()
    for left in texts {
      for right in texts {
        let golden = goldenDistance(left, right)
        for bound in 0...4 {
          let expected = golden <= bound ? golden : nil
          #expect(distances.measure(left, right, atMost: bound) == expected, "\(left) \(right) \(bound)")
        }
      }
    }
  }
}
