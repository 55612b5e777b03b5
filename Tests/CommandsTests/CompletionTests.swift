import PacketWalkTestSupport
import Testing

@testable import PacketWalkCommands

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The completions that the tool writes for shells. `make completions` asks the shells themselves as well.
@Suite struct CompletionTests {
  @Test(arguments: [("bash", "#!/bin/bash"), ("zsh", "#compdef packetwalk"), ("fish", "function ")])
  func everyShellHasAScript(shell: String, beginning: String) {
    let run = CommandRun("--generate-completion-script", shell)
    #expect(run.code == 0 && run.error.isEmpty && run.out.hasPrefix(beginning))
    for command in ["check", "explain", "matrix", "diff", "test", "lint", "explain-code"] {
      #expect(run.out.contains(command), "\(command)")
    }
    for word in [
      "unknown", "write-baseline", "fail-on", "ASSUMED_GWLB_REFLECTS=no", "SUBNET_ACL_RESTRICTION",
    ] {
      #expect(run.out.contains(word), "\(word)")
    }
  }

  @Test func aShellThatNobodyKnowsIsRefused() {
    let run = CommandRun("--generate-completion-script", "ksh")
    #expect(run.code == 64 && run.out.isEmpty)
  }

  @Test func bashAcceptsItsScript() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "packetwalk.bash", CommandRun("--generate-completion-script", "bash").out)
    #expect(unsafe system("bash -n '\(file)'") == 0)
  }
}
