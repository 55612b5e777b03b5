/// What transit gateways' records come to.
extension PartialWriter {
  func write(_ tally: TransitTally, _ out: (String) -> Void) {
    for (key, found) in tally.others.sorted(by: { $0.key < $1.key }) {
      var line = PartialLine("transit")
      line.member("attachment", key.attachment)
      line.member("table", key.table)
      line.member("route", key.route)
      line.member("fate", key.fate.rawValue)
      switch key.event {
      case .forwarded(let exit): line.member("to", exit)
      case .lostNoRoute: line.member("lost", TransitFate.noRoute.rawValue)
      case .lostBlackhole: line.member("lost", TransitFate.blackhole.rawValue)
      }
      Self.write(found.volume, &line)
      line.member("first", found.first)
      line.member("last", found.last)
      line.member("example", raw: example(found.example))
      out(line.ended)
    }
    for (place, window) in tally.windows.sorted(by: { $0.key < $1.key }) {
      var line = PartialLine("attachment-window")
      line.member("attachment", place)
      Self.write(window, &line)
      out(line.ended)
    }
    for (name, records) in tally.unknown.sorted(by: { $0.key < $1.key }) {
      var line = PartialLine("unknown-attachment")
      line.member("attachment", name)
      line.member("records", records)
      out(line.ended)
    }
  }
}
