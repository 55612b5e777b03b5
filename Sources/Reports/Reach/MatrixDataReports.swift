import PacketWalkForwarding
package import PacketWalkQueries

/// The matrix for programs.
package enum MatrixJSONReport {
  /// One object.
  package static func json(_ matrix: ReachMatrix) -> String {
    JSONText.object { json in
      json.member("schema", JSONReport.schema)
      json.member("services", matrix.services)
      json.member("counts", matrix.aspect.rawValue)
      json.member(
        "parties",
        array: matrix.parties.map { party in
          JSONText.object { json in
            json.member("name", party.name)
            json.member("size", party.size)
            json.member("members", strings: party.members)
          }
        })
      json.member(
        "cells",
        array: matrix.cells.map { cell in
          JSONText.object { json in
            json.member("source", matrix.parties[cell.source].name)
            json.member("destination", matrix.parties[cell.destination].name)
            json.member("pairs", cell.pairs)
            let meaning = matrix.meaning(of: cell)
            json.member("every", array: meaning.every.map(ReachJSONReport.object))
            json.member("some", array: meaning.some.map(ReachJSONReport.object))
          }
        })
      ReachJSONReport.write(matrix.notes, &json)
    }
  }
}

/// The matrix as RFC 4180 lines, one for each pair of parties, verdict and extent.
package enum MatrixCSVReport {
  package static func csv(_ matrix: ReachMatrix) -> String {
    var text = "source,destination,pairs,holds_for,verdict,services\r\n"
    let names = matrix.parties.map { CSVText.field($0.name) }
    var services: [String: String] = [:]
    for cell in matrix.cells {
      let meaning = matrix.meaning(of: cell)
      for (extent, shares) in [("every pair", meaning.every), ("some pairs", meaning.some)] {
        for share in shares {
          let known = services[share.services]
          let list = known ?? CSVText.field(share.services)
          if known == nil { services[share.services] = list }
          text += names[cell.source]
          text += ","
          text += names[cell.destination]
          text += ",\(cell.pairs),"
          text += extent
          text += ","
          text += share.verdict.rawValue
          text += ","
          text += list
          text += "\r\n"
        }
      }
    }
    return text
  }
}
