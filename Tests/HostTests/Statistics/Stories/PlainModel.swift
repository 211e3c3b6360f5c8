import ConnectorKit
import Foundation

/// What attempts there should be, written from the promises in words and without regard to the host's own code:
/// everything that the host was told is kept, and what it comes to is worked out anew each time.
struct PlainModel {
    struct Known {
        var account: String
        let content: String
        var begin: Date
        var last: Date
        var isCompleted: Bool
        var passed: Bool?
    }

    struct Launch {
        enum Owner: Equatable {
            case account(String)
            case address(String)
        }

        let number: Int
        let group: String
        let content: String
        var owner: Owner
        let at: Date
        let earliest: Date
        var last: Date
    }

    struct Try: Equatable {
        var first: Date
        var last: Date
        var done: Date?
        var progress: Int
        var result: String
        /// Milliseconds.
        var time: Int?
        /// The launch that opened it, until an enrolment fills it.
        var unfilled: Int?
    }

    /// Minutes, by content; none if the duration is unknown.
    var minutes: [String: Int] = [:]
    var enrolments: [String: Known] = [:]
    /// The address that each account has, or had last.
    var addresses: [String: String] = [:]
    var gone: Set<String> = []
    /// Accounts that the host has heard of.
    var heard: Set<String> = []
    var launches: [Launch] = []

    // MARK: - What the host is told

    mutating func name(_ named: Enrolment) {
        guard named.status != .other else { return }
        heard.insert(named.account)
        guard var known = enrolments[named.id] else {
            enrolments[named.id] = Known(
                account: named.account, content: named.contentID, begin: named.createdAt ?? named.updatedAt,
                last: named.updatedAt, isCompleted: named.status == .completed, passed: named.passed)
            return
        }
        known.begin = min(known.begin, named.createdAt ?? named.updatedAt)
        if !known.isCompleted {
            if named.status == .completed || named.updatedAt >= known.last { known.passed = named.passed }
            known.last = max(known.last, named.updatedAt)
            known.isCompleted = named.status == .completed
        }
        enrolments[named.id] = known
    }

    /// Accounts are read, all of them at once.
    mutating func read(_ accounts: [String: String?]) {
        let before = addresses
        var changed: [String] = []
        for (account, text) in accounts {
            heard.insert(account)
            guard let text else {
                if addresses[account] != nil { gone.insert(account) }
                continue
            }
            let address = text.trimmingCharacters(in: .whitespaces).lowercased()
            gone.remove(account)
            if addresses[account] != address { changed.append(account) }
            addresses[account] = address
        }
        // Who has no address any more goes along with those who had the same one, if all of them go the same way.
        for account in gone {
            let others = before.keys.filter { before[$0] == before[account] && !gone.contains($0) }
            let ways = Set(others.map { addresses[$0] })
            if ways.count == 1, let way = ways.first { addresses[account] = way }
        }
        for account in changed.sorted() {
            for index in launches.indices
            where launches[index].owner == addresses[account].map({ .address($0) }) {
                launches[index].owner = .account(account)
            }
        }
    }

    mutating func launch(_ content: String, in group: String, by text: String, at time: Date) {
        let address = text.trimmingCharacters(in: .whitespaces).lowercased()
        let open = tries(of: address, at: content, in: group).filter { $0.done == nil }
        if !open.isEmpty {
            guard open.allSatisfy({ $0.unfilled != nil }) else { return }
            for index in launches.indices
            where open.contains(where: { $0.unfilled == launches[index].number }) {
                launches[index].last = max(launches[index].last, time)
            }
            return
        }
        let accounts = addresses.keys.filter { addresses[$0] == address }
            .sorted { (gone.contains($0) ? 1 : 0, $0) < (gone.contains($1) ? 1 : 0, $1) }
        let earliest = time - 300
        let known = enrolments.values.filter {
            addresses[$0.account] == address && $0.content == content && $0.begin >= earliest
        }
        launches.append(
            Launch(
                number: launches.count, group: group, content: content,
                owner: accounts.first.map { .account($0) } ?? .address(address), at: time,
                earliest: known.map(\.begin).max().map { $0 + 0.001 } ?? earliest, last: time))
    }

    // MARK: - What it comes to

    private func address(_ owner: Launch.Owner) -> String? {
        switch owner {
        case .account(let account): addresses[account]
        case .address(let address): address
        }
    }

