/// What a reader of captures counts: nothing in a capture is passed over without a number.
package enum CaptureKind: UInt8, CaseIterable, Sendable {
  // Packets that are part of no flow.
  case arp, otherEtherType, frameWithoutType, unknownLinkType, linkHeaderCut, ipHeaderCut, malformedIP
  case tooManyHeaders, tooManyTags, tooManyTunnels, portsCut, fragmentUnmatched
  case icmpError, icmpErrorUnmatched, icmpErrorUnreadable, mirrorDuplicate, filteredOut, filterMeaningless,
    packetTooLong

  // What is worth a word about packets that are part of flows.
  case flagsCut, lengthFromCapture, longerThanCaptured, laterFragment, decapsulated, untimed
  case timestampInvalid, capturedBeyondSnaplen, capturedBeyondOriginal

  // What is wrong with the capture itself.
  case recordCut, recordTooLong, blockTooShort, blockUneven, blockEndsDiffer, capturedBeyondBlock
  case unknownInterface, tooManyInterfaces, optionBeyondBlock, byteOrderUnknown, versionUnknown, inputDamaged

  // What is skipped as the format wants it.
  case blockSkipped

  /// Of what a kind speaks.
  package enum Group: Sendable { case packetWithoutFlow, packetRemark, damage, skipped }

  package var group: Group {
    switch self {
    case .arp, .otherEtherType, .frameWithoutType, .unknownLinkType, .linkHeaderCut, .ipHeaderCut,
      .malformedIP,
      .tooManyHeaders, .tooManyTags, .tooManyTunnels, .portsCut, .fragmentUnmatched, .icmpError,
      .icmpErrorUnmatched, .icmpErrorUnreadable, .mirrorDuplicate, .filteredOut, .filterMeaningless,
      .packetTooLong:
      .packetWithoutFlow
    case .flagsCut, .lengthFromCapture, .longerThanCaptured, .laterFragment, .decapsulated, .untimed,
      .timestampInvalid, .capturedBeyondSnaplen, .capturedBeyondOriginal:
      .packetRemark
    case .recordCut, .recordTooLong, .blockTooShort, .blockUneven, .blockEndsDiffer,
      .capturedBeyondBlock, .unknownInterface, .tooManyInterfaces, .optionBeyondBlock, .byteOrderUnknown,
      .versionUnknown, .inputDamaged:
      .damage
    case .blockSkipped: .skipped
    }
  }

  /// A stable word for reports.
  package var name: String {
    switch self {
    case .arp: "arp"
    case .otherEtherType: "other-ethertype"
    case .frameWithoutType: "frame-without-ethertype"
    case .unknownLinkType: "unknown-link-type"
    case .linkHeaderCut: "link-header-cut"
    case .ipHeaderCut: "ip-header-cut"
    case .malformedIP: "malformed-ip"
    case .tooManyHeaders: "too-many-headers"
    case .tooManyTags: "too-many-tags"
    case .tooManyTunnels: "too-many-tunnels"
    case .portsCut: "ports-cut"
    case .fragmentUnmatched: "fragment-unmatched"
    case .icmpError: "icmp-error"
    case .icmpErrorUnmatched: "icmp-error-unmatched"
    case .icmpErrorUnreadable: "icmp-error-unreadable"
    case .mirrorDuplicate: "mirror-duplicate"
    case .filteredOut: "filtered-out"
    case .filterMeaningless: "filter-meaningless"
    case .packetTooLong: "packet-too-long"
    case .flagsCut: "flags-cut"
    case .lengthFromCapture: "length-from-capture"
    case .longerThanCaptured: "longer-than-captured"
    case .laterFragment: "later-fragment"
    case .decapsulated: "decapsulated"
    case .untimed: "untimed"
    case .timestampInvalid: "timestamp-invalid"
    case .capturedBeyondSnaplen: "captured-beyond-snaplen"
    case .capturedBeyondOriginal: "captured-beyond-original"
    case .recordCut: "record-cut"
    case .recordTooLong: "record-too-long"
    case .blockTooShort: "block-too-short"
    case .blockUneven: "block-uneven"
    case .blockEndsDiffer: "block-ends-differ"
    case .capturedBeyondBlock: "captured-beyond-block"
    case .unknownInterface: "unknown-interface"
    case .tooManyInterfaces: "too-many-interfaces"
    case .optionBeyondBlock: "option-beyond-block"
    case .byteOrderUnknown: "byte-order-unknown"
    case .versionUnknown: "version-unknown"
    case .inputDamaged: "input-damaged"
    case .blockSkipped: "block-skipped"
    }
  }

  /// What it means, as a sentence without a full stop.
  package var explanation: String {
    switch self {
    case .arp: "address resolution, which no rule of a network looks at"
    case .otherEtherType: "neither IP nor anything that leads to it"
    case .frameWithoutType: "an IEEE 802.3 frame without a type, such as spanning tree's"
    case .unknownLinkType: "a link type that this reader doesn't know"
    case .linkHeaderCut: "captured too short for the header before IP"
    case .ipHeaderCut: "captured too short for the IP header"
    case .malformedIP: "an IP header that contradicts itself"
    case .tooManyHeaders: "more than 8 IPv6 extension headers"
    case .tooManyTags: "more than 8 VLAN tags or MPLS labels"
    case .tooManyTunnels: "more than 4 tunnels inside each other"
    case .portsCut: "captured too short for ports or for ICMP's type"
    case .fragmentUnmatched: "a later fragment whose first one was not seen"
    case .icmpError: "an ICMP error, kept with the flow that it is about"
    case .icmpErrorUnmatched: "an ICMP error about a flow that was not seen"
    case .icmpErrorUnreadable: "an ICMP error without a readable packet in it"
    case .mirrorDuplicate: "a packet that the other end's mirror session sent as well"
    case .filteredOut: "a packet that the capture filter doesn't admit"
    case .filterMeaningless: "a packet of a link type for which the capture filter means nothing"
    case .packetTooLong: "a packet of which more than 1 MiB was captured, skipped"
    case .flagsCut: "captured too short for TCP's flags"
    case .lengthFromCapture: "no length in the IP header, as where the sender's hardware cuts segments"
    case .longerThanCaptured: "an IP header that says more than was on the wire"
    case .laterFragment: "a fragment whose ports are its first one's"
    case .decapsulated: "unpacked from VXLAN or GENEVE"
    case .untimed: "a packet without a timestamp"
    case .timestampInvalid: "a timestamp whose fraction is a second or more"
    case .capturedBeyondSnaplen: "more bytes than the capture says it keeps of a packet"
    case .capturedBeyondOriginal: "more bytes than the packet is said to have had"
    case .recordCut: "the capture ends inside a packet"
    case .recordTooLong: "a packet longer than any can be; what follows can't be found"
    case .blockTooShort: "a block too short for what it should hold"
    case .blockUneven: "a block whose length is no multiple of 4"
    case .blockEndsDiffer: "a block whose two lengths differ"
    case .capturedBeyondBlock: "a packet longer than the block that holds it"
    case .unknownInterface: "a packet of an interface that the section doesn't describe"
    case .tooManyInterfaces: "more than 65,535 interfaces"
    case .optionBeyondBlock: "an option that is longer than its block"
    case .byteOrderUnknown: "a section whose byte order can't be told; what follows can't be read"
    case .versionUnknown: "a version of the format that nobody has described; what follows can't be read"
    case .inputDamaged: "the input could not be read to its end"
    case .blockSkipped: "a block that holds no packet, such as names and statistics"
    }
  }
}
