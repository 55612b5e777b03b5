import PacketWalkTopology

extension Coverage {
  /// Resources that packets could meet: how many were read, and how many of them are modelled.
  var network: (read: Int, modelled: Int) {
    let counted = entries.filter(\.isNetwork)
    return (counted.reduce(0) { $0 + $1.read }, counted.reduce(0) { $0 + $1.modelled })
  }

  /// How many in a hundred network resources are modelled, rounded down: 100 means all. Nil when there are none.
  var percentage: Int? {
    let (read, modelled) = network
    return read > 0 ? modelled * 100 / read : nil
  }

  /// `61 files, taken 2026-11-21T06:00:00Z`.
  var source: String {
    counted(documents, "file") + (takenAt.map { ", taken \($0)" } ?? ", of unknown age")
  }
}
