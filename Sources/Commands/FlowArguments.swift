import ArgumentParser
import PacketWalkDiagnostics
import PacketWalkFlowLogs
import PacketWalkPolicy

/// Flow logs, how they are to be read, and for which days the topology holds.
struct FlowArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Flow logs: files, folders, or - for standard input.", valueName: "flows"),
    completion: .file())
  var flows: [String]

  @OptionGroup var reading: FlowReadingArguments

  func sources() throws(InputError) -> [FlowLogSource] { try Self.sources(flows) }

  /// - Throws: `noMatch` where there is no log.
  static func sources(_ flows: [String]) throws(InputError) -> [FlowLogSource] {
    let listing = try FlowLogListing(flows)
    guard !listing.sources.isEmpty else {
      throw InputError(.noMatch, "no flow log in \(flows.joined(separator: ", "))")
    }
    return listing.sources
  }
}

/// How flow logs are read, and for which days the topology holds.
struct FlowReadingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The fields of logs without a header, as create-flow-logs takes them.", valueName: "fields"))
  var fields: String?

  @Option(
    help: ArgumentHelp("Take records from this day on, in UTC: 2026-01-31.", valueName: "day"))
  var validFrom: String?

  @Option(help: ArgumentHelp("Take records up to the end of this day.", valueName: "day"))
  var validTo: String?

  @Option(
    help: ArgumentHelp("Use so many threads at most, for several files or one big one.", valueName: "n"))
  var threads: Int = 64

  func validate() throws {
    if threads < 1 { throw ValidationError("--threads takes a number from 1 on") }
    _ = try format()
    _ = try validity()
  }

  func format() throws -> FlowLogFields? {
    guard let fields else { return nil }
    guard let format = FlowLogFields(fields) else {
      throw ValidationError("--fields names no field of flow logs: '\(fields)'")
    }
    return format
  }

  func validity() throws -> ClosedRange<Int> {
    func seconds(_ text: String?, _ option: String) throws -> Int? {
      guard let text else { return nil }
      guard let day = CalendarDate(text), let first = CalendarDate(year: 1970, month: 1, day: 1) else {
        throw ValidationError("\(option) takes a day such as 2026-01-31")
      }
      return first.days(until: day) * 86_400
    }
    let from = try seconds(validFrom, "--valid-from") ?? Int.min
    let to = try seconds(validTo, "--valid-to").map { $0 + 86_399 } ?? Int.max
    guard from <= to else { throw ValidationError("--valid-to is before --valid-from") }
    return from...to
  }
}
