import PacketWalkCZlib
import PacketWalkDiagnostics

/// Unpacks gzip (RFC 1952), of one member or several, as the flow logs in a bucket are.
enum Gunzip {
  /// Whether bytes begin with gzip's magic and its one method.
  static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// - Throws: `malformed`, `tooLarge`.
  static func unpack(_ packed: [UInt8], path: String, limits: InputLimits) throws(InputError) -> [UInt8] {
    try unpack(packed, path: path, limits: limits, with: BestInflater(path: path))
  }

  /// The same with a library of one's choice.
  static func unpack(
    _ packed: [UInt8], path: String, limits: InputLimits, with inflater: consuming some Inflater & ~Copyable
  ) throws(InputError) -> [UInt8] {
    let most = limits.unpacked(from: packed.count)
    var unpacked: [UInt8] = []
    unpacked.reserveCapacity(min(most, sizeHint(packed)))
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    var rest = packed[...]
    while true {
      let step = try inflate(rest, &piece, &inflater)
      rest = rest.dropFirst(step.consumed)
      guard unpacked.count + step.produced <= most else {
        let message = "gzip data that unpacks to more than \(InputLimits.describe(most))"
        throw InputError(.tooLarge, message, at: Origin(file: path))
      }
      unpacked += piece[..<step.produced]
      if step.isEndOfMember {
        // Tapes and block devices pad with zeros.
        if rest.allSatisfy({ $0 == 0 }) { return unpacked }
        guard rest.starts(with: [0x1F, 0x8B]) else {
          throw malformed("something that is no gzip data follows it", path)
        }
        try inflater.startMember()
      } else if step.produced < piece.count, rest.isEmpty || step.consumed == 0 {
        throw malformed("the gzip data is cut short", path)
      }
    }
  }

  private static func inflate(
    _ packed: ArraySlice<UInt8>, _ piece: inout [UInt8], _ inflater: inout some Inflater & ~Copyable
  ) throws(InputError) -> InflateStep {
    // Closures of the standard library throw nothing typed.
    let result = unsafe packed.withUnsafeBytes { input in
      unsafe piece.withUnsafeMutableBytes { output in
        Result { () throws(InputError) in try unsafe inflater.inflate(input, into: output) }
      }
    }
    return try result.get()
  }

  /// What the last member says its size is, which is right for a whole file of one member; what is reserved
  /// for nothing is never touched.
  private static func sizeHint(_ packed: [UInt8]) -> Int {
    packed.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  static func malformed(_ message: String, _ path: String) -> InputError {
    InputError(.malformed, message, at: Origin(file: path))
  }
}
