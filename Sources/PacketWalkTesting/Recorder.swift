#if canImport(Testing)
  import Testing
#endif
#if canImport(XCTest)
  import XCTest
#endif

/// Tells whichever framework runs the test.
///
/// Neither hears what the other is told: `XCTFail` within a test of Swift Testing passes silently, and so does
/// `Issue.record` within one of XCTest. Which of them runs is known only where `Test.current` is set, which is
/// task-local: it is nil in detached tasks, on dispatch queues and in threads, under Swift Testing too. So both are told
/// unless it is set; the one that does not run the test ignores it.
enum Recorder {
  /// Fails the test.
  static func fail(_ message: String, at caller: Caller) {
    #if canImport(Testing)
      Issue.record(Comment(rawValue: message), sourceLocation: SourceLocation(caller))
      if Test.current != nil { return }
    #endif
    #if canImport(XCTest)
      XCTFail(message, file: caller.filePath, line: caller.line)
    #endif
  }

  /// Says something that is no failure: XCTest knows no warnings, so that it is printed there.
  static func warn(_ message: String, at caller: Caller) {
    #if canImport(Testing) && compiler(>=6.3)
      Issue.record(Comment(rawValue: message), severity: .warning, sourceLocation: SourceLocation(caller))
      if Test.current != nil { return }
    #endif
    print("\(caller.filePath):\(caller.line): warning: \(message)")
  }
}

#if canImport(Testing)
  extension SourceLocation {
    fileprivate init(_ caller: Caller) {
      self.init(
        fileID: "\(caller.fileID)", filePath: "\(caller.filePath)", line: Int(caller.line),
        column: Int(caller.column))
    }
  }
#endif
