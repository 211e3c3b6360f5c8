import ConnectorKit

// MARK: - Controls that webhooks tell of

extension Go1Portal {
    /// Puts an item of the portal into its Library.
    package func addToLibrary(_ id: Int) {
        update(id) { $0.inLibrary = true }
        tell(["content.library.add"], of: id)
    }

    /// Takes an item out of the Library; it stays in the portal.
    package func removeFromLibrary(_ id: Int) {
        update(id) { $0.inLibrary = false }
        tell(["content.library.remove"], of: id)
    }

    /// Changes an item of the Library now.
    package func revise(_ id: Int, _ change: @Sendable (inout PortalItem) -> Void) {
        let now = milliseconds()
        update(id) { item in
            change(&item)
            item.updated = now
        }
        tell(["content.library.update"], of: id)
    }

    /// Says that an item will be retired, and removed 60 days later (reference/go1-api-facts.md 2.4).
    ///
    /// - Parameter time: milliseconds since 1970, UTC.
    package func announceRetirement(of id: Int, at time: Int64) {
        let removal = time + 60 * 86_400_000
        update(id) { item in
            item.retires = time
            item.removes = removal
        }
        tell(
            ["content.decommission.pending"], of: id,
            [
                .init("retired_time", .text(WireTime.zulu.text(time))),
                .init("remove_time", .text(WireTime.zulu.text(removal))),
            ])
    }

    /// Retires an item now.
    package func retire(_ id: Int) {
        let now = milliseconds()
        update(id) { item in
            item.state = .retired
            item.retires = now
            item.removes = now + 60 * 86_400_000
        }
        tell(
            ["content.decommission", "content.library.decommission"], of: id,
            [.init("remove_time", .text(WireTime.zulu.text(now + 60 * 86_400_000)))])
    }

    private func tell(_ types: [String], of id: Int, _ more: [JSONObject.Member] = []) {
        guard let item = item(id) else { return }
        let data = JSONValue.object(
            [.init("id", .text(item.contentID)), .init("lo_id", .text(String(id)))] + more)
        for type in types { announce(type, data) }
    }
}
