import ConnectorKit

extension ConformanceCase {
    static let learners = ConformanceCase(
        "learners", of: .stats,
        guarantee: "Every account has its e-mail address or none, on the enrolments or when it is asked for.",
        method:
            "The accounts that a listing does not state are asked for together with one that nobody has, and some "
            + "alone; there is one answer for each, none twice, and the same both times."
    ) { trial in
        try await trial.bench { bench in
            let enrolments = try await bench.enrolments().enrolments
            let accounts = Set(enrolments.filter { $0.learner == nil }.map(\.account))
            let stated = Dictionary(grouping: enrolments.compactMap(\.learner), by: \.id)
            let several = stated.filter { Set($0.value.map(\.email)).count > 1 }.keys.sorted()
            try require(
                several.isEmpty,
                "\(several.count) accounts have several e-mail addresses on one listing (\(several.prefix(3).joined(separator: ", ")))"
            )
            if accounts.isEmpty {
                let without = stated.values.count { $0[0].email == nil }
                try require(
                    without < stated.count, "no account has an e-mail address; some are needed")
                return "\(stated.count) accounts on the enrolments, \(without) without e-mail address"
            }
            let stranger = "987654321987"
            let asked = accounts.sorted() + [stranger]
            let answers = try await bench.learners(asked)
            let found = Dictionary(answers.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
            let missing = Set(asked).subtracting(found.keys)
            try require(
                missing.isEmpty && answers.count == found.count,
                "\(asked.count) accounts were asked for, of which \(missing.count) are missing, and "
                    + "\(answers.count - found.count) were answered twice")
            try require(
                found[stranger]?.email == nil, "an account that nobody has was given an e-mail address")
            try require(
                found.values.contains { $0.email != nil }, "no account has an e-mail address; some are needed"
            )
            for account in accounts.sorted().prefix(5) {
                let alone = try await bench.learners([account])
                try require(
                    alone.filter { $0.id == account } == [found[account]].compactMap(\.self),
                    "the account \(account) is another when it is asked for alone")
            }
            let without = found.values.count { $0.email == nil } - 1
            return "\(accounts.count) accounts, \(without) without e-mail address"
        }
    }
}

extension Bench {
    fileprivate func learners(_ accounts: [String]) async throws -> [LearnerAccount] {
        let statistics = try statistics()
        do throws(Failure) {
            return try await statistics.learners(accounts, of: connection())
        } catch {
            throw Violation("\(accounts.count) accounts could not be had: \(error)")
        }
    }
}
