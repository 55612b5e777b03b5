import PacketWalkByteInput
import PacketWalkDiagnostics

/// Brings unwrapped lines into a window.
final class EnvelopeReader {
  private static let pieceSize = 1 << 16

  private let output = EnvelopeOutput()
  private var envelope: any Envelope
  private var rest: ArraySlice<UInt8> = []
  private var isFinished = false
  /// How much of the output's text the window has.
  private var taken = 0
  /// Packed data within the source, while it is read.
  private var inner: (stream: ByteStream, envelope: any Envelope)?

  init(_ envelope: any Envelope) { self.envelope = envelope }

  var origins: LineOrigins { output.origins }

  func takeControlMessages() -> Int {
    defer { output.controlMessages = 0 }
    return output.controlMessages
  }

  func takeDamage() -> EnvelopeOutput.Damage? {
    defer { output.damage = nil }
    return output.damage
  }

  /// Adds lines to the window, or as much of them as fits; 0 at the end.
  func fill(_ window: LineWindow, from stream: ByteStream) throws(InputError) -> Int {
    output.origins.forget(before: window.offset + window.used)
    if taken == output.text.count {
      output.text.removeAll(keepingCapacity: true)
      taken = 0
      while output.text.isEmpty, try advance(stream) {}
    }
    let text = output.text[taken...]
    let count = unsafe window.fill { buffer in
      let count = min(buffer.count, text.count)
      unsafe text.prefix(count).withUnsafeBytes { unsafe buffer.copyMemory(from: $0) }
      return count
    }
    taken += count
    return count
  }

  /// Reads on; false at the end.
  private func advance(_ stream: ByteStream) throws(InputError) -> Bool {
    if let inner { return advance(inner.stream, inner.envelope) }
    if isFinished { return false }
    if rest.isEmpty {
      let piece = try Self.piece(of: stream)
      if piece.isEmpty {
        isFinished = true
        envelope.finish(into: output)
        return true
      }
      rest = piece[...]
    }
    rest = rest.dropFirst(envelope.consume(rest, into: output))
    if output.damage != nil { isFinished = true }
    if let packed = output.packed {
      output.packed = nil
      inner = (try ByteStream(packed, path: stream.path), JSONEnvelope(longestText: 1 << 16, isInner: true))
    }
    return true
  }

  private func advance(_ stream: ByteStream, _ envelope: any Envelope) -> Bool {
    var envelope = envelope
    do throws(InputError) {
      let piece = try Self.piece(of: stream)
      if piece.isEmpty {
        envelope.finish(into: output)
        endInner()
      } else {
        _ = envelope.consume(piece[...], into: output)
        if output.damage != nil { endInner() } else { inner = (stream, envelope) }
      }
    } catch {
      // What follows in the source has nothing to do with it.
      output.damage = EnvelopeOutput.Damage(message: error.message, line: output.outerPlace?.line ?? 0)
      endInner()
    }
    return true
  }

  private func endInner() {
    inner = nil
    output.outerPlace = nil
  }

  private static func piece(of stream: ByteStream) throws(InputError) -> [UInt8] {
    var failure: InputError?
    let piece = unsafe [UInt8](unsafeUninitializedCapacity: pieceSize) { buffer, count in
      do throws(InputError) {
        count = try unsafe stream.read(into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
        count = 0
      }
    }
    if let failure { throw failure }
    return piece
  }
}
