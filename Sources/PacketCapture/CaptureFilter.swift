package import PacketWalkDiagnostics

/// A capture filter as tcpdump has it (pcap-filter(7)), such as `tcp port 443`: compiled by libpcap, which is
/// an option of the build, and run on the packets of our own reader.
///
/// There is a program for each link type, so that captures with several kinds of interfaces can be filtered
/// too.
package final class CaptureFilter {
  package enum Verdict: Sendable {
    case admitted, refused
    /// The expression asks for what packets of this link type haven't got.
    case meaningless
  }

  /// Whether this build has libpcap.
  package static var isAvailable: Bool {
    #if Pcap
      true
    #else
      false
    #endif
  }

  /// The filter as the user wrote it.
  package let expression: String

  #if Pcap
    /// A program for each link type that was met; nil where the filter means nothing there.
    private var programs: [LinkType: PcapProgram?] = [:]
    private var last: (linkType: LinkType, program: PcapProgram?)?

    /// Compiles a filter, for Ethernet and, where it means nothing there, for other links.
    ///
    /// - Throws: `invalid`, with libpcap's words, for what is no filter.
    package init(_ expression: String) throws(InputError) {
      self.expression = expression
      do throws(InputError) {
        programs[.ethernet] = try PcapProgram(expression, .ethernet)
      } catch {
        let others = [LinkType.linuxSLL, .raw]
        guard others.contains(where: { (try? PcapProgram(expression, $0)) != nil }) else { throw error }
      }
    }

    /// Whether a packet passes.
    package func verdict(on record: CaptureRecord) -> Verdict {
      if record.linkType == .nflog { return verdict(onLogged: record) }
      guard let program = program(for: record.linkType) else { return .meaningless }
      return program.admits(record.bytes, original: record.originalLength) ? .admitted : .refused
    }

    /// libpcap's programs don't look into netfilter's records; the packets in them are raw ones.
    private func verdict(onLogged record: CaptureRecord) -> Verdict {
      var direction = CaptureDirection.unknown
      guard let place = PacketDecoder.netfilterPayload(record.bytes, &direction), place <= record.bytes.count
      else {
        return .refused
      }
      guard let program = program(for: .raw) else { return .meaningless }
      let packet = record.bytes.slice(place, count: record.bytes.count - place)
      return program.admits(packet, original: max(record.originalLength - place, packet.count))
        ? .admitted : .refused
    }

    private func program(for linkType: LinkType) -> PcapProgram? {
      if let last, last.linkType == linkType { return last.program }
      let program: PcapProgram?
      if let known = programs[linkType] {
        program = known
      } else {
        program = try? PcapProgram(expression, linkType)
        programs[linkType] = .some(program)
      }
      last = (linkType, program)
      return program
    }
  #else
    /// Refuses, since filters need libpcap.
    ///
    /// - Throws: `invalid`.
    package init(_ expression: String) throws(InputError) {
      throw InputError(.invalid, "this build has no libpcap: build with --traits Pcap")
    }

    /// Never asked: there are no filters.
    package func verdict(on record: CaptureRecord) -> Verdict { .admitted }
  #endif
}
