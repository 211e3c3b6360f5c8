import ConfigurationFiles
import ConnectorKit
import HTTPAPI
import Model

/// A held listing: the courses that it would archive, and the button that accepts it.
enum HeldPage {
    static func page(_ context: PageContext) async throws -> ConsolePage {
        let run = context.named(try await context.call("getRun"))
        let cursor = context.query["cursor"].map { [("cursor", $0)] } ?? []
        let held = try await context.call("listHeld", query: [("limit", "50")] + cursor)
        let courses = held["items"].elements.map { course in
            course.with([
                ("address", .text(Address.course(course))),
                ("groupName", .text(context.name(ofGroup: course["group"].plain))),
            ])
        }
        let provider = run["provider"].plain
        let deployment = context.groups.flatMap(\.deployments).first {
            $0.provider == provider && run["groups"].elements.contains(.text($0.group))
        }
        return ConsolePage(
            "held", context.words("held.title", ["providerName": run["providerName"]]), in: .runs,
            [
                ("run", run), ("here", .text("/runs/\(context["run"].percentEncoded)")),
                ("courses", .list(courses)), ("count", held["count"]),
                ("csv", .text("/runs/\(context["run"].percentEncoded)/held.csv")),
                ("accept", .optional(context.mayChange ? deployment.map { $0.address + "/sync" } : nil)),
                ("nextPage", context.next(held, at: "/runs/\(context["run"].percentEncoded)/held")),
            ])
    }
}
