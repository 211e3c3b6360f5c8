/// What changes between two texts, line by line, with some lines around each change.
package struct LineDifference: Sendable, Equatable {
    package enum Line: Sendable, Equatable {
        case kept(String)
        case removed(String)
        case added(String)
        /// Unchanged lines that are left out.
        case gap
    }

    package let lines: [Line]

    /// - Parameter context: how many unchanged lines are shown around a change.
    package init(from old: String, to new: String, context: Int = 2) {
        let before = Self.split(old)
        let after = Self.split(new)
        let difference = after.difference(from: before)
        var removed: [Int: String] = [:]
        var added: [Int: String] = [:]
        for change in difference {
            switch change {
            case .remove(let offset, let text, _): removed[offset] = text
            case .insert(let offset, let text, _): added[offset] = text
            }
        }
        var all: [Line] = []
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if let text = removed[left] {
                all.append(.removed(text))
                left += 1
            } else if let text = added[right] {
                all.append(.added(text))
                right += 1
            } else {
                all.append(.kept(before[left]))
                left += 1
                right += 1
            }
        }
        lines = Self.shortened(all, context: context)
    }

    package var isEmpty: Bool { lines.isEmpty }

    private static func split(_ text: String) -> [String] {
        var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private static func shortened(_ all: [Line], context: Int) -> [Line] {
        var shown = Set<Int>()
        for (index, line) in all.enumerated() {
            if case .kept = line { continue }
            shown.formUnion(max(0, index - context)...min(all.count - 1, index + context))
        }
        guard !shown.isEmpty else { return [] }
        var lines: [Line] = []
        for (index, line) in all.enumerated() {
            if shown.contains(index) {
                lines.append(line)
            } else if lines.last != .gap {
                lines.append(.gap)
            }
        }
        return lines
    }
}