    /// A line for each attempt.
    func lines(groups: (String) -> [String]) -> [String] {
        var lines: [String] = []
        let learners = Set(addresses.values).union(launches.compactMap { address($0.owner) })
        for content in Set(enrolments.values.map(\.content)).union(launches.map(\.content)) {
            for group in groups(content) {
                for learner in learners {
                    lines += tries(of: learner, at: content, in: group).map {
                        "\(group) \(content) \(learner) \($0.line)"
                    }
                }
            }
        }
        return lines.sorted()
    }

    func tries(of learner: String, at content: String, in group: String) -> [Try] {
        let ways = enrolments.filter { $0.value.content == content && addresses[$0.value.account] == learner }
            .sorted { ($0.value.begin, $0.key) < ($1.value.begin, $1.key) }.map(\.value)
        let (begun, loose) = Self.follow(
            launches.filter { $0.content == content && $0.group == group && address($0.owner) == learner },
            ways)
        return Self.tries(ways, begun, loose, minutes: minutes[content])
    }

    /// Which launch each enrolment follows, by positions, and the launches that none follows.
    private static func follow(_ launches: [Launch], _ ways: [Known]) -> (
        begun: [Int: Launch], loose: [Launch]
    ) {
        var begun: [Int: Launch] = [:]
        var loose: [Launch] = []
        func next(after launch: Launch, until end: Date) -> Int? {
            for (index, way) in ways.enumerated() where begun[index] == nil {
                guard way.begin >= launch.earliest, way.begin < end, way.begin <= launch.last + 86_400 else {
                    continue
                }
                let isOver = ways[..<index].contains {
                    $0.isCompleted && $0.last >= launch.at && $0.last < way.begin
                }
                if !isOver { return index }
            }
            return nil
        }
        var rest = launches.sorted { ($0.at, $0.number) < ($1.at, $1.number) }
        while !rest.isEmpty {
            var launch = rest.removeFirst()
            // While it is open and waits, whoever launches goes on with it.
            while let other = rest.first, next(after: launch, until: other.earliest) == nil,
                !ways.contains(where: { $0.isCompleted && $0.last >= launch.at && $0.last < other.at })
            {
                launch.last = max(launch.last, other.last)
                rest.removeFirst()
            }
            if let index = next(after: launch, until: rest.first?.earliest ?? .distantFuture) {
                begun[index] = launch
            } else {
                loose.append(launch)
            }
        }
        return (begun, loose)
    }

    private static func tries(
        _ ways: [Known], _ begun: [Int: Launch], _ loose: [Launch], minutes: Int?
    ) -> [Try] {
        var tries: [Try] = []
        var loose = loose
        func spent(_ first: Date, _ last: Date) -> Int? {
            minutes.map { min($0 * 60_000, max(0, Int((last.timeIntervalSince(first) * 1_000).rounded()))) }
        }
        func open(until time: Date) {
            while let launch = loose.first, launch.at <= time {
                loose.removeFirst()
                if tries.contains(where: { $0.done == nil }) { continue }
                tries.append(
                    Try(
                        first: launch.at, last: launch.at, progress: 0, result: "-", time: 0,
                        unfilled: launch.number))
            }
        }
        for (index, way) in ways.enumerated() {
            let first = begun[index].map { min($0.at, way.begin) } ?? way.begin
            let latest = begun[index].map { max($0.at, way.begin) } ?? way.begin
            open(until: first)
            let result =
                way.passed == true ? "success" : way.passed == false && way.isCompleted ? "failed" : "-"
            let isNew = !tries.contains { latest <= $0.last || $0.done.map { latest <= $0 } ?? false }
            if isNew {
                tries.append(
                    Try(
                        first: first, last: way.last, progress: 50, result: result,
                        time: spent(first, way.last)))
            }
            open(until: way.last)
            if isNew && !way.isCompleted { continue }
            var time = spent(first, way.last)
            for open in tries.indices where tries[open].done == nil {
                tries[open].last = max(tries[open].last, way.last)
                tries[open].result = result
                tries[open].progress = way.isCompleted ? 100 : 50
                tries[open].time = way.isCompleted ? time : spent(tries[open].first, tries[open].last)
                tries[open].done = way.isCompleted ? way.last : nil
                time = 0
            }
        }
        open(until: .distantFuture)
        return tries
    }
}

extension PlainModel.Try {
    var line: String {
        func text(_ date: Date) -> String {
            String(Int((date.timeIntervalSince(hour(0)) / 60).rounded()))
        }
        return "\(text(first))-\(text(last)) \(done.map(text) ?? "open") \(progress)% \(result) "
            + (time.map(String.init) ?? "?")
    }
}
