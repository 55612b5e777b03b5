/// Attachments of one kind and state, drawn as one: the places that it joins, and what it is called at each.
struct NetworkLink: Hashable {
  struct End: Hashable {
    var place: AttachedPlace
    var words: String
  }

  var ends: [End]
  var style: PictureLink.Style
  var shape = PictureLink.Shape.star
}
