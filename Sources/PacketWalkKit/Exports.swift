@_exported public import PacketWalkAddressing
@_exported public import PacketWalkDiagnostics
@_exported public import PacketWalkForwarding
@_exported public import PacketWalkQueries
