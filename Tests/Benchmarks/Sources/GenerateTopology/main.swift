import SyntheticNetwork

// generate-topology --interfaces N [--questions N] [--seed N] [--instances] --output FOLDER

var numbers: [String: Int] = ["--interfaces": 5000, "--questions": 10000, "--seed": 1]
var output: String?
var hasInstances = false
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  if argument == "--instances" {
    hasInstances = true
  } else if argument == "--output", let folder = arguments.popFirst() {
    output = folder
  } else if numbers[argument] != nil, let number = arguments.popFirst().flatMap({ Int($0) }), number >= 0 {
    numbers[argument] = number
  } else {
    output = nil
    break
  }
}
guard let output else {
  print(
    """
    usage: generate-topology [--interfaces N] [--questions N] [--seed N] [--instances] --output FOLDER

    Writes FOLDER/snapshot/*.json, what the AWS CLI would print of a made-up network,
    FOLDER/questions.ndjson, and FOLDER/question.txt: source, destination and service of one.
    """)
  throw GeneratorError.usage
}

let shape = Shape(
  interfaces: numbers["--interfaces"] ?? 5000, seed: UInt64(numbers["--seed"] ?? 1),
  hasInstances: hasInstances)
try SyntheticNetwork(shape).write(to: output, questions: numbers["--questions"] ?? 0)

enum GeneratorError: Error {
  case usage
}
