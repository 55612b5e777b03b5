import PacketWalkAddressing
import PacketWalkRouting

// Looks addresses up in tables, ours and others', and prints what it took.
//   route-bench prepare DIR [--routes FILE] [--growth]   tables and keys, for all programs
//   route-bench run DIR                                   our lookups: a line for each, to add to results
//   route-bench gate WORK                                 work of a fixed size, to be counted
//   route-bench report FILE                               the lines of all programs as tables

let arguments = Array(CommandLine.arguments.dropFirst())
func option(_ name: String) -> String? {
  arguments.firstIndex(of: name).flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
}
switch arguments.first {
case "prepare" where arguments.count > 1:
  Prepare.run(folder: arguments[1], routes: option("--routes"), growth: arguments.contains("--growth"))
case "run" where arguments.count > 1:
  Lookups.run(folder: arguments[1], rounds: option("--rounds").flatMap { Int($0) } ?? 5)
case "gate" where arguments.count > 1:
  Gate.run(arguments[1])
case "report" where arguments.count > 1:
  Report.print(Files.lines(arguments[1]))
default:
  Files.fail("prepare DIR [--routes FILE] [--growth], run DIR [--rounds N], gate WORK, or report FILE")
}
