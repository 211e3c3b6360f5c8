/// Source paths, made ready for one pass over a document.
///
/// A path is the names of members joined by dots; `[]` after a name stands for each element of a list:
/// `core.title`, `authors[].name`, `attributes.topics[].value`. A path that begins with `[]` is about a
/// document that is a list. Names with a dot or ending in `[]` cannot be spelled.
public struct JSONPaths: Sendable {
    /// The paths as they were given; a value's slot is its path's index.
    public let paths: [String]

    /// The paths as a tree, without those parts two paths share; the root comes first.
    let places: [Place]
    let members: [Member]
    private let slots: [Int]

    public init(_ paths: [String]) {
        self.paths = paths
        var growing = [Growing()]
        for (slot, path) in paths.enumerated() {
            var place = 0
            for step in Self.steps(path) { place = Self.grow(&growing, from: place, by: step) }
            growing[place].slots.append(slot)
        }
        var places: [Place] = []
        var members: [Member] = []
        var slots: [Int] = []
        for place in growing {
            let firstMember = members.count
            let firstSlot = slots.count
            members += place.members.map { Member(name: Array($0.name.utf8), place: $0.place) }
            slots += place.slots
            places.append(
                Place(
                    members: firstMember..<members.count, element: place.element,
                    slots: firstSlot..<slots.count))
        }
        self.places = places
        self.members = members
        self.slots = slots
    }

    /// Where a path or several pass through or end.
    struct Place {
        /// Indices of ``members``.
        let members: Range<Int>
        /// The place of each element, if a path asks for them.
        let element: Int?
        let slots: Range<Int>
    }

    /// The way from one place to another by name.
    struct Member {
        let name: [UInt8]
        /// The first eight bytes of the name, to tell most names apart at once.
        let head: UInt64
        let place: Int

        init(name: [UInt8], place: Int) {
            self.name = name
            self.place = place
            head = name.withUnsafeBytes { JSONDigest.word($0, at: 0, end: $0.count) }
        }
    }

    /// The slots of the paths that end at a place.
    func slots(_ place: Place) -> ArraySlice<Int> { slots[place.slots] }

    // MARK: - Growing the tree

    private enum Step: Equatable {
        case member(Substring)
        case element
    }

    private struct Growing {
        var members: [(name: Substring, place: Int)] = []
        var element: Int?
        var slots: [Int] = []
    }

    private static func steps(_ path: String) -> [Step] {
        path.split(separator: ".", omittingEmptySubsequences: false).flatMap { part -> [Step] in
            var name = part
            var elements: [Step] = []
            while name.hasSuffix("[]") {
                name = name.dropLast(2)
                elements.append(.element)
            }
            return name.isEmpty ? elements : [.member(name)] + elements
        }
    }

    private static func grow(_ places: inout [Growing], from place: Int, by step: Step) -> Int {
        let next = places.count
        switch step {
        case .member(let name):
            if let known = places[place].members.first(where: { $0.name == name }) { return known.place }
            places[place].members.append((name, next))
        case .element:
            if let known = places[place].element { return known }
            places[place].element = next
        }
        places.append(Growing())
        return next
    }
}
