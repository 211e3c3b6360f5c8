import ConnectorKit
import SimulatorSupport

// MARK: - Controls that send webhook events

extension Go1Portal {
    /// Adds an item of the portal to its Library.
    package func addToLibrary(_ id: Int) {
        update(id) { $0.inLibrary = true }
        queueEvents(["content.library.add"], of: id)
    }

    /// Removes an item from the Library. It stays in the portal.
    package func removeFromLibrary(_ id: Int) {
        update(id) { $0.inLibrary = false }
        queueEvents(["content.library.remove"], of: id)
    }

    /// Changes an item of the Library now.
    package func revise(_ id: Int, _ change: @Sendable (inout PortalItem) -> Void) {
        let now = milliseconds()
        update(id) { item in
            change(&item)
            item.updated = now
        }
        queueEvents(["content.library.update"], of: id)
    }

    /// Announces that an item will be retired, and removed 60 days later (rule G8).
    ///
    /// - Parameter time: Milliseconds since 1970, UTC.
    package func announceRetirement(of id: Int, at time: Int64) {
        let removal = time + 60 * 86_400_000
        update(id) { item in
            item.retires = time
            item.removes = removal
        }
        queueEvents(
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
        queueEvents(
            ["content.decommission", "content.library.decommission"], of: id,
            [.init("remove_time", .text(WireTime.zulu.text(now + 60 * 86_400_000)))])
    }

    private func queueEvents(_ types: [String], of id: Int, _ more: [JSONObject.Member] = []) {
        guard let item = item(id) else { return }
        let data = JSONValue.object(
            [.init("id", .text(item.contentID)), .init("lo_id", .text(String(id)))] + more)
        for type in types { announce(type, data) }
    }
}
