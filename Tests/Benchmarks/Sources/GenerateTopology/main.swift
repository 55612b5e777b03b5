import SyntheticNetwork

// generate-topology [--estate | --hostile] [--interfaces N] … --output FOLDER

var numbers: [String: Int] = [:]
var flags: Set<String> = []
var output: String?
var arguments = CommandLine.arguments.dropFirst()
let known: Set = [
  "--interfaces", "--questions", "--seed", "--groups", "--subnets", "--vpcs", "--rules",
]
while let argument = arguments.popFirst() {
  if ["--instances", "--estate", "--hostile", "--ipv4"].contains(argument) {
    flags.insert(argument)
  } else if argument == "--output", let folder = arguments.popFirst() {
    output = folder
  } else if known.contains(argument), let number = arguments.popFirst().flatMap({ Int($0) }), number >= 0 {
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
           generate-topology --estate|--hostile [--interfaces N] [--groups N] [--subnets N] [--vpcs N]
                             [--rules N] [--ipv4] [--seed N] --output FOLDER

    Writes FOLDER/snapshot/*.json, what the AWS CLI would print of a made-up network,
    FOLDER/questions.ndjson, and FOLDER/question.txt: source, destination and service of one.

    With --estate it is FOLDER/network.yaml, a network for questions about everything at once, and the
    question is one whose answer is no; --hostile makes that one as unkind as AWS allows.
    """)
  throw GeneratorError.usage
}

if flags.contains("--estate") || flags.contains("--hostile") {
  var shape = flags.contains("--hostile") ? EstateShape.hostile : EstateShape()
  shape.interfaces = numbers["--interfaces"] ?? shape.interfaces
  shape.groups = numbers["--groups"] ?? shape.groups
  shape.subnets = numbers["--subnets"] ?? shape.subnets
  shape.vpcs = numbers["--vpcs"] ?? shape.vpcs
  shape.rules = numbers["--rules"] ?? shape.rules
  shape.seed = UInt64(numbers["--seed"] ?? 1)
  shape.isDualStack = !flags.contains("--ipv4")
  if let objection = shape.objection {
    print("generate-topology: \(objection)")
    throw GeneratorError.usage
  }
  try Estate(shape).write(to: output)
} else {
  let shape = Shape(
    interfaces: numbers["--interfaces"] ?? 5000, seed: UInt64(numbers["--seed"] ?? 1),
    hasInstances: flags.contains("--instances"))
  try SyntheticNetwork(shape).write(to: output, questions: numbers["--questions"] ?? 10_000)
}

enum GeneratorError: Error {
  case usage
}
