import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import Store

extension PageRoute {
    static let course: [PageRoute] = [
        .page("/groups/{group}/courses/{course}") { try await CoursePage.page($0) },
        change("tags") { context in
            let tags = context.form.tags
            guard !tags.isEmpty else { throw Problem.badRequest("tags: a tag was expected") }
            _ = try await context.call("addTags", body: .object(["tags": .list(tags.map(JSONValue.text))]))
            return context.words("course.tagsAdded", ["tags": .text(context.words.list(tags))])
        },
        change("untag") { context in
            let tag = context.form["tag"] ?? ""
            _ = try await context.call("removeTag", path: ["tag": tag])
            return context.words("course.tagRemoved", ["tag": .text(tag)])
        },
        change("archive") { context in
            _ = try await context.call("archiveCourse")
            return context.words("course.isArchived")
        },
        change("unarchive") { context in
            let course = try await context.call("unarchiveCourse")
            let reasons = context.words.list(course["archivedBecause"], in: .reason)
            return reasons.isEmpty
                ? context.words("course.isActive")
                : context.words("course.staysArchived", ["reasons": .text(reasons)])
        },
        change("launch") { context in
            let user = context.form["user"] ?? ""
            guard !user.isEmpty else { throw Problem.badRequest("user: an e-mail address was expected") }
            _ = try await context.call("launchCourse", query: [("user", user)])
            return context.words("course.launched", ["user": .text(user)])
        },
        change("path") { context in
            let path = context.form["path"] ?? ""
            let answer = try await context.call("placeInPath", path: ["path": path], body: .object([:]))
            return context.words("course.isInPath", ["path": answer["name"]])
        },
    ]

    /// The action of a form on the course's page.
    ///
    /// - Parameter run: returns the note to show.
    private static func change(
        _ name: String, _ run: @escaping @Sendable (PageContext) async throws -> String
    ) -> PageRoute {
        .form("/groups/{group}/courses/{course}/\(name)") { context in
            do {
                return .moved(to: CoursePage.address(context), note: try await run(context))
            } catch let problem as Problem where problem.status != .forbidden {
                return .page(try await CoursePage.page(context, refused: (name, problem)))
            }
        }
    }
}

/// A course: the sources of its fields, why it is active or archived, its tags and attempts.
enum CoursePage {
    private static let attemptsShown = 20

    static func address(_ context: PageContext) -> String {
        "/groups/\(context["group"].percentEncoded)/courses/\(context["course"].percentEncoded)"
    }

    /// - Parameter refused: the form that was refused, and why.
    static func page(_ context: PageContext, refused: (form: String, problem: Problem)? = nil) async throws
        -> ConsolePage
    {
        let course = try await context.call("getCourse")
        let summary = try await context.call("getCourseStatistics")
        let attempts = try await context.call(
            "listAttempts", query: [("course", course["id"].plain), ("limit", String(attemptsShown))])
        // A provider that was removed from the group's file explains nothing.
        let explanation: JSONValue
        do { explanation = try await context.call("explainCourse") } catch is Problem { explanation = .null }
        let tags = try await context.list("listTags").map { tag in
            tag.with([("isManual", .boolean(tag["origin"].plain == "manual"))])
        }
        let id = Int64(course["id"].plain) ?? 0
        let all = try await context.host.store.paths(groups: context.token.groups)
        let within = try await context.host.store.paths(of: id)
        let paths = all.filter { within.contains($0.id) }
        let others = all.filter { !within.contains($0.id) }
        var fields: [(String, JSONValue)] = [
            ("course", shown(course, context.words)), ("here", .text(address(context))),
            ("group", .text(context.name(ofGroup: context["group"]))),
            ("courses", .text("/groups/\(context["group"].percentEncoded)/courses")), ("tags", .list(tags)),
            ("explanation", explained(explanation)),
            ("hasBecause", .boolean(!explanation["because"].elements.isEmpty)), ("summary", summary),
            ("attempts", attempts["items"]),
            ("hasAttempts", .boolean(!attempts["items"].elements.isEmpty)),
            (
                "isManual",
                .boolean(
                    course["archivedBecause"].elements.contains {
                        [.text("manual"), .text("platform")].contains($0)
                    })
            ),
            ("paths", .list(paths.map { .object(Record($0)) })), ("hasPaths", .boolean(!paths.isEmpty)),
            ("others", .list(others.map { .object(Record($0)) })),
            ("mayAddToPath", .boolean(context.mayChangeAll && !others.isEmpty && !course["archived"].isTrue)),
            ("mayLaunch", .boolean(context.mayChange && !course["archived"].isTrue)),
            ("enteredTags", .optional(context.form["tags"])),
            ("enteredUser", .optional(context.form["user"])),
        ]
        if let refused {
            fields.append(("\(refused.form)Refusal", .text(refused.problem.detail)))
            if !["tags", "launch"].contains(refused.form) {
                fields.append(("refusal", .text(refused.problem.detail)))
            }
        }
        return ConsolePage(
            "course", course["name"].plain, in: .courses, fields, status: refused?.problem.status ?? .ok)
    }

    private static func shown(_ course: JSONValue, _ words: Reader) -> JSONValue {
        course.with([
            ("reasons", .text(words.list(course["archivedBecause"], in: .reason))),
            ("retiresOn", .text(words.day(course["retiresAt"].plain))),
            ("authorsText", .text(words.list(course["authors"].elements.map(\.plain)))),
            ("subjectsText", .text(words.list(course["subjects"].elements.map(\.plain)))),
            ("launchLink", webAddress(course["launchUrl"])),
            (
                "deployment",
                .text(Address.deployment(course["group"].plain, course["provider"].plain) + "/languages")
            ),
            ("thumbnail", course["image"] == .null ? .null : .text(Address.course(course) + "/image")),
        ])
    }

    /// Only web addresses become links; the text comes from the provider.
    private static func webAddress(_ value: JSONValue) -> JSONValue {
        guard let url = URL(string: value.plain), ["http", "https"].contains(url.scheme?.lowercased()),
            url.host() != nil
        else { return .null }
        return .text(url.absoluteString)
    }

    private static func explained(_ explanation: JSONValue) -> JSONValue {
        explanation.with([
            (
                "fields",
                .list(
                    explanation["fields"].elements.map { field in
                        field.with([("value", .text(clipped(field["value"].plain)))])
                    })
            )
        ])
    }

    private static func clipped(_ text: String) -> String {
        text.count > 300 ? "\(text.prefix(300))…" : text
    }
}
