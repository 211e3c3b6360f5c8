package import ConnectorKit

/// English titles that courses of several simulated providers have, those of Go1's among them: likely overlaps.
package enum SharedTitles {
    package static func title(_ draw: inout SeededRandom) -> String {
        "\(draw.pick(beginnings)) \(draw.pick(subjects)): \(draw.pick(endings))"
    }

    private static let beginnings = ["Managing", "Leading", "Understanding", "Building", "Improving"]
    private static let subjects = [
        "Remote Teams", "Data Privacy", "Project Risks", "Feedback", "Supply Chains",
    ]
    private static let endings = ["Foundations", "Essentials", "A Practical Guide", "Case Studies"]
}
