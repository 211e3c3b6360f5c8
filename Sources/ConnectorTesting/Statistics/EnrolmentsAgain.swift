import ConnectorKit

extension ConformanceCase {
    static let enrolmentsAgain = ConformanceCase(
        "enrolments-again", of: .stats,
        guarantee: "Enrolments can be read again, one or many, and one that is gone keeps none of the rest.",
        method:
            "Those of a listing are asked for alone and together, with an id that nobody has among them; "
            + "the answers are compared with the listing."
    ) { trial in
        try await trial.bench { bench in
            let webhooks = try bench.webhooks()
            let listed = try await bench.enrolments().enrolments
            let known = Dictionary(listed.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
            let all = known.values.sorted { ($0.id.count, $0.id) < ($1.id.count, $1.id) }.prefix(40)
            try require(!all.isEmpty, "the simulator has no enrolment")
            let hints = all.map {
                EnrolmentHint(id: $0.id, contentID: $0.contentID, changedAt: $0.updatedAt)
            }
            let stranger = EnrolmentHint(id: "987654321987")
            for asked in [[hints[0]], Array(hints), Array(hints) + [stranger], [stranger]] {
                let answer: [Enrolment]
                do throws(Failure) {
                    answer = try await webhooks.enrolments(about: asked, of: bench.connection())
                } catch {
                    throw Violation("\(asked.count) enrolments could not be read again: \(error)")
                }
                let found = Dictionary(answer.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
                let wanted = Set(asked.map(\.id)).subtracting([stranger.id])
                let missing = wanted.subtracting(found.keys)
                let differing = wanted.filter { found[$0] != nil && found[$0] != known[$0] }
                try require(
                    missing.isEmpty && differing.isEmpty && found[stranger.id] == nil,
                    "of \(asked.count) enrolments that were asked for again \(missing.count) were missing "
                        + "and \(differing.count) unlike those of the listing")
            }
            return "\(all.count) enrolments"
        }
    }
}
