import FoundationEssentials

/// A made-up network for whole answers, on disk.
struct Estate {
  /// What it is made by, each measure by its name; what is not given is the generator's.
  let measures: [(name: String, value: Int)]
  let isHostile: Bool
  let file: String
  let bytes: Int
  /// A host and a database that it can't reach, and on which service.
  let question: [String]

  init(_ options: Options, _ measures: [(name: String, value: Int)] = [], isHostile: Bool = false) throws {
    self.measures = measures
    self.isHostile = isHostile
    let name = [isHostile ? "hostile" : "estate"] + measures.map { "\($0.name)-\($0.value)" }
    let folder = "\(options.data)/\(name.joined(separator: "-"))"
    let arguments = measures.flatMap { ["--\($0.name)", "\($0.value)"] }
    _ = try Measurement(
      running: options.generator, [isHostile ? "--hostile" : "--estate", "--output", folder] + arguments,
      codes: [0])
    file = folder + "/network.yaml"
    bytes = try Data(contentsOf: URL(filePath: file), options: .mappedIfSafe).count
    let text = try Data(contentsOf: URL(filePath: folder + "/question.txt"))
    question = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  var interfaces: Int { measures.first { $0.name == "interfaces" }?.value ?? (isHostile ? 2000 : 10_000) }
}
