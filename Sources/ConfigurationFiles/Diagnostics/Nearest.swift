/// The candidate a misspelt name most likely meant; nil if none is near.
///
/// Near is at most two slips (a letter added, left out, changed, or two swapped), or a third of the
/// name's length where that is more, or a beginning of at least three letters. Our decision.
package func nearest(_ name: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(name.lowercased())
    guard !typed.isEmpty, typed.count <= 64 else { return nil }
    var best: (candidate: String, slips: Int)?
    for candidate in candidates {
        let wanted = Array(candidate.lowercased())
        // Two slips turn any name of two letters into any other.
        let allowed = max(typed.count, wanted.count) <= 3 ? 1 : max(2, typed.count / 3)
        var slips = abs(typed.count - wanted.count) > allowed ? Int.max : distance(typed, wanted)
        if slips > allowed, typed.count >= 3, wanted.starts(with: typed) { slips = allowed }
        if slips <= allowed, slips < best?.slips ?? Int.max { best = (candidate, slips) }
    }
    return best?.candidate
}

/// Damerau-Levenshtein distance where no part is edited twice (optimal string alignment).
private func distance(_ left: [Character], _ right: [Character]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var before: [Int] = []
    var above = Array(0...right.count)
    for row in 1...left.count {
        var current = [row]
        for column in 1...right.count {
            let same = left[row - 1] == right[column - 1]
            var slips = min(
                above[column] + 1, current[column - 1] + 1, above[column - 1] + (same ? 0 : 1))
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                slips = min(slips, before[column - 2] + 1)
            }
            current.append(slips)
        }
        before = above
        above = current
    }
    return above[right.count]
}
