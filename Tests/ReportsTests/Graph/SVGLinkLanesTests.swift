import PacketWalkTestSupport
import Testing

@testable import PacketWalkReports

/// Lanes of links: no two lie on each other, and there is room for all of them.
@Suite struct SVGLinkLanesTests {
  private func picture(_ random: inout SplitMix64) -> Picture {
    var picture = Picture(.map, title: "lanes")
    var places: [PictureLink.Place] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      places.append(.node(picture.add(PictureNode(kind: .hub, name: "hub"))))
    }
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let account = picture.add(PictureBox(kind: .account, name: "account"))
      places.append(.node(picture.add(PictureNode(box: account, kind: .hub, name: "hub"))))
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        places.append(.box(picture.add(PictureBox(kind: .vpc, parent: account, name: "vpc"))))
      }
    }
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let count = Int.random(in: 1...places.count, using: &random)
      let ends = places.shuffled(using: &random).prefix(count)
      picture.links.append(
        PictureLink(
          ends: ends.map { PictureLink.End(place: $0, words: "words") },
          style: Bool.random(using: &random) ? .attached : .unavailable,
          shape: Bool.random(using: &random) ? .star : .mesh))
    }
    return picture
  }

  @Test(arguments: 0..<100 as Range<UInt64>) func lanesHoldOneLinkAtAHeight(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let picture = picture(&random)
    let lanes = SVGLinkLanes(picture)
    let order = SVGLinkLanes.order(picture)
    #expect(Set(lanes.lanes.keys) == Set(picture.links.indices.filter { picture.links[$0].ends.count > 1 }))
    // At each height and in each lane, at most one.
    var taken: [[Int]: Int] = [:]
    for (link, lane) in lanes.lanes {
      let heights = picture.links[link].ends.compactMap { order[$0.place] }
      for height in (heights.min() ?? 0)...(heights.max() ?? 0) {
        #expect(taken.updateValue(link, forKey: [lane, height]) == nil, "seed \(seed)")
      }
    }
    let svg = SVGReport.text(picture)
    #expect(XMLCheck.fault(of: svg) == nil)
    #expect(!svg.contains("=\"-") && !svg.contains("M-"), "seed \(seed): beyond the left border")
    let sockets = picture.links.filter { $0.ends.count > 1 }.reduce(0) { $0 + $1.ends.count }
    let legend = picture.linkLines.count * 2
    #expect(svg.split(separator: "\n").count { $0.contains("class=\"socket\"") } == sockets + legend)
  }
}
