import ConnectorKit

/// The assets of one type in one locale: what one list of the service has. The catalog is a number of them.
struct AssetSlice: Equatable, CustomStringConvertible {
    let locale: SourceLocale
    let type: AssetType

    var description: String { "\(type.rawValue) \(locale.language)_\(locale.country)" }

    /// Courses and videos are listed by locale and type, retired ones included, since their finder is made for
    /// imports and says what retired. It does not list learning paths; the other finder does, active ones only.
    func query(start: Int, count: Int) -> URLQuery {
        var query =
            type == .learningPath
            ? URLQuery([
                "q": "criteria", "assetFilteringCriteria.assetTypes[0]": type.rawValue,
                "assetFilteringCriteria.locales[0].language": locale.language,
                "assetFilteringCriteria.locales[0].country": locale.country,
            ])
            : URLQuery([
                "q": "localeAndType", "assetType": type.rawValue, "sourceLocale.language": locale.language,
                "sourceLocale.country": locale.country, "includeRetired": true,
            ])
        query.add("fields", Self.fields)
        query.add("start", start)
        query.add("count", count)
        return query
    }

    /// The members that the mapping reads: a third of what an asset has.
    private static let fields =
        "urn,type,title,details:(availability,classifications,contributors,description,descriptionIncludingHtml,"
        + "images,lastUpdatedAt,timeToComplete,urls)"
}

/// Where a listing of the whole catalog stands. First each slice is asked for its size, then its pages are read: so the
/// size of the whole is known, and a listing that lacks a part is not taken for complete.
struct ListingPosition: Codable, Equatable {
    /// The sizes of the slices that were asked so far.
    private(set) var totals: [Int] = []
    private(set) var slice = 0
    private(set) var start = 0
    private let slices: Int

    /// - Parameter checkpoint: Nil for the beginning.
    /// - Returns: Nil if the checkpoint is not of such a listing, or of one of other slices.
    init?(_ checkpoint: Checkpoint?, slices: Int) {
        guard let checkpoint else {
            self.slices = slices
            return
        }
        guard let position: Self = checkpoint.position(), position.slices == slices else { return nil }
        self = position
    }

    var checkpoint: Checkpoint { Checkpoint(of: self) }

    /// Whether the next request is for a size.
    var isSizing: Bool { totals.count < slices }

    /// The size of the whole catalog; nil if it is not known yet.
    var total: Int? { isSizing ? nil : totals.reduce(0, +) }

    /// Notes the size that a slice states.
    mutating func note(_ total: Int) {
        if isSizing { totals.append(total) } else { totals[slice] = total }
    }

    /// The position after a page, whose ``note(_:)`` has been taken; nil at the end of the last slice.
    func next(after wasSizing: Bool, pageSize: Int) -> ListingPosition? {
        var next = self
        if wasSizing {
            next.slice = isSizing ? totals.count : totals.firstIndex { $0 > 0 } ?? 0
            return next
        }
        next.start += pageSize
        if next.start < totals[slice] { return next }
        guard let slice = totals.indices.first(where: { $0 > slice && totals[$0] > 0 }) else { return nil }
        (next.slice, next.start) = (slice, 0)
        return next
    }
}
