import ConnectorKit
import Foundation
import Model
import Store

extension DeliveryRound {
    /// How many courses are asked about at once (our decision).
    static let readAtOnce = 45
    private static let rows = 500

    /// Reads back what the places of a company hold, and makes the ledger say so: what then differs from what
    /// should stand is sent as in any delivery (rule D26).
    ///
    /// So a run that is cut off anywhere leaves nothing to take up: what was not sent yet differs still.
    mutating func readBack(_ reconciliation: Reconciliation) async throws(StoreError) {
        let stored = try await store.deployments()
        for destination in try await store.destinations(of: run.company) {
            guard let deployment = stored.first(where: { $0.id == destination.deployment }),
                reconciliation.covers(deployment.group)
            else {
                blocked.insert(destination.id)
                continue
            }
            guard destination.isCurrent, isGoingOn, let reader = platform.reader else { continue }
            let place = ReadPlace(
                destination: destination, deployment: deployment, reader: reader,
                reconciliation: reconciliation)
            guard try await readPlace(place) else { continue }
            try await readCourses(place)
            try await readStatistics(place)
        }
        if reconciliation.isRehearsal { return }
        try await store.refreshOutbox(of: run.company, at: run.now())
    }

    /// Whether the place is there; one that is not as the plan asks is brought in line.
    private mutating func readPlace(_ place: ReadPlace) async throws(StoreError) -> Bool {
        let remote = Destination(id: place.destination.remote)
        let configured = run.deployments.first { $0.stored.id == place.deployment.id }
        let found: [String]?
        do throws(Failure) {
            found =
                if let configured {
                    try await place.reader.differences(of: remote, from: configured.plan)
                } else {
                    try await platform.has(remote) ? [] : nil
                }
        } catch {
            failed(error, at: place.destination.id)
            return false
        }
        if found != [] {
            let difference = PlatformDifference(
                group: place.deployment.group, provider: place.deployment.provider, kind: .integration,
                found: found.map { "another \($0.joined(separator: ", ")) there" } ?? "deleted there",
                action: found != nil ? "set again" : "made anew with all that belongs in it")
            try await report([difference], place)
        }
        if found != [], !place.reconciliation.isRehearsal {
            if let configured { _ = try await prepare(configured, known: place.destination) }
            if found == nil { try await forgetIfGone(place.destination) }
        }
        return found != nil && isGoingOn && !blocked.contains(place.destination.id)
    }

    // MARK: - Courses

    private mutating func readCourses(_ place: ReadPlace) async throws(StoreError) {
        let remote = Destination(id: place.destination.remote)
        var seen: Set<Int64> = []
        var pages: Set<String> = []
        var page: String?
        repeat {
            let held: ReadPage<HeldCourse>
            do throws(Failure) {
                held = try await place.reader.courses(in: remote, group: place.deployment.group, page: page)
                if let next = held.next, !pages.insert(next).inserted {
                    throw .contract("a page of the platform's courses names itself as the next one")
                }
            } catch {
                return failed(error, at: place.destination.id)
            }
            let byResource = Dictionary(held.elements.map { ($0.resource, $0) }) { first, _ in first }
            let known = try await store.deliveredCourses(Array(byResource.keys), in: place.destination)
            try await examine(
                known.compactMap { resource, course in
                    byResource[resource].map { CourseComparison(course: course, held: $0) }
                }, place)
            for course in known.values { seen.insert(course.id) }
            run.progress(.reading(courses: seen.count))
            page = held.next
        } while page != nil && isGoingOn
        try await lookFor(besides: seen, place)
    }

    /// What the listing did not have is asked for one by one: only the place itself says that it does not hold a
    /// course.
    private mutating func lookFor(besides seen: Set<Int64>, _ place: ReadPlace) async throws(StoreError) {
        let remote = Destination(id: place.destination.remote)
        var after: Int64?
        while isGoingOn {
            let rows = try await store.deliveredCourses(in: place.destination, after: after, limit: Self.rows)
            guard let last = rows.last else { return }
            after = last.id
            let reader = place.reader
            let answers = await asking(about: rows.filter { !seen.contains($0.id) }, at: place) {
                course throws(Failure) in
                try await reader.course(course.content.externalID, in: remote)
            }
            var findings: [(DeliveredCourse, CourseComparison.Finding)] = []
            var others: [CourseComparison] = []
            for (course, held) in answers {
                guard let held else {
                    findings.append((course, CourseComparison.gone(course)))
                    continue
                }
                if held.resource == course.resource {
                    others.append(CourseComparison(course: course, held: held))
                } else {
                    findings.append((course, CourseComparison.remade(course, held)))
                    if let archive = CourseComparison(course: course, held: held).archive {
                        findings.append((course, archive))
                    }
                }
            }
            try await follow(findings, place)
            try await examine(others, place)
        }
    }

    /// Compares courses that are there.
    private mutating func examine(_ courses: [CourseComparison], _ place: ReadPlace) async throws(StoreError)
    {
        var findings: [(DeliveredCourse, CourseComparison.Finding)] = []
        var tagged: [CourseComparison] = []
        for one in courses.sorted(by: { $0.course.id < $1.course.id }) {
            if let archive = one.archive { findings.append((one.course, archive)) }
            if let fields = one.fields(place.reader.fields(of: one.course.content)) {
                findings.append((one.course, fields))
                if fields.kind != nil, !place.reconciliation.isRehearsal {
                    resent[place.destination.id, default: []].append(one.held.resource)
                }
            }
            if one.isComparable, one.course.tags?.isEmpty == false { tagged.append(one) }
        }
        let reader = place.reader
        let answers = await asking(about: tagged, at: place) { one throws(Failure) in
            try await reader.tags(of: one.held.resource)
        }
        for (one, tags) in answers {
            guard let tags, let names = one.course.tags?.map(run.names.name) else { continue }
            if let finding = one.tags(names, tags) { findings.append((one.course, finding)) }
        }
        try await follow(findings, place)
    }

