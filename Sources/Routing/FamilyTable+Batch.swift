import PacketWalkAddressing
import PacketWalkCRouting

// Many addresses at a time. The form is looked up once, and the processor works on several addresses at once, since
// none waits for another and no branch depends on one.

extension FlatMemory {
  /// The table as the loops in C take it.
  var kernelTable: packetwalk_table {
    unsafe packetwalk_table(
      memory: UnsafePointer(base.assumingMemoryBound(to: UInt8.self)),
      second: layout.second, codes: layout.codes, code_shift: UInt32(layout.codeShift),
      code_mask: layout.codeMask,
      depth: UInt32(layout.depth), root: layout.strideRoot, label_count: layout.labelCount)
  }
}

extension FamilyTable where Bits == UInt32 {
  /// Writes the label of each address; `UInt32.max` where no prefix contains it.
  func lookup(
    _ addresses: Span<IPv4Address>, into labels: inout MutableSpan<UInt32>, level: KernelLevel = .best
  ) {
    precondition(labels.count >= addresses.count, "no room for the labels")
    let asksTail = unsafe addresses.withUnsafeBufferPointer { addresses in
      unsafe labels.withUnsafeMutableBufferPointer { labels in
        guard let first = addresses.baseAddress, let out = labels.baseAddress else { return false }
        // An IPv4 address is its 32 bits.
        let keys = unsafe UnsafeRawPointer(first).assumingMemoryBound(to: UInt32.self)
        return unsafe run(keys, out, addresses.count, level)
      }
    }
    guard asksTail else { return }
    for index in addresses.indices where labels[index] == memory.layout.labelCount {
      labels[index] = tailCode(addresses[index].bits) &- 1
    }
  }

  private func run(
    _ keys: UnsafePointer<UInt32>, _ labels: UnsafeMutablePointer<UInt32>, _ count: Int, _ level: KernelLevel
  ) -> Bool {
    var table = unsafe memory.kernelTable
    return switch (memory.layout.form, level) {
    case (.search, .any): unsafe packetwalk_search4_v1(&table, keys, labels, count)
    case (.search, .third): unsafe packetwalk_search4_v3(&table, keys, labels, count)
    case (.search, .fourth): unsafe packetwalk_search4_v4(&table, keys, labels, count)
    case (.stride, .any): unsafe packetwalk_stride_v1(&table, keys, labels, count)
    case (.stride, .third): unsafe packetwalk_stride_v3(&table, keys, labels, count)
    case (.stride, .fourth): unsafe packetwalk_stride_v4(&table, keys, labels, count)
    case (.paged, .any): unsafe packetwalk_paged_v1(&table, keys, labels, count)
    case (.paged, .third): unsafe packetwalk_paged_v3(&table, keys, labels, count)
    case (.paged, .fourth): unsafe packetwalk_paged_v4(&table, keys, labels, count)
    case (.direct, .any): unsafe packetwalk_direct_v1(&table, keys, labels, count)
    case (.direct, .third): unsafe packetwalk_direct_v3(&table, keys, labels, count)
    case (.direct, .fourth): unsafe packetwalk_direct_v4(&table, keys, labels, count)
    case (.blocks, .any): unsafe packetwalk_blocks_v1(&table, keys, labels, count)
    case (.blocks, .third): unsafe packetwalk_blocks_v3(&table, keys, labels, count)
    case (.blocks, .fourth): unsafe packetwalk_blocks_v4(&table, keys, labels, count)
    }
  }
}

extension FamilyTable where Bits == UInt128 {
  /// Writes the label of each address; `UInt32.max` where no prefix contains it.
  func lookup(
    _ addresses: Span<IPv6Address>, into labels: inout MutableSpan<UInt32>, level: KernelLevel = .best
  ) {
    precondition(labels.count >= addresses.count, "no room for the labels")
    let asksTail = unsafe addresses.withUnsafeBufferPointer { addresses in
      unsafe labels.withUnsafeMutableBufferPointer { labels in
        guard let first = addresses.baseAddress, let out = labels.baseAddress else { return false }
        // An IPv6 address is its two halves, the higher one first.
        let keys = unsafe UnsafeRawPointer(first).assumingMemoryBound(to: packetwalk_address6.self)
        var table = unsafe memory.kernelTable
        return switch level {
        case .any: unsafe packetwalk_search6_v1(&table, keys, out, addresses.count)
        case .third: unsafe packetwalk_search6_v3(&table, keys, out, addresses.count)
        case .fourth: unsafe packetwalk_search6_v4(&table, keys, out, addresses.count)
        }
      }
    }
    guard asksTail else { return }
    for index in addresses.indices where labels[index] == memory.layout.labelCount {
      labels[index] = tailCode(addresses[index].bits) &- 1
    }
  }
}
