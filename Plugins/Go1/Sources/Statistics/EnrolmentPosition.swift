import ConnectorKit
import Foundation

/// The position of a listing of enrolments between two pages, stored in a checkpoint.
struct EnrolmentPosition: Codable, Equatable {
    /// The start of the next window, in milliseconds since 1970; nil to list everything.
    var from: Int64?
    /// The slices to read before the window continues, the next one first.
    var slices: [EnrolmentSlice] = []
    /// Learning objects found in a crowded second that the host may not know: those that already have a
    /// slice, and new ones.
    var met: Set<String> = []
    var fresh: Set<String> = []
    /// The number of rows of the listing, as its first page states it.
    var total: Int?
    /// The latest update time of all rows, and Go1's time at the start of the listing.
    var latest: Int64?
    var began: Int64?
    /// The mark from which this listing continues.
    var since: Int64?

    /// Lists changes since a mark, or everything if there is no readable mark. v2 cannot list changes.
    init(since mark: Checkpoint?, generation: Generation) {
        switch generation {
        case .v2: slices = [EnrolmentSlice()]
        case .gateway:
            since = mark.flatMap { Timestamp.milliseconds($0.text) }
            from = since
        }
    }

    /// How far a mark is before the latest update: 15 minutes, for a search index that lags behind and for
    /// clock differences (our decision).
    static let overlap: Int64 = 15 * 60_000

    /// The mark for the next listing of changes. It is never later than Go1's own time allows.
    var mark: Checkpoint? {
        let times = [latest, began].compactMap { $0 }
        guard let time = [times.min().map { $0 - Self.overlap }, since].compactMap({ $0 }).max() else {
            return nil
        }
        return Checkpoint(Timestamp.text(Date(timeIntervalSince1970: Double(time) / 1_000)))
    }
}

/// A part of the enrolments that is read by offset, because no window of time is small enough.
struct EnrolmentSlice: Codable, Equatable {
    /// The second of the update times, since 1970; nil if there are no windows (v2).
    var second: Int64?
    var status: String?
    /// Only enrolments in these learning objects.
    var contents: [String]?
    var task = Task.read
    var offset = 0
    /// The total that the last page stated.
    var total: Int?

    enum Task: Codable, Equatable {
        /// Read the slice to its end.
        case read
        /// Split it by the learning objects after this one.
        case cut(after: String?)
        /// Split it by the learning objects that were just found.
        case cutByFresh
        /// Check whether its parts have as many rows as the slice itself. `looks` counts the ways in which
        /// others were looked for.
        case compare(covered: Int, looks: Int)
        /// Find the learning objects of its rows, in one of several ways, up to the limit of offsets.
        case look(way: Int)
    }

    /// The ways to look at a slice of the gateway: an enrolment type and an order.
    static let ways: [(type: String?, order: String)] = [
        (nil, "asc"), (nil, "desc"), ("assigned", "asc"), ("assigned", "desc"), ("self-directed", "asc"),
        ("self-directed", "desc"),
    ]

    /// The way of a `look` task.
    var way: (type: String?, order: String) {
        if case .look(let way) = task, Self.ways.indices.contains(way) {
            Self.ways[way]
        } else {
            (nil, "asc")
        }
    }

    /// The statuses in the order in which a learner passes through them. An enrolment whose status changes
    /// during the listing is listed twice rather than missed.
    static let statuses = ["not-started", "in-progress", "completed"]

    /// The same rows with another task.
    func with(_ task: Task) -> EnrolmentSlice {
        EnrolmentSlice(second: second, status: status, contents: contents, task: task)
    }
}
