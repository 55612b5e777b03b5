import ArgumentParser
import PacketWalkDiagnostics

/// The tool's entry: parses arguments, runs a command, maps every way to end to an exit code.
package enum CommandLineTool {
  /// The version that `--version` prints and release notes name.
  package static let version = "0.1.0"

  /// Runs with the process's own arguments and ends the process.
  package static func run() -> Never {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let code = run(arguments, terminal: .current)
    Terminal.exit(code)
  }

  /// The message for a first word that is no command; the parser would call it an unexpected argument.
  private static func unknownCommand(_ word: String) -> String? {
    let known = RootCommand.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard !word.hasPrefix("-"), !known.contains(word) else { return nil }
    let near = nearestNames(to: word, among: known).first.map { ". Did you mean '\($0)'?" } ?? ""
    return """
      Error: There is no command '\(word)'\(near)
      Commands: \(known.joined(separator: ", "))
        See 'packetwalk --help' for more information.
      """
  }

  /// Runs with the given arguments; the returned code is the process's exit code.
  package static func run(_ arguments: [String], terminal: Terminal) -> Int32 {
    guard !arguments.isEmpty else {
      terminal.write(Welcome.text)
      return Outcome.yes.rawValue
    }
    if let unknown = unknownCommand(arguments[0]) {
      terminal.writeError(unknown)
      return Outcome.usage.rawValue
    }
    do {
      let parsed = try RootCommand.parseAsRoot(arguments)
      if var command = parsed as? any TopologyCommand {
        return try command.run(in: terminal).rawValue
      }
      var command = parsed
      try command.run()
      return Outcome.yes.rawValue
    } catch let error as InputError {
      terminal.writeError(ErrorText.text(error))
      return Outcome.inputError.rawValue
    } catch {
      let message = RootCommand.fullMessage(for: error)
      let code = RootCommand.exitCode(for: error)
      if code == .success {
        terminal.write(message + "\n")
        return Outcome.yes.rawValue
      }
      terminal.writeError(message)
      return code == .validationFailure ? Outcome.usage.rawValue : Outcome.internalError.rawValue
    }
  }
}

/// `packetwalk` itself: what it is for, and its subcommands.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "packetwalk",
    abstract: "Can A reach B on port P, and if not, what stops it?",
    discussion: """
      Answers for AWS-style networks, offline: from a topology in YAML or a snapshot of the AWS CLI's \
      describe calls. It models configuration: whether a process listens is not its business.

      The topology is -t PATH (a file, a folder, or - for standard input), or PACKETWALK_TOPOLOGY.

      Exit codes: 0 yes, or a report; 1 no, no reply, or findings (lint --fail-on); 2 input error; 3 undetermined; 4 partial (some pairs, or some \
      of the network's choices); 64 usage; 70 internal error.
      """,
    version: "packetwalk \(CommandLineTool.version)",
    subcommands: [
      CheckCommand.self, ExplainCommand.self, WhoCommand.self, WhatCommand.self, MatrixCommand.self,
      DiffCommand.self, TestCommand.self, PolicyCommand.self, MutateCommand.self, ReplayCommand.self,
      TightenCommand.self,
      LintCommand.self,
      GraphCommand.self,
      ConvertCommand.self, CompileCommand.self, CollectCommand.self, DoctorCommand.self,
      ExplainCodeCommand.self,
    ])
}

/// A command that ends in an `Outcome` of its own.
protocol TopologyCommand: ParsableCommand {
  mutating func run(in terminal: Terminal) throws -> Outcome
}

extension TopologyCommand {
  mutating func run() throws { _ = try run(in: .current) }
}
