/// The candidates most like a word that names nothing: for "did you mean".
///
/// Alike means a small Damerau-Levenshtein distance (its restricted form: no place is edited twice) between
/// the two texts' bytes, letters `A` to `Z` counting as small ones: one edit for every three bytes of the
/// word, three at most. The nearest come first, equals in the order of their text; each text once.
///
/// - Parameter limit: how many to return at most.
/// - Complexity: O(*c* + *b*) for *c* candidates, *b* bytes in those whose length is close enough.
package func nearestNames(
  to word: String, among candidates: some Sequence<String>, limit: Int = 3
) -> [String] {
  let wanted = word.utf8.map(lowercased)
  let allowed = min(3, wanted.count / 3)
  guard limit > 0, !wanted.isEmpty else { return [] }

  var best: [(distance: Int, name: String)] = []
  var distances = EditDistance()
  var bytes: [UInt8] = []
  for candidate in candidates {
    // Once there are enough, only what is nearer than the last of them, or as near, can displace it.
    let bound = best.count < limit ? allowed : best[limit - 1].distance
    guard abs(candidate.utf8.count - wanted.count) <= bound else { continue }
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: candidate.utf8.lazy.map(lowercased))
    guard let distance = distances.measure(wanted, bytes, atMost: bound),
      !best.contains(where: { $0.name == candidate })
    else { continue }
    let place =
      best.firstIndex { (distance, candidate) < ($0.distance, $0.name) } ?? best.endIndex
    best.insert((distance, candidate), at: place)
    if best.count > limit { best.removeLast() }
  }
  return best.map(\.name)
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
