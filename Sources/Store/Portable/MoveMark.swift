/// What a store says of itself in `meta` while it moves, and afterwards.
///
/// The new store is complete, and still marked as arriving, when the old one is marked as moved: that is the moment from
/// which the new one counts. Then it loses its mark.
enum MoveMark: String {
    /// The token of a move that has not come to its end.
    case arriving
    /// The token of the move, and the name of where the content went, divided by a line break.
    case moved
}

extension Session {
    func mark(_ mark: MoveMark) throws -> String? {
        try value(String.self, "SELECT value FROM meta WHERE key = ?", [mark.rawValue])
    }

    func set(_ mark: MoveMark, _ value: String) throws {
        try run("INSERT INTO meta (key, value) VALUES (?, ?)", [mark.rawValue, value])
    }

    func remove(_ mark: MoveMark) throws { try run("DELETE FROM meta WHERE key = ?", [mark.rawValue]) }

    /// Fails if the store is at another place by now.
    func checkThatItStayed(_ path: String) throws {
        if let moved = try mark(.moved) { throw StoreError.moved(path, moved) }
    }

    /// Fails if the store is at another place by now, or has not fully arrived at this one.
    func checkThatItIsHere(_ path: String) throws {
        try checkThatItStayed(path)
        guard try mark(.arriving) == nil else {
            throw StoreError.moved(
                "\(path): `tributary migrate` was cut off before this store counted; run it again where the store was"
            )
        }
    }
}

extension StoreError {
    /// - Parameter mark: what ``MoveMark/moved`` says.
    static func moved(_ path: String, _ mark: String) -> StoreError {
        let name = mark.split(separator: "\n").last.map(String.init) ?? "another place"
        return .moved(
            "\(path): `tributary migrate` moved this store to \(name); let tributary.yaml name that one, or bring it back from there"
        )
    }
}
