import PacketWalkByteInput
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTestSupport

@testable import PacketWalkCollector

/// A command `aws` that is the shell script `Fixtures/collector/aws`: it notes what it is told, and answers from files.
/// Whatever has none is an empty list under the first key of the table.
final class FakeAWS: Sendable {
  let folder: TemporaryFolder
  let path: String
  static let account = "123456789012"

  init(_ files: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    path = try folder.folder("bin")
    try folder.folder("answers")
    try folder.folder("calls")
    var files = files
    let defaults = [
      "sts-get-caller-identity.json":
        #"{"UserId": "A", "Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/reader"}"#,
      "ec2-describe-vpcs.json":
        #"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "123456789012"}]}"#,
      "ec2-describe-vpc-attribute.json": #"{"VpcId": "vpc-1", "EnableDnsSupport": {"Value": true}}"#,
      "ec2-describe-vpc-block-public-access-options.json":
        #"{"VpcBlockPublicAccessOptions": {"InternetGatewayBlockMode": "off"}}"#,
    ]
    files.merge(defaults) { own, _ in own }
    for call in CallTable.calls where call.each == nil {
      let name = "\(call.fileName).json"
      if files[name] == nil, let key = call.keys.first { files[name] = "{\"\(key)\": []}" }
    }
    for (name, text) in files { try folder.write("answers/\(name)", text) }
    // No file that is run may be open for writing anywhere, not even in what another test is about to start.
    try folder.link("bin/aws", to: Fixtures.path("collector/aws"))
  }

  /// Collects one Region, without the waits.
  func collect(
    into name: String = "snapshot", _ change: (inout CollectOptions) -> Void = { _ in },
    environment: [String: String] = [:], isInterrupted: () -> Bool = { false }
  ) throws -> CollectReport {
    var options = CollectOptions()
    options.regions = ["eu-west-1"]
    options.pause = .milliseconds(1)
    options.timeout = .seconds(60)
    change(&options)
    let own = ["PATH": "\(path):/usr/bin:/bin", "HOME": folder.path]
    return try Collector(options, environment: own.merging(environment) { $1 }, version: "0.0.0")
      .collect(into: "\(folder.path)/\(name)", isInterrupted: isInterrupted)
  }

  /// What the command was told, a line a call, in the order of its text.
  func calls(_ name: String? = nil) throws -> [String] {
    try ByteInput.files(in: "\(folder.path)/calls").compactMap { file in
      guard name.map({ file.contains("/\($0).") }) ?? true else { return nil }
      return String(decoding: try ByteInput.read(file).dropLast(), as: UTF8.self)
    }
    .sorted()
  }

  func text(_ file: String) throws -> String {
    String(decoding: try ByteInput.read("\(folder.path)/\(file)"), as: UTF8.self)
  }

  func json(_ file: String) throws -> JSONValue {
    try JSONDocument(parsing: ByteInput.read("\(folder.path)/\(file)"), file: file).root
  }

  /// The files below a folder, as paths from it.
  func files(in name: String = "snapshot") throws -> [String] {
    try ByteInput.files(in: "\(folder.path)/\(name)").map {
      String($0.dropFirst(folder.path.count + name.count + 2))
    }
  }
}
