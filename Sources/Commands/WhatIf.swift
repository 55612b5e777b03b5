import PacketWalkDiagnostics
import PacketWalkFormats
import PacketWalkKit
import PacketWalkQueries

/// Questions about a network as it is and as edits make it.
struct WhatIf: Sendable {
  let before: Network
  let after: Network

  init(before: Network, after: Network) {
    self.before = before
    self.after = after
  }

  init(_ edited: EditedTopology) { self.init(before: Network(edited.before), after: Network(edited.after)) }

  /// The answers to a question in both networks, side by side.
  ///
  /// - Throws: what asking about the edited network throws. An end that only it has is no error; its answers
  ///   have none before them.
  func changes(
    asking answers: (Network) throws(InputError) -> [Answer]
  ) throws(InputError) -> (changes: [AnswerChange], gone: [Answer]) {
    let known = Result { () throws(InputError) in try answers(before) }
    let new: [Answer]
    do {
      new = try answers(after)
    } catch {
      guard case .success = known, error.code == .noMatch else { throw error }
      var error = error
      error.message += "; it is there before the edits, and not after them"
      throw error
    }
    switch known {
    case .success(let old): return AnswerChange.pair(new, with: old)
    case .failure(let error) where error.code == .noMatch: return AnswerChange.pair(new, with: [])
    case .failure(let error): throw error
    }
  }
}

extension TopologySource {
  /// The topology and what `--edit` makes of it; what the edits bring that looks wrong goes to the terminal.
  ///
  /// - Parameter names: the two ends of the only question that will be asked of it; none for any.
  func load(in terminal: Terminal, about names: [String] = []) throws -> EditedTopology {
    let edited = try loadEdited(about: names)
    for finding in edited.newFindings { terminal.writeError(ErrorText.text(finding)) }
    return edited
  }
}

extension TopologyOptions {
  /// The topology and what `--edit` makes of it; what the edits bring that looks wrong goes to the terminal.
  ///
  /// - Parameter names: the two ends of the only question that will be asked of it; none for any.
  func load(in terminal: Terminal, about names: [String] = []) throws -> EditedTopology {
    try source.load(in: terminal, about: names)
  }
}
