@_exported public import PacketWalkKit
@_exported public import PacketWalkPolicy
