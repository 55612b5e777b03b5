/// The line that expects something, where its failure is to be shown.
struct Caller: Sendable {
  let fileID: StaticString
  let filePath: StaticString
  let line: UInt
  let column: UInt

  /// `ShopTests.swift:14`: what an assertion without a name is called.
  var place: String { "\("\(fileID)".split(separator: "/").last ?? ""):\(line)" }
}
