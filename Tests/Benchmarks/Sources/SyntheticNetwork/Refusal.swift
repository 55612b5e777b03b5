#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ends a generator that was told what it can't do: the words go to the error stream, and the status is `EX_USAGE`.
public func refuse(_ words: String) -> Never {
  let bytes = Array((words + "\n").utf8)
  _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  exit(64)
}
