import SyntheticNetwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// generate-flows [--records N] [--interfaces N] [--seed N] [--rules N [--model FOLDER]] [--network N] > FILE

var numbers = ["--records": 1_000_000, "--interfaces": 400, "--seed": 1, "--rules": 0, "--network": 0]
var model: String?
var arguments = CommandLine.arguments.dropFirst()
var isUsable = true
while let argument = arguments.popFirst() {
  if argument == "--model", let folder = arguments.popFirst() {
    model = folder
    continue
  }
  guard numbers[argument] != nil, let number = arguments.popFirst().flatMap({ Int($0) }), number >= 0 else {
    isUsable = false
    break
  }
  numbers[argument] = number
}
guard isUsable, let count = numbers["--records"], let interfaces = numbers["--interfaces"],
  let seed = numbers["--seed"], let rules = numbers["--rules"], let network = numbers["--network"],
  rules > 1 || model == nil && rules == 0, network == 0 || (60...400_000).contains(network)
else {
  refuse(
    """
    usage: generate-flows [--records N] [--interfaces N] [--seed N] [--rules N [--model FOLDER]] > FILE
           generate-flows [--records N] [--seed N] --network N > FILE

    With --rules an access list of N entries decides what is rejected; with --model nothing but that list is
    written: FOLDER/rules.yaml, a topology that has it, and rules.csv and interfaces.csv. With --network it
    is what the hosts of generate-topology's network of N interfaces do.
    """)
}

let list = rules > 0 ? SyntheticRules(rules) : nil
if let model, let list {
  try list.write(
    to: model, interfaces: SyntheticFlows(seed: UInt64(seed), interfaces: interfaces).interfaces)
} else if network > 0 {
  emit(SyntheticTraffic(seed: UInt64(seed), network: SyntheticNetwork(Shape(interfaces: network))))
} else {
  emit(SyntheticFlows(seed: UInt64(seed), interfaces: interfaces, rules: list))
}

func emit(_ source: some FlowSource) {
  var source = source
  var text = Array(FlowLine.header.utf8)
  for number in 1...max(1, count) {
    if count > 0 { source.append(to: &text) }
    if text.count > 1 << 20 || number >= count {
      var rest = text[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
        guard written > 0 else { refuse("generate-flows: its output can't be written to") }
        rest = rest.dropFirst(written)
      }
      text.removeAll(keepingCapacity: true)
    }
  }
}
