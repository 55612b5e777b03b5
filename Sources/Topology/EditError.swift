/// Why an edit cannot be applied: data only, the words are made by whoever shows it.
package struct EditError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// The topology holds no resource of this kind with this identifier.
    case unknownResource(kind: String, id: String)
    /// The resource is there, and what the edit is about in it is not: a rule, an entry, a route, an
    /// address or a membership.
    case notInResource(kind: String, id: String)
    /// What is to be added has the identifier of a resource that is there.
    case identifierTaken(kind: String, id: String)
  }

  /// The place of the edit in the list, from 0.
  package var index: Int
  package var edit: Edit
  package var reason: Reason
  /// What could have been meant, the nearest first: identifiers, numbers, destinations or addresses, as
  /// the edit would name them.
  package var candidates: [String]

  package init(index: Int, edit: Edit, reason: Reason, candidates: [String] = []) {
    self.index = index
    self.edit = edit
    self.reason = reason
    self.candidates = candidates
  }
}
