import ConnectorKit
import Foundation

/// Where a listing of enrolments stands between two pages: what a checkpoint holds.
struct EnrolmentPlace: Codable, Equatable {
    /// The next window: what was updated at this time or later, milliseconds since 1970; nil for everything.
    var from: Int64?
    /// What has to be read by slices before the window goes on, the next slice first.
    var slices: [EnrolmentSlice] = []
    /// Learning objects that were met in a crowded second and that the host may not know: those that a slice
    /// was cut by, and those just met.
    var met: Set<String> = []
    var fresh: Set<String> = []
    /// How many rows the listing has, as stated on its first page.
    var total: Int?
    /// The latest time of update that was met, and Go1's own time when the listing began.
    var latest: Int64?
    var began: Int64?
    /// The mark this listing takes up from.
    var since: Int64?

    init() {}

    /// A listing of what changed since a mark; of everything where there is none that can be read.
    init(since mark: Checkpoint?) {
        since = mark.flatMap { Timestamp.milliseconds($0.text) }
        from = since
    }

    /// Nil where the text is none of ours.
    init?(_ checkpoint: Checkpoint) {
        guard let place = try? JSONDecoder().decode(Self.self, from: Data(checkpoint.text.utf8)) else {
            return nil
        }
        self = place
    }

    /// - Throws: nothing in fact: every value of it can be written.
    func checkpoint() throws(Failure) -> Checkpoint {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(self) else { throw .fatal("a checkpoint cannot be written") }
        return Checkpoint(String(decoding: data, as: UTF8.self))
    }

    /// How far a mark lies before the latest update: 15 minutes for a search index that lags behind and
    /// clocks that differ (our decision).
    static let overlap: Int64 = 15 * 60_000

    /// Where a listing of changes takes up. An update in the future does not move it past Go1's own time.
    var mark: Checkpoint? {
        let times = [latest, began].compactMap { $0 }
        guard let time = [times.min().map { $0 - Self.overlap }, since].compactMap({ $0 }).max() else {
            return nil
        }
        return Checkpoint(Timestamp.text(Date(timeIntervalSince1970: Double(time) / 1_000)))
    }
}

/// A part of the enrolments that is read by offset, because no window of time makes it small enough.
struct EnrolmentSlice: Codable, Equatable {
    /// The second of update, since 1970; nil where no window is known (v2).
    var second: Int64?
    var status: String?
    /// Only those in these learning objects.
    var contents: [String]?
    var task = Task.read
    var offset = 0
    /// What the last page stated.
    var total: Int?

    enum Task: Codable, Equatable {
        /// Read it to its end.
        case read
        /// Cut it by the learning objects that come after this one.
        case cut(after: String?)
        /// Cut it by the learning objects that were just met.
        case cutByFresh
        /// See whether the parts it was cut into have as many rows as it has itself; in so many ways it was
        /// looked for others.
        case compare(covered: Int, looks: Int)
        /// Look which learning objects it is about, in one of several ways, each as far as the reach goes.
        case look(way: Int)
    }

    /// The ways to look at a slice of the gateway: what kind of enrolment, and in which order.
    static let ways: [(type: String?, order: String)] = [
        (nil, "asc"), (nil, "desc"), ("assigned", "asc"), ("assigned", "desc"), ("self-directed", "asc"),
        ("self-directed", "desc"),
    ]

    /// The way of a look.
    var way: (type: String?, order: String) {
        if case .look(let way) = task, Self.ways.indices.contains(way) {
            Self.ways[way]
        } else {
            (nil, "asc")
        }
    }

    /// The statuses in the order in which a learner passes through them: who goes on while the parts are read
    /// is met again, and not missed.
    static let statuses = ["not-started", "in-progress", "completed"]

    /// The same rows with another task.
    func with(_ task: Task) -> EnrolmentSlice {
        EnrolmentSlice(second: second, status: status, contents: contents, task: task)
    }
}
