import PacketWalkByteInput
package import PacketWalkDiagnostics

extension FlowLogSource {
  /// Cuts a big file of plain text at ends of lines into parts of about the same size, for several readers. What
  /// can't be cut (packed, in an envelope, standard input, of a format that its beginning does not tell) is one.
  ///
  /// Every part but the first has the format that the file's beginning has. Should a part end in another, as
  /// `FlowLogReader.fields` says, then those after it have to be read in that one. Lines are counted from
  /// a part's beginning; `FlowLogReader.lineCount` of those before it is what has to be added.
  ///
  /// - Parameters:
  ///   - count: how many parts there are at most.
  ///   - leastSize: how many bytes each has at least, so that it is worth a thread.
  ///   - fields: the format of sources that do not say theirs.
  package func ranges(
    count: Int, leastSize: Int = 1 << 24, fields: FlowLogFields? = nil
  ) throws(InputError) -> [FlowLogSource] {
    guard range == nil, path != "-" else { return [self] }
    let size = try ByteInput.size(of: path)
    let count = min(count, size / max(1, leastSize))
    guard count > 1 else { return [self] }
    let stream = try ByteStream(opening: path)
    guard !stream.isPacked, FlowCarrier.detect(stream.peek(4_096)) == .text,
      let found = try beginning(fields, size)
    else { return [self] }
    var cuts = [0]
    for number in 1..<count {
      if let cut = try lineStart(after: size / count * number, size), let last = cuts.last, cut > last {
        cuts.append(cut)
      }
    }
    let ends = cuts.dropFirst() + [size]
    return zip(cuts, ends).map { start, end in
      FlowLogSource(path, range: start..<end, fields: start == 0 ? self.fields : found)
    }
  }

  /// The format that the file's first lines are in.
  private func beginning(_ fields: FlowLogFields?, _ size: Int) throws(InputError) -> FlowLogFields? {
    let reader = FlowLogReader(columns: [], fields: fields)
    try reader.open(FlowLogSource(path, range: 0..<min(size, 1 << 18), fields: self.fields))
    while reader.next() != nil {}
    return reader.fields
  }

  /// The place after the first end of a line from here on; nil where it is far.
  private func lineStart(after place: Int, _ size: Int) throws(InputError) -> Int? {
    let reach = place..<min(size, place + FlowReadingLimits().longestLine + 1)
    let text = try ByteStream(opening: path, range: reach).peek(reach.count)
    guard let newline = text.firstIndex(of: UInt8(ascii: "\n")), place + newline + 1 < size else {
      return nil
    }
    return place + newline + 1
  }
}
