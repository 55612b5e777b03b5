public import PacketWalkQueries
import PacketWalkReports

extension Answer {
  /// `web-1 (10.0.0.10) -> db-1 (10.0.1.10)  tcp/5432`: what this answer is about, the ends as they were understood.
  public var question: String { Sentences.question(self) }

  /// One line: why the verdict is what it is.
  public var because: String { Sentences.because(self) }

  /// The page that `packetwalk explain` prints, plain and unwrapped.
  ///
  /// Hops are shown when the question was asked with `isExplaining`.
  public var text: String { ExplainReport.text([self], TextStyle(isColoured: false, width: 0)) }

  /// The answer as one line of JSON, `"schema": 1` (docs/json.md).
  public var json: String { JSONReport.line(self, includingHops: explanation != nil) }
}
