/// Accounts and Regions as they stand in ARNs, zone names and folder names.
enum Place {
  static func isAccount(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { 48...57 ~= $0 }
  }

  /// Whether the text has the form of a Region's name: `us-gov-west-1`.
  static func isRegion(_ text: some StringProtocol) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard (3...5).contains(parts.count), let number = parts.last, (1...2).contains(number.count),
      number.allSatisfy({ 48...57 ~= $0 }), parts[0].count == 2
    else { return false }
    return parts.dropLast().allSatisfy { !$0.isEmpty && $0.allSatisfy { 97...122 ~= $0 } }
  }

  /// The Region of a zone, a local zone or a Wavelength zone: `us-west-2` of `us-west-2-lax-1a`.
  static func region(ofZone zone: String) -> String? {
    var start = zone.utf8.startIndex
    while let dash = zone.utf8[start...].firstIndex(of: UInt8(ascii: "-")) {
      start = zone.utf8.index(after: dash)
      let digits = zone.utf8[start...].prefix { 48...57 ~= $0 }
      if digits.isEmpty { continue }
      let region = zone[..<digits.endIndex]
      return isRegion(region) ? String(region) : nil
    }
    return nil
  }

  /// Region and account of `arn:aws:ec2:REGION:ACCOUNT:…`.
  static func ofARN(_ arn: String?) -> (region: String?, account: String?) {
    guard let parts = arn?.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false),
      parts.count == 6, parts[0] == "arn"
    else { return (nil, nil) }
    return (
      isRegion(parts[3]) ? String(parts[3]) : nil, isAccount(parts[4]) ? String(parts[4]) : nil
    )
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    48...57 ~= byte || 65...90 ~= byte || 97...122 ~= byte
  }
}