    /// Tells what was found, and makes the ledger follow.
    private mutating func follow(
        _ findings: [(course: DeliveredCourse, finding: CourseComparison.Finding)], _ place: ReadPlace
    ) async throws(StoreError) {
        try await report(
            findings.compactMap { course, finding in
                finding.kind.map { place.difference($0, course, finding.found, finding.action) }
            }, place)
        if place.reconciliation.isRehearsal { return }
        try await leased.correct(
            findings.map { ($0.course.id, $0.finding.correction) }, in: place.destination.id)
    }

    /// Asks whether what was sent again is there now. What the platform makes something else of is not sent again.
    mutating func confirmResent() async throws(StoreError) {
        guard let reader = platform.reader else { return }
        for destination in try await store.destinations(of: run.company) where isGoingOn {
            let place = Destination(id: destination.remote)
            var rest = resent[destination.id, default: []][...]
            while isGoingOn, !rest.isEmpty {
                let courses = try await store.deliveredCourses(Array(rest.prefix(Self.rows)), in: destination)
                rest = rest.dropFirst(Self.rows)
                let answers = await asking(about: Array(courses.values), in: destination.id) {
                    course throws(Failure) in
                    try await reader.course(course.content.externalID, in: place)
                }
                var corrections: [(Int64, LedgerCorrection)] = []
                for (course, held) in answers {
                    guard let held, course.isToldContent else { continue }
                    let correction = CourseComparison(course: course, held: held)
                        .confirmation(reader.fields(of: course.content))
                    if let correction { corrections.append((course.id, correction)) }
                }
                try await leased.correct(corrections, in: destination.id)
            }
        }
    }

    // MARK: - Answers

    mutating func report(_ differences: [PlatformDifference], _ place: ReadPlace) async throws(StoreError) {
        report.differences += differences.count
        for difference in differences { place.reconciliation.found(difference) }
        if place.reconciliation.isRehearsal { return }
        try await leased.note(
            differences.map { ($0.externalID, $0.text) }, of: place.deployment.id, in: report.id)
    }

    mutating func asking<Subject: Sendable, Answer: Sendable>(
        about subjects: [Subject], at place: ReadPlace,
        _ ask: @escaping @Sendable (Subject) async throws(Failure) -> Answer
    ) async -> [(Subject, Answer)] {
        await asking(about: subjects, in: place.destination.id, ask)
    }

    /// Asks about each, several at once; what cannot be answered ends the reading there.
    ///
    /// - Returns: the answers there are, in the order of what was asked about.
    mutating func asking<Subject: Sendable, Answer: Sendable>(
        about subjects: [Subject], in destination: StoredDestination.ID,
        _ ask: @escaping @Sendable (Subject) async throws(Failure) -> Answer
    ) async -> [(Subject, Answer)] {
        var found: [(Subject, Answer)] = []
        for (subject, answer) in await answers(about: subjects, ask) {
            switch answer {
            case .success(let answer): found.append((subject, answer))
            case .failure(let failure): failed(failure, at: destination)
            }
        }
        return found
    }

    /// Asks about each, several at once, and about no further one after a failure.
    func answers<Subject: Sendable, Answer: Sendable>(
        about subjects: [Subject], _ ask: @escaping @Sendable (Subject) async throws(Failure) -> Answer
    ) async -> [(Subject, Result<Answer, Failure>)] {
        var found: [(Subject, Result<Answer, Failure>)] = []
        var rest = subjects[...]
        var isGoingOn = isGoingOn
        while !rest.isEmpty, isGoingOn, !Task.isCancelled {
            let slice = Array(rest.prefix(Self.readAtOnce))
            rest = rest.dropFirst(Self.readAtOnce)
            let answers = await withTaskGroup(of: (Int, Result<Answer, Failure>).self) { group in
                for (index, subject) in slice.enumerated() {
                    group.addTask {
                        do throws(Failure) { return (index, .success(try await ask(subject))) } catch {
                            return (index, .failure(error))
                        }
                    }
                }
                return await group.reduce(into: [Int: Result<Answer, Failure>]()) { $0[$1.0] = $1.1 }
            }
            for (index, subject) in slice.enumerated() {
                guard let answer = answers[index] else { continue }
                if case .failure = answer { isGoingOn = false }
                found.append((subject, answer))
            }
        }
        return found
    }
}

/// A place that is read back.
struct ReadPlace: Sendable {
    let destination: StoredDestination
    let deployment: Deployment
    let reader: any PlatformReader
    let reconciliation: Reconciliation

    func difference(
        _ kind: PlatformDifference.Kind, _ course: DeliveredCourse, _ found: String, _ action: String,
        user: String? = nil
    ) -> PlatformDifference {
        PlatformDifference(
            group: deployment.group, provider: deployment.provider, kind: kind, found: found, action: action,
            course: course.id, externalID: course.content.externalID, name: course.content.name, user: user)
    }
}
