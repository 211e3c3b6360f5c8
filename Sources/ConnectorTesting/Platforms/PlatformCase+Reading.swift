import ConnectorKit
import Delivery
import Foundation

/// What platforms promise that can be read back; one without a reader promises nothing here.
extension PlatformCase {
    static let readCourses = PlatformCase(
        id: "read-courses",
        guarantee:
            "Read back, every course of a place comes once, with its state, and only those that are there."
    ) { trial in
        try await trial.reading { bench, session, reader, place in
            let count = min(session.largestBatch(of: .courses), 1_001)
            let items = bench.courses(count, over: session)
            let outcome = try await session.outcome(of: session.submit(.courses, items, to: place))
            try outcome.requireAccepted(count)
            let archived = session.item(archiving: LearningObject.conformance(1).externalID)
            try await session.outcome(of: session.submit(.archive, [archived], to: place)).requireAccepted(1)
            var held: [HeldCourse] = []
            var page: String?
            var pages = 0
            repeat {
                let found = try await reader.courses(in: place, group: bench.group("group"), page: page)
                held += found.elements
                page = found.next
                pages += 1
            } while page != nil && pages <= count
            try require(page == nil, "after \(pages) pages there was a next one")
            let wanted = outcome.results.values.compactMap { result in
                if case .accepted(let resource) = result { resource } else { nil }
            }
            let there = held.filter { wanted.contains($0.resource) }
            try require(there.count == count, "of \(count) courses \(there.count) were read")
            try require(
                there.filter(\.isArchived).count == 1,
                "one course is archived, and \(there.filter(\.isArchived).count) were read as archived")
            for number in [1, 2] {
                let content = LearningObject.conformance(number)
                guard let one = try await reader.course(content.externalID, in: place) else {
                    throw Violation("the course \(content.externalID) was not found")
                }
                try require(
                    there.contains(one), "the course \(content.externalID) alone is another than in the list")
            }
            try require(
                try await reader.course("conformance-unknown", in: place) == nil,
                "a course was found that nobody delivered")
        }
    }

    static let readFields = PlatformCase(
        id: "read-fields", guarantee: "The fields that are read back are those of the content that was sent."
    ) { trial in
        try await trial.reading { bench, session, reader, place in
            var content = LearningObject.conformance(1)
            content.description = "About it"
            content.duration = 30
            content.language = "fr"
            for name in ["Course", "Lesson"] {
                content.name = name
                let sent = try await session.submit(.courses, [session.item(for: content)], to: place)
                try await session.outcome(of: sent).requireAccepted(1)
                guard let held = try await reader.course(content.externalID, in: place) else {
                    throw Violation("the course was not found")
                }
                let wanted = reader.fields(of: content)
                for (field, value) in held.fields.sorted(by: { $0.key < $1.key }) {
                    guard let sent = wanted[field] else { continue }
                    try require(value == sent, "\(field) was sent as \"\(sent)\" and read as \"\(value)\"")
                }
                try require(
                    held.fields.contains { $0.value == name && wanted[$0.key] != nil },
                    "no field that is read back holds the title")
            }
        }
    }

    static let readTags = PlatformCase(
        id: "read-tags", guarantee: "Tags that a course was given are read back by name."
    ) { trial in
        try await trial.reading { bench, session, reader, place in
            let content = LearningObject.conformance(1)
            let sent = try await session.submit(.courses, [session.item(for: content)], to: place)
            try await session.outcome(of: sent).requireAccepted(1)
            let result = try await session.tag(
                content.externalID, resource: nil, in: place, with: ["Safety", "Law"], owned: [],
                recording: { _ throws(Failure) in })
            guard case .tagged(let resource, _, _)? = result else { return }
            // As the next process reads them.
            let tags = try await bench.session().reader?.tags(of: resource)
            try require(
                Set(tags?.names ?? []) == ["Safety", "Law"],
                "the tags were read as \((tags?.names ?? []).sorted().joined(separator: ", "))")
        }
    }

    static let readAttempts = PlatformCase(
        id: "read-attempts",
        guarantee:
            "An attempt is read back with its dates, and a completion of an earlier beginning closes it."
    ) { trial in
        try await trial.reading { bench, session, reader, place in
            let content = LearningObject.conformance(1)
            let sent = try await session.submit(.courses, [session.item(for: content)], to: place)
            try await session.outcome(of: sent).requireAccepted(1)
            guard let learner = try await reader.learner(bench.learner) else {
                throw Violation("the learner \(bench.learner) is not known")
            }
            guard let resource = try await reader.course(content.externalID, in: place)?.resource else {
                throw Violation("the course was not found")
            }
            let begin = Date(timeIntervalSince1970: 1_767_225_600)
            var statistic = LearnerStatistic(
                externalID: content.externalID, mail: bench.learner, firstActivity: begin,
                lastActivity: begin,
                progress: 50)
            try await bench.send(statistic, to: place, over: session)
            let open = HeldAttempt(
                learner: learner, firstActivity: begin, lastActivity: begin, isCompleted: false)
            try await bench.require([open], at: resource, over: reader)
            statistic.firstActivity = begin - 1
            statistic.lastActivity = begin + 60
            statistic.progress = 100
            try await bench.send(statistic, to: place, over: session)
            let attempts = try await bench.attempts(at: resource, over: reader)
            try require(
                attempts.map(\.isCompleted) == [true],
                "the completion left \(attempts.count { !$0.isCompleted }) attempts open of \(attempts.count)"
            )
        }
    }
}

extension PlatformTrial {
    /// Runs a body over a platform that can be read back.
    fileprivate func reading(
        _ body:
            @escaping @Sendable (PlatformBench, PlatformSession, any PlatformReader, Destination) async throws
            -> Void
    ) async throws {
        try await bench { bench in
            let session = bench.session()
            guard let reader = session.reader else { return }
            try await body(bench, session, reader, try await bench.place(over: session))
        }
    }
}

extension PlatformBench {
    /// The administrator is a person of the platform too.
    fileprivate var learner: String { group("admin") }

    fileprivate func send(
        _ statistic: LearnerStatistic, to place: Destination, over session: PlatformSession
    ) async throws {
        let sent = try await session.submit(.statistics, [session.item(for: statistic)], to: place)
        try await session.outcome(of: sent).requireAccepted(1)
    }

    fileprivate func attempts(
        at resource: String, over reader: any PlatformReader
    ) async throws -> [HeldAttempt] {
        var attempts: [HeldAttempt] = []
        var page: String?
        repeat {
            let found = try await reader.attempts(at: resource, page: page)
            attempts += found.elements
            page = found.next
        } while page != nil
        return attempts
    }

    fileprivate func require(
        _ expected: [HeldAttempt], at resource: String, over reader: any PlatformReader
    ) async throws {
        let found = try await attempts(at: resource, over: reader)
        try ConnectorTesting.require(found == expected, "the attempt was read as \(found)")
    }
}
