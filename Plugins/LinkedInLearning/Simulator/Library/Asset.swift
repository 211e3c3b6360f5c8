import SimulatorSupport
package import ConnectorKit

/// A learning asset of the account.
package struct Asset: Sendable, Equatable {
    package let urn: String
    package let kind: Kind
    package var locale: Locale
    /// Usually text; nil leaves the title out.
    package var title: JSONValue?
    /// Plain text; the HTML is made of it.
    package var description: [String]
    package var isRetired = false
    /// Usually a number of the unit.
    package var duration: JSONValue
    package var unit = "SECOND"
    package var authors: [String]
    /// Who contributed otherwise.
    package var producers: [String] = []
    package var subjects: [String]
    /// Milliseconds since 1970.
    package var published: Int64
    package var updated: Int64

    /// The types that "Criteria Finder API" lists.
    package enum Kind: String, Sendable, CaseIterable {
        case course = "COURSE"
        case video = "VIDEO"
        case path = "LEARNING_PATH"

        var urnType: String {
            switch self {
            case .course: "lyndaCourse"
            case .video: "lyndaVideo"
            case .path: "lyndaLearningPath"
            }
        }

        /// The beginning of its addresses after the site's.
        var folder: String {
            switch self {
            case .course, .video: "learning"
            case .path: "learning/paths"
            }
        }
    }
}

extension Asset {
    /// The asset as the API writes it, with all that the sample responses have.
    var json: JSONValue {
        let slug = String(urn.split(separator: ":").last ?? "")
        var details: [JSONObject.Member] = [
            .init("availability", .text(isRetired ? "RETIRED" : "AVAILABLE")),
            .init("availableLocales", [locale.json]),
            .init("classifications", .list(classifications)),
            .init("contributors", .list(contributors)),
            .init("description", localized(.text(description.joined(separator: " ")))),
            .init("descriptionIncludingHtml", localized(.text(html))),
            .init("images", ["primary": .text("https://media.licdn.example/\(slug)/primary.jpg")]),
            .init("lastUpdatedAt", .integer(updated)),
            .init("level", "BEGINNER"),
            .init("publishedAt", .integer(published)),
            .init("relationships", []),
            .init("shortDescription", localized(.text(description.first ?? ""))),
            .init("shortDescriptionIncludingHtml", localized(.text("<p>\(description.first ?? "")</p>"))),
            .init("timeToComplete", ["duration": duration, "unit": .text(unit)]),
        ]
        // A public client reads the addresses of what is available only.
        if !isRetired {
            let page = "https://www.linkedin.com/\(kind.folder)/\(slug)"
            details.append(
                .init(
                    "urls",
                    [
                        "aiccLaunch": .text("\(page)?auth=false&aicc=true"),
                        "ssoLaunch": .text("\(page)?u=1000&auth=true"), "webLaunch": .text(page),
                    ]))
        }
        var members: [JSONObject.Member] = [
            .init("urn", .text(urn)), .init("type", .text(kind.rawValue)), .init("details", .object(details)),
            .init("contents", []),
        ]
        if let title { members.append(.init("title", localized(title))) }
        return .object(members)
    }

    private func localized(_ value: JSONValue) -> JSONValue { ["locale": locale.json, "value": value] }

    private var html: String { description.map { "<p>\($0)</p>" }.joined(separator: "\n") }

    private var contributors: [JSONValue] {
        func contributor(_ type: String) -> (String) -> JSONValue {
            { name in
                [
                    "contributionType": .text(type), "name": localized(.text(name)),
                    "urn": .text("urn:li:lyndaAuthor:\(3_000_000 + name.utf8.count)"),
                ]
            }
        }
        return producers.map(contributor("PRODUCER")) + authors.map(contributor("AUTHOR"))
    }

    /// Besides its subjects, every asset has a library and a skill.
    private var classifications: [JSONValue] {
        let all =
            [("LIBRARY", "Business")] + subjects.map { ("SUBJECT", $0) } + [("SKILL", "Problem Solving")]
        return all.enumerated().map { index, one in
            let type = one.0 == "SKILL" ? "skill" : "lyndaCategory"
            return [
                "associatedClassification": [
                    "name": localized(.text(one.1)), "type": .text(one.0),
                    "urn": .text("urn:li:\(type):\(7_000 + index)"),
                ],
                "path": [],
            ]
        }
    }
}
