import PacketWalkJSONScan

/// What a document says about itself besides its contents: its path, and an envelope where it has one.
final class Scope {
  let path: String
  /// Account and Region by the names of its folders (`123456789012/eu-west-1/…`, `accounts/…/…`).
  let account: String?
  let region: String?
  /// `packetwalk.parameters`: what the call was asked for, which its output doesn't repeat.
  let parameters: JSONValue?

  /// - Parameter account: for a file whose folders name none.
  init(path: String, parameters: JSONValue?, account other: String? = nil) {
    self.path = path
    self.parameters = parameters
    let folders = path.split(separator: "/").dropLast()
    account = folders.last { Place.isAccount($0) }.map(String.init) ?? other
    region = folders.last { Place.isRegion($0) }.map(String.init)
  }

  /// For a document that says where it belongs.
  init(path: String, account: String?, region: String?) {
    self.path = path
    self.account = account
    self.region = region
    parameters = nil
  }

  /// The path without the ending `.json`, its percent escapes resolved: some tools name files by the ARN
  /// in URL encoding.
  lazy var decodedPath: [UInt8] = {
    let bytes = Array(path.utf8)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let code = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        decoded.append(code)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    let ending = Array(".json".utf8)
    return decoded.suffix(ending.count).elementsEqual(ending) ? decoded.dropLast(ending.count) : decoded
  }()

  /// The path's runs of letters and digits, in order.
  lazy var words: [String] = {
    decodedPath.split { !Place.isLetterOrDigit($0) }.map { String(decoding: $0, as: UTF8.self) }
  }()

  /// The last identifier of the form `prefix-…` in the path: `tgw-rtb-0123` from
  /// `ec2-search-transit-gateway-routes/tgw-rtb-0123.json`.
  func identifier(startingWith prefix: String) -> String? {
    let mark = Array((prefix + "-").utf8)
    let bytes = decodedPath
    guard bytes.count > mark.count else { return nil }
    for start in stride(from: bytes.count - mark.count - 1, through: 0, by: -1)
    where bytes[start..<start + mark.count].elementsEqual(mark)
      && (start == 0 || !Place.isLetterOrDigit(bytes[start - 1]))
    {
      let tail = bytes[(start + mark.count)...].prefix(while: Place.isLetterOrDigit)
      if tail.contains(where: { 48...57 ~= $0 }) { return String(decoding: mark + tail, as: UTF8.self) }
    }
    return nil
  }
}

/// One resource, or another element of a call's output, with the document it stands in.
struct Item {
  let json: JSONValue
  let scope: Scope
}

/// What one document holds under one top-level key.
struct Section {
  let value: JSONValue
  let scope: Scope
  /// The object around it: some calls print an identifier beside their list.
  let parent: JSONValue

  /// The elements of a list, or the one object.
  var items: [Item] {
    value.kind == .object
      ? [Item(json: value, scope: scope)] : value.elements.map { Item(json: $0, scope: scope) }
  }
}
