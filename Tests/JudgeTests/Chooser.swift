/// The network's choices, one run after another until every combination was tried.
final class Chooser {
  private var script: [Int] = []
  private var sizes: [Int] = []
  private var bound: [String: Int] = [:]
  private var position = 0

  /// A choice that both directions share is made once: the first time its name is asked for.
  func choose(_ count: Int, named name: String? = nil) -> Int {
    if let name, let chosen = bound[name] { return chosen }
    if position == script.count {
      script.append(0)
      sizes.append(count)
    }
    let chosen = script[position]
    position += 1
    if let name { bound[name] = chosen }
    return chosen
  }

  /// Goes to the next combination; false after the last.
  func advance() -> Bool {
    position = 0
    bound = [:]
    while let last = script.last, let size = sizes.last {
      if last + 1 < size {
        script[script.count - 1] = last + 1
        return true
      }
      script.removeLast()
      sizes.removeLast()
    }
    return false
  }
}
