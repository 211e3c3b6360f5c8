import ConnectorKit
import Crypto
import Foundation
import Model
import Store

/// Makes full batches of the work that waits in one destination.
///
/// What changed and makes the payload that was delivered already is settled on the way: nothing is sent
/// twice.
struct BatchMaker {
    private let platform: any DeliveryPlatform
    private let leased: LeasedStore
    private let run: RunID
    private let work: DeliveryWork
    private let kind: BatchKind
    private let destination: StoredDestination.ID
    private var after: OutboxID?
    /// Whether the platform knows former addresses of learners.
    private var formers: [String: Bool] = [:]

    init(
        platform: any DeliveryPlatform, leased: LeasedStore, run: RunID, work: DeliveryWork, kind: BatchKind,
        destination: StoredDestination.ID
    ) {
        self.platform = platform
        self.leased = leased
        self.run = run
        self.work = work
        self.kind = kind
        self.destination = destination
    }

    /// How many bytes a batch has at most, but for its last item (our decision: nothing is published).
    static let mostBytes = 32 << 20

    /// Nil if nothing waits any more.
    mutating func next() async throws(StoreError) -> OutgoingBatch? {
        let size = platform.largestBatch(of: kind)
        var batch = Batch()
        while batch.outgoing.entries.count < size, batch.outgoing.bytes < Self.mostBytes {
            let room = min(size - batch.outgoing.entries.count, Self.read)
            let count =
                work == .statistics
                ? try await addStatistics(room, to: &batch) : try await addCourses(room, to: &batch)
            if count == 0 { break }
        }
        return batch.outgoing.entries.isEmpty ? nil : batch.outgoing
    }

    /// How many are read at once.
    private static let read = 1_000

    private struct Batch {
        var outgoing = OutgoingBatch()
        var keys: Set<String> = []
        /// Those that name the same as another one of the batch: the next batch takes them.
        var left = 0

        mutating func add(_ item: DeliveryItem, _ entry: BatchItem) {
            guard keys.insert(item.key).inserted else {
                left += 1
                return
            }
            outgoing.add(item, entry)
        }
    }

    private mutating func addCourses(_ room: Int, to batch: inout Batch) async throws(StoreError) -> Int {
        let due = try await leased.store.dueCourses(
            work, in: destination, run: run, after: after, limit: room)
        after = due.last?.id ?? after
        var unchanged: [BatchItem] = []
        for course in due {
            let item =
                work == .archive
                ? platform.item(archiving: course.content.externalID) : platform.item(for: course.content)
            let entry = BatchItem(id: course.id, key: item.key, digest: item.digest)
            if work == .courses, entry.digest == course.digest {
                unchanged.append(entry)
            } else {
                batch.add(item, entry)
            }
        }
        try await leased.recordUnchanged(unchanged, of: work)
        return due.count
    }

    /// What is in the batch still waits, so it is skipped by number; what is settled is not there any more.
    private mutating func addStatistics(_ room: Int, to batch: inout Batch) async throws(StoreError) -> Int {
        let due = try await leased.store.dueStatistics(
            in: destination, run: run, skipping: batch.outgoing.entries.count + batch.left, limit: room)
        var unchanged: [BatchItem] = []
        for one in due {
            if one.waits {
                batch.left += 1
                continue
            }
            guard let statistic = one.statistic, await isDue(one) else {
                unchanged.append(BatchItem(id: one.id, key: "", digest: one.digest ?? ""))
                continue
            }
            var told = LearnerStatistic(statistic, of: one.externalID, mail: one.mail)
            if let opened = one.opened { told.fill(opened) }
            let item = platform.item(for: told)
            let entry = BatchItem(
                id: one.id, key: item.key, digest: (one.isFirst ? DueStatistic.first : "") + item.digest)
            if entry.digest == one.digest {
                unchanged.append(entry)
            } else {
                batch.add(item, entry)
            }
        }
        try await leased.recordUnchanged(unchanged, of: work)
        return due.count
    }

    /// Whether a statistic that was delivered under a former address is sent again: if the platform still knows that
    /// one, the present one is somebody else there; if not, the person was renamed, attempts included (rule A23).
    private mutating func isDue(_ one: DueStatistic) async -> Bool {
        guard let former = one.former else { return true }
        if let known = formers[former] { return known }
        // Where the platform cannot say, sending it is what comes to an answer.
        let isKnown = (try? await platform.hasLearner(former)) ?? true
        formers[former] = isKnown
        return isKnown
    }
}

extension DeliveryItem {
    /// Equal for equal payloads.
    fileprivate var digest: String {
        Data(SHA256.hash(data: Data(payload.utf8)).prefix(16)).base64EncodedString()
    }
}
