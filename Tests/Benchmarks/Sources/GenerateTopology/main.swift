import SyntheticNetwork

// generate-topology [--estate | --hostile] [--interfaces N] … --output FOLDER

var numbers: [String: Int] = [:]
var flags: Set<String> = []
var output: String?
var arguments = CommandLine.arguments.dropFirst()
let known: Set = [
  "--interfaces", "--questions", "--seed", "--groups", "--subnets", "--vpcs", "--rules",
  "--modules", "--resources", "--packets", "--concurrent",
]
while let argument = arguments.popFirst() {
  if ["--instances", "--estate", "--hostile", "--ipv4", "--plan", "--template", "--capture"].contains(
    argument)
  {
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
  refuse(
    """
    usage: generate-topology [--interfaces N] [--questions N] [--seed N] [--instances] --output FOLDER
           generate-topology --estate|--hostile [--interfaces N] [--groups N] [--subnets N] [--vpcs N]
                             [--rules N] [--questions N] [--ipv4] [--seed N] --output FOLDER
           generate-topology --plan [--modules N] --output FOLDER
           generate-topology --template [--resources N] --output FOLDER
           generate-topology --capture [--packets N] [--concurrent N] [--seed N] --output FILE

    Writes FOLDER/snapshot/*.json, what the AWS CLI would print of a made-up network,
    FOLDER/questions.ndjson, and FOLDER/question.txt: source, destination and service of one.

    With --estate it is FOLDER/network.yaml, a network for questions about everything at once, and the
    question is one whose answer is no; --hostile makes that one as unkind as AWS allows. With --questions there
    are FOLDER/hosts.csv and FOLDER/all.csv besides: questions between hosts, and of all kinds.
    With --plan it is FOLDER/plan.json of Terraform, modules of 200 resources; with --template
    FOLDER/template.json and FOLDER/template.yaml of CloudFormation. With --capture it is FILE, a capture of
    Ethernet frames of which 96 bytes each are kept.
    """)
}

if flags.contains("--capture") {
  var capture = SyntheticCapture(seed: UInt64(numbers["--seed"] ?? 1))
  capture.packets = numbers["--packets"] ?? capture.packets
  capture.concurrent = max(numbers["--concurrent"] ?? capture.concurrent, 1)
  try capture.write(to: output)
} else if flags.contains("--estate") || flags.contains("--hostile") {
  var shape = flags.contains("--hostile") ? EstateShape.hostile : EstateShape()
  shape.interfaces = numbers["--interfaces"] ?? shape.interfaces
  shape.groups = numbers["--groups"] ?? shape.groups
  shape.subnets = numbers["--subnets"] ?? shape.subnets
  shape.vpcs = numbers["--vpcs"] ?? shape.vpcs
  shape.rules = numbers["--rules"] ?? shape.rules
  shape.seed = UInt64(numbers["--seed"] ?? 1)
  shape.isDualStack = !flags.contains("--ipv4")
  if let objection = shape.objection {
    refuse("generate-topology: \(objection)")
  }
  try Estate(shape).write(to: output, questions: numbers["--questions"] ?? 0)
} else if flags.contains("--plan") || flags.contains("--template") {
  let (modules, resources) = (numbers["--modules"] ?? 50, numbers["--resources"] ?? 500)
  guard (1...250).contains(modules), (30...500).contains(resources) else {
    refuse("generate-topology: 1 to 250 modules, 30 to 500 resources")
  }
  if flags.contains("--plan") { try SyntheticPlan(modules: modules).write(to: output) }
  if flags.contains("--template") { try SyntheticTemplate(resources: resources).write(to: output) }
} else {
  let shape = Shape(
    interfaces: numbers["--interfaces"] ?? 5000, seed: UInt64(numbers["--seed"] ?? 1),
    hasInstances: flags.contains("--instances"))
  try SyntheticNetwork(shape).write(to: output, questions: numbers["--questions"] ?? 10_000)
}
