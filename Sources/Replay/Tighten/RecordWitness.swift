import PacketWalkFlowLogs

/// Is told of records while they are read; what several were told can be put together.
protocol RecordWitness: AnyObject, SendableMetatype {
  /// One of an interface of the model, with all that it takes to judge it.
  func see(_ record: FlowRecord)
  /// One of an interface of the model that can't be judged for what it says, or does not.
  func miss(_ reason: Unjudged, _ batch: FlowBatch, _ index: Int, at interface: Int)
  func add(_ other: Self)
}
