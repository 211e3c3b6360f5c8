public import Foundation

/// Windows of time of one length that begin at the same times in every listing: at multiples of the length since 1970.
///
/// So what a window holds counts once, however often it is read (``Enrolment/TimeSpent/windows(_:)``).
public struct TimeWindows: Sendable, Equatable {
    /// Whole seconds, 1 at least.
    public let length: Int
    /// How many lists each window has, such as one for each type of content.
    public let lists: Int

    public init(length: Duration, lists: Int = 1) {
        self.length = max(1, Int(length.components.seconds))
        self.lists = max(1, lists)
    }

    /// The beginning of a listing, with the window that holds `since`.
    ///
    /// - Parameters:
    ///   - since: The first activity to list.
    ///   - until: The present time, which ends the last window. It stays the same while the listing goes on.
    public func start(since: Date, until: Date) -> WindowPosition {
        let until = Self.seconds(until)
        let since = min(Self.seconds(since), until)
        return WindowPosition(begin: since - since % length, until: until)
    }

    /// The position of a checkpoint; nil if it is not of such a listing, or of one with other windows.
    public func position(_ checkpoint: Checkpoint) -> WindowPosition? {
        guard let position: WindowPosition = checkpoint.position(), position.begin % length == 0,
            (0...position.until).contains(position.begin), position.until <= Self.latest,
            (0..<lists).contains(position.list), position.offset >= 0
        else { return nil }
        return position
    }

    /// The end of the window, exclusive: at its length, or at the end of the listing.
    public func end(_ position: WindowPosition) -> Date {
        Date(
            timeIntervalSince1970: TimeInterval(
                min(position.begin + length, max(position.until, position.begin + 1))))
    }

    /// The position after a page; nil after the last page of the last window.
    ///
    /// - Parameters:
    ///   - rows: The rows of the page.
    ///   - total: The rows of this list in this window, as the page states it. It is no total of the listing.
    /// - Throws: ``Failure/contract(_:)`` if the page is empty before the total is reached: rows would be left out.
    public func next(after position: WindowPosition, rows: Int, total: Int) throws(Failure) -> WindowPosition?
    {
        var next = position
        next.offset += rows
        guard next.offset >= total else {
            guard rows > 0 else {
                let begin = Timestamp.text(position.window)
                throw .contract(
                    "the window of \(begin) has \(total) rows, of which a page after \(position.offset) has none"
                )
            }
            return next
        }
        next.offset = 0
        next.list += 1
        if next.list < lists { return next }
        next.list = 0
        next.begin += length
        return next.begin < position.until ? next : nil
    }

    /// The end of the year 9999; seconds since 1970.
    private static let latest = 253_402_300_799

    private static func seconds(_ date: Date) -> Int {
        Int(min(max(0, date.timeIntervalSince1970.rounded(.down)), Double(latest)))
    }
}

/// Where a listing by windows stands: window after window, in each list after list, in each page by page.
public struct WindowPosition: Codable, Sendable, Equatable {
    /// Seconds since 1970.
    fileprivate(set) var begin: Int
    /// When the listing began; seconds since 1970.
    fileprivate(set) var until: Int
    /// The index of the list.
    public fileprivate(set) var list = 0
    /// The place of the next row in the list.
    public fileprivate(set) var offset = 0

    init(begin: Int, until: Int) {
        self.begin = begin
        self.until = until
    }

    /// The begin of the window.
    public var window: Date { Date(timeIntervalSince1970: TimeInterval(begin)) }
    /// When the listing began.
    public var listingBegan: Date { Date(timeIntervalSince1970: TimeInterval(until)) }

    public var checkpoint: Checkpoint { Checkpoint(of: self) }
}
