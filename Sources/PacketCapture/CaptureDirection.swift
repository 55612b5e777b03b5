/// Which way a packet went on the host that captured it.
package enum CaptureDirection: UInt8, Sendable {
  case unknown, inbound, outbound
}
