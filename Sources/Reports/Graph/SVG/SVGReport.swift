/// A picture as a drawing that needs nothing else: no script, no font, no file.
package enum SVGReport {
  package static func text(_ picture: Picture) -> String {
    var canvas = SVGCanvas()
    switch picture.arrangement {
    case .path:
      var layout = SVGPathLayout(picture)
      layout.draw(on: &canvas)
    case .map:
      var layout = SVGMapLayout(picture)
      layout.draw(on: &canvas)
    }
    let (width, height) = (SVGCanvas.number(canvas.width + 24), SVGCanvas.number(canvas.height + 24))
    let description = picture.summary + picture.notes
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="img" aria-labelledby="title desc">
      <title id="title">\(XMLText.content(picture.title.visible))</title>
      <desc id="desc">\(XMLText.content(description.map(\.visible).joined(separator: "; ")))</desc>
      <style>
      \(SVGStyle.sheet)
      </style>
      <rect class="page" width="\(width)" height="\(height)"/>
      \(canvas.elements)</svg>

      """
  }
}
