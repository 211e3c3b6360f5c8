import ConnectorKit
import Foundation
import Model
import Store
import TestSupport

extension StoreCase {
    private static let objects = [
        Stage.object("1", "Négociation avancée") { $0.subjects = ["Sales", "Law"] },
        Stage.object("2", "Driving") {
            $0.description = "Safety on the road"
            $0.language = "de-AT"
            $0.providerType = "video"
            $0.publisher = "Roads"
        },
        Stage.object("3", "Safety") { $0.retiresAt = Stage.start + 86_400 },
    ]

    static let courses: [StoreCase] = [
        StoreCase("Courses are found by group, type, language and words, page by page") { stage in
            try await stage.list(objects)
            func ids(_ change: (inout CourseQuery) -> Void) async throws -> [String] {
                try await stage.courses(change).map(\.content.externalID)
            }
            try check(try await ids { $0.types = ["video"] }, ["2"])
            try check(try await ids { $0.languages = [LanguageTag("de")].compactMap { $0 } }, ["2"])
            try check(try await ids { $0.search = "negoc" }, ["1"])
            try check(try await ids { $0.limit = 2 }, ["1", "2"])
            try check(
                try await ids {
                    $0.limit = 2
                    $0.after = ("2", "demo")
                }, ["3"])
            let course = try some(try await stage.courses().first)
            try check(try await stage.store.course(course.id), course)
            try check(try await stage.store.course(course.id, group: "support"), nil)
            try check(
                try await stage.store.course(externalID: "1", provider: "demo", group: "sales")?.id, course.id
            )
        },
        StoreCase("Search finds words of a course, names before descriptions, with facets") { stage in
            try await stage.list(objects)
            var search = CourseSearch(group: "sales")
            search.words = "safety"
            let found = try await stage.store.search(search)
            try check(found.map(\.course.content.externalID), ["3", "2"])
            search.after = found[0].position
            try check(try await stage.store.search(search).map(\.course.content.externalID), ["2"])
            let facets = try await stage.store.facets(CourseSearch(group: "sales"))
            try check(facets.total, 3)
            try check(facets.languages.map(\.count), [2, 1])
            try check(facets.subjects.map(\.value), ["Law", "Sales"])
            search = CourseSearch(group: "sales")
            search.archived = .yes
            try check(try await stage.store.search(search).count, 0)
            _ = try await stage.store.setManualArchive(true, course: found[0].course.id, group: "sales")
            try check(try await stage.store.search(search).map(\.course.id), [found[0].course.id])
            try check(try await stage.store.facets(search).total, 1)
            search.archived = .any
            try check(try await stage.store.search(search).count, 3)
            _ = try await stage.store.setManualArchive(false, course: found[0].course.id, group: "sales")
            search = CourseSearch(group: "sales")
            search.subjects = ["Law"]
            search.types = ["course"]
            try check(try await stage.store.search(search).map(\.course.content.externalID), ["1"])
            search.words = "?"
            try check(try await stage.store.search(search).count, 0)
        },
        StoreCase("What is named as a person types comes before what begins so") { stage in
            let titles = [
                "Reading", "R for readers", "Running R", "Cooking", "C++ basics", "C++17", ".NET Core",
                "Netball",
            ]
            try await stage.list(titles.enumerated().map { Stage.object("\($0)", $1) })
            func names(_ words: String) async throws -> [String] {
                var search = CourseSearch(group: "sales")
                search.words = words
                return try await stage.store.search(search).map(\.course.content.name)
            }
            try check(Set(try await names("R").prefix(2)), ["R for readers", "Running R"])
            try check(try await names("R").count, 3)
            try check(try await names("c++"), ["C++ basics", "C++17"])
            try check(try await names(".net"), [".NET Core"])
            try check(Set(try await names("net")), [".NET Core", "Netball"])
        },
        StoreCase("Words are found in every language") { stage in
            let samples = SearchSample.all
            try await stage.list(samples.enumerated().map { Stage.object("\($0)", $1.title) })
            for (number, sample) in samples.enumerated() {
                var search = CourseSearch(group: "sales")
                search.words = sample.query
                search.limit = samples.count
                let found = try await stage.store.search(search).map(\.course.content.externalID)
                try check(
                    found.contains("\(number)") ? "found" : "not found: \(sample)",
                    sample.isFound ? "found" : "not found: \(sample)")
            }
        },
        StoreCase("A rule is previewed and applied, and what a person archives stays archived") { stage in
            try await stage.list(objects)
            let store = stage.store
            let course = try some(try await stage.courses().first)
            let archived = try await store.setManualArchive(true, course: course.id, group: "sales")
            try check(archived?.reasons, .manual)
            let nothing = StandingRule(fingerprint: "nothing") { $0.reasons?.union(.filter) }
            let sales = stage.deployments[0]
            try check(try await store.preview(nothing, in: sales).archived, 2)
            try check(try await store.apply(nothing, to: sales).archived, 2)
            try check(try await store.apply(Stage.everything, to: sales).unarchived, 2)
            try check(try await stage.courses { $0.archived = .yes }.map(\.id), [course.id])
            let lifted = try await store.setManualArchive(false, course: course.id, group: "sales")
            try check(lifted?.reasons, [])
            try check(try await store.overlaps().pairs.map(\.externalIDs), [["1", "2", "3"]])
            let shared = try await store.sharedItems(of: sales)
            try check(shared.map(\.type), ["video", "course"])
            try check(shared.map(\.count), [1, 2])
            // The same again, until something changes.
            try check(try await store.sharedItems(of: sales), shared)
            try check(try await store.overlaps(of: sales), ["support": 3])
            let theirs = try some(try await stage.courses { $0.group = "support" }.first)
            _ = try await store.setManualArchive(true, course: theirs.id, group: "support")
            try check(try await store.sharedItems(of: sales).map(\.count), [1, 1])
            try check(try await store.overlaps(of: sales), ["support": 2])
        },
        StoreCase(
            "Courses of several providers in a group that are alike by title and language are told, as they are now"
        ) {
            stage in
            let store = stage.store
            try await stage.list([
                Stage.object("1", "Sécurité: the basics") { $0.language = "en-GB" },
                Stage.object("2", "Driving"), Stage.object("3", "Nobody's language") { $0.language = nil },
                Stage.object("4", "Twice"), Stage.object("5", "Twice"),
            ])
            try check(try await store.likelyOverlaps().total, 0)
            let other = Stage(stage, over: try await store.connection(provider: "other", key: "two"))
            _ = try await store.deploy(provider: "other", group: "sales", over: other.connection)
            try await other.list([
                Stage.object("a", "SECURITE – The Basics!") { $0.language = "en-US" },
                Stage.object("b", "Driving") { $0.language = "de" },
                Stage.object("c", "Nobody's language") { $0.language = nil },
                Stage.object("d", "driving"),
            ])
            func found(_ offset: Int = 0, _ limit: Int? = nil) async throws -> [[String]] {
                try await store.likelyOverlaps(offset: offset, limit: limit).overlaps.map { overlap in
                    overlap.courses.map { "\(overlap.group) \($0.provider) \($0.externalID)" }
                }
            }
            let driving = ["sales demo 2", "sales other d"]
            let safety = ["sales demo 1", "sales other a"]
            try check(try await found(), [driving, safety])
            try check(try await found(1), [safety])
            try check(try await found(0, 1), [driving])
            try check(try await store.likelyOverlaps(of: ["support"]).total, 0)
            let theirs = try await store.likelyOverlaps(limit: 1).overlaps[0].courses
            try check(theirs.map(\.name), ["Driving", "driving"])
            _ = try await store.setManualArchive(true, course: theirs[1].id, group: "sales")
            try check(try await found(), [safety])
            try await other.list([Stage.object("a", "Something else")], version: 2)
            try check(try await found(), [])
        },
        StoreCase("A rule may tell items apart by their subjects and publisher") { stage in
            try await stage.list(objects)
            let store = stage.store
            let subjects = Set(try await stage.courses().flatMap(\.content.subjects))
            let subject = try some(subjects.sorted().first)
            let rule = StandingRule(fingerprint: "by subject", fields: [.subjects, .publisher]) { standing in
                standing.texts[.subjects]?.contains(subject) == true ? [] : standing.reasons?.union(.filter)
            }
            let sales = stage.deployments[0]
            let expected = try await stage.courses { $0.group = "sales" }.filter {
                $0.content.subjects.contains(subject)
            }.map(\.id)
            let changes = try await store.preview(rule, in: sales)
            try check(try await store.apply(rule, to: sales), changes)
            try check(try await stage.courses { $0.group = "sales" }.map(\.id).sorted(), expected.sorted())
            let shared = try await store.sharedItems(of: sales, by: [.subjects])
            try check(shared.contains { $0.texts[.subjects]?.contains(subject) == true }, true)
            let counted = try await store.content(of: stage.connection, by: [.subjects, .publisher])
            let offered = try await stage.courses { $0.group = "sales" }
            try check(
                counted.texts(.subjects).first { $0.value == subject }?.count,
                offered.count { $0.content.subjects.contains(subject) })
            try check(counted.texts(.authors), [])
        },
        StoreCase("Tags come from subjects and from people, in one spelling") { stage in
            let store = stage.store
            try await store.setTagSync(true, of: stage.deployments[0])
            try await stage.list(objects)
            let course = try some(try await stage.courses().first)
            let tags = try await store.addTags(TagName.distinct(["law", "Mine"]), to: course)
            try check(tags.map(\.name), ["Sales", "Law", "Mine"])
            try check(try await stage.courses().first?.tags, tags)
            let removal = try await store.removeTags(TagName.distinct(["Mine"]), from: course)
            try check(removal, .removed(Array(tags.dropLast())))
            try check(try await store.tags(), ["Law", "Mine", "Sales"])
        },
        StoreCase("What retires is known with the groups and paths that use it, and with alternatives") {
            stage in
            try await stage.list(objects)
            let store = stage.store
            try await store.leased().announceRetirement(
                of: "1", at: Stage.start + 3_600, in: stage.connection)
            let due = try await store.contentWithoutAlternatives(
                of: stage.connection, at: Stage.start, askedBefore: Stage.start, limit: 9)
            try check(due.map(\.externalID), ["1", "3"])
            try await store.setAlternatives(
                ["2"], to: "3", retiresAt: Stage.start + 86_400, of: stage.connection, at: Stage.start)
            let path = try some(try await store.addPath(named: "First days"))
            let course = try some(try await stage.courses().first)
            _ = try await store.place(course.id, inPath: path.id, at: nil)
            let retiring = try await store.retiring(group: "sales", at: Stage.start)
            try check(retiring.map(\.groups), [["sales", "support"], ["sales", "support"]])
            try check(retiring.map(\.paths), [["First days"], []])
            try check(retiring[1].alternatives?.map(\.name), ["Driving"])
            let support = try await store.retiring(among: ["support"], at: Stage.start)
            try check(support.map(\.groups), [["support"], ["support"]])
            try check(support.map(\.paths), [[], []])
            try check(try await store.retiring(among: ["none"], at: Stage.start).map(\.name), [])
        },
    ]
}
