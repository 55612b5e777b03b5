import PacketWalkCommands

CommandLineTool.run()
