import SyntheticNetwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// generate-flows [--records N] [--interfaces N] [--seed N] > FILE

var numbers = ["--records": 1_000_000, "--interfaces": 400, "--seed": 1]
var arguments = CommandLine.arguments.dropFirst()
var isUsable = true
while let argument = arguments.popFirst() {
  guard numbers[argument] != nil, let number = arguments.popFirst().flatMap({ Int($0) }), number >= 0 else {
    isUsable = false
    break
  }
  numbers[argument] = number
}
guard isUsable, let count = numbers["--records"], let interfaces = numbers["--interfaces"],
  let seed = numbers["--seed"]
else {
  print("usage: generate-flows [--records N] [--interfaces N] [--seed N] > FILE")
  throw GeneratorError.usage
}

var flows = SyntheticFlows(seed: UInt64(seed), interfaces: interfaces)
var text = Array(SyntheticFlows.header.utf8)
for number in 1...max(1, count) {
  if count > 0 { flows.append(to: &text) }
  if text.count > 1 << 20 || number >= count {
    var rest = text[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
      guard written > 0 else { throw GeneratorError.cannotWrite }
      rest = rest.dropFirst(written)
    }
    text.removeAll(keepingCapacity: true)
  }
}

enum GeneratorError: Error {
  case usage
  case cannotWrite
}
