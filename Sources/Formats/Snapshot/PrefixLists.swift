import PacketWalkAddressing
import PacketWalkDiagnostics
import PacketWalkJSONScan
import PacketWalkTopology

extension SnapshotReader {
  /// `describe-managed-prefix-lists` with `get-managed-prefix-list-entries` for each, and
  /// `describe-prefix-lists`, which prints the ranges of AWS's own lists.
  func readPrefixLists() {
    var lists: [PrefixList] = []
    var places: [PrefixListID: Int] = [:]
    for item in items("PrefixLists") {
      do throws(Unreadable) {
        let list = try prefixList(item)
        count("PrefixLists", read: 1, modelled: 1)
        guard let place = places[list.id] else {
          places[list.id] = lists.count
          lists.append(list)
          continue
        }
        merge(list, into: &lists[place], at: item.json)
      } catch {
        count("PrefixLists", read: 1)
        reportLost(PrefixList.kindName, identifier(item.json, "PrefixLists"), error)
      }
    }
    for section in sections["Entries", default: []] {
      guard let id = identifier(section, parameter: "PrefixListId", prefix: "pl") else {
        reportUnnamed(section, "Entries", "a prefix list", "pl-…")
        continue
      }
      let listID = PrefixListID(id)
      let entries = readEntries(section, of: id)
      if let place = places[listID] {
        merge(PrefixList(id: listID, entries: entries), into: &lists[place], at: section.value)
      } else {
        places[listID] = lists.count
        lists.append(
          PrefixList(
            id: listID, info: info(Item(json: section.value, scope: section.scope)), entries: entries))
      }
    }
    topology.prefixLists = lists
  }

  private func prefixList(_ item: Item) throws(Unreadable) -> PrefixList {
    let json = item.json
    let id: PrefixListID = try json.requiredID("PrefixListId")
    var entries: [IPPrefix]?
    if let ranges = json["Cidrs"] {
      entries = []
      for range in ranges.elements {
        guard let prefix = range.string.flatMap({ IPPrefix($0) }) else {
          reportLostRule(
            "every entry", of: id.rawValue,
            Unreadable("an element of Cidrs is \(range.shown), not a CIDR block", at: range))
          entries = nil
          break
        }
        entries?.append(prefix)
      }
    }
    return PrefixList(
      id: id, info: info(item, arn: json.text("PrefixListArn")), listName: json.text("PrefixListName"),
      entries: entries)
  }

  /// The ranges of a list, or nil when one can't be read: a list that lost a range would match less.
  private func readEntries(_ section: Section, of id: String) -> [IPPrefix]? {
    var entries: [IPPrefix] = []
    var isComplete = true
    for entry in section.value.elements {
      do throws(Unreadable) {
        guard let prefix = try entry.prefix("Cidr") else { throw Unreadable("it has no Cidr", at: entry) }
        entries.append(prefix)
        count("Entries", read: 1, modelled: 1)
      } catch {
        count("Entries", read: 1)
        reportLostRule("an entry", of: id, error)
        isComplete = false
      }
    }
    return isComplete ? entries : nil
  }

  private func merge(_ list: PrefixList, into old: inout PrefixList, at json: JSONValue) {
    old.listName = old.listName ?? list.listName
    old.info.name = old.info.name ?? list.info.name
    if old.info.tags.isEmpty { old.info.tags = list.info.tags }
    guard let entries = list.entries else { return }
    if let known = old.entries, Set(known) != Set(entries) {
      report(
        "PW_CONFLICTING_DUPLICATE", .warning, old.displayName,
        "this prefix list is in the input twice with different entries; the first are used", at: json)
    } else {
      old.entries = entries
    }
  }
}
