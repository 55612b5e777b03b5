import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology
import Testing

@testable import PacketWalkFormats

/// Reads a snapshot whose files stand in the test.
func readSnapshot(
  _ files: KeyValuePairs<String, String>, vpcs: Bool = true
) throws -> (topology: Topology, findings: [Finding]) {
  var documents: [SnapshotDocument] = []
  if vpcs { documents.append(try document("vpcs.json", #"{"Vpcs": [\#(hub)]}"#)) }
  for (path, text) in files { documents.append(try document(path, text)) }
  return try AWSSnapshot.read(documents)
}

func document(_ path: String, _ text: String) throws -> SnapshotDocument {
  SnapshotDocument(path: path, json: try JSONDocument(parsing: Array(text.utf8), file: path))
}

/// The VPC that most tests need only to have one.
let hub = #"{"VpcId": "vpc-0a", "CidrBlock": "10.0.0.0/16", "OwnerId": "123456789012"}"#

func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }
func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }
