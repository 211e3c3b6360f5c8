import ConnectorKit

/// The rules of both format families. Each takes the paths at which its family has the value.
extension FieldRule {
    static func description(from paths: [String]) -> FieldRule {
        FieldRule(.description, from: paths, "the first; HTML or plain text, cleaned by the host") {
            input, object throws(Failure) in
            object.description = try input.text().map(descriptionMarkup)
        }
    }

    static func duration(from paths: [String]) -> FieldRule {
        FieldRule(.duration, from: paths, "ISO 8601, such as PT1H30M, in minutes rounded up; else unknown") {
            input, object throws(Failure) in
            object.duration = try input.texts().lazy.compactMap(ISODuration.minutes).first
        }
    }

    static func authors(inCards path: String) -> FieldRule {
        FieldRule(.authors, from: [path], "the names of their vCards") { input, object throws(Failure) in
            object.authors = try input.texts().compactMap(VCard.name).withoutRepetitions
        }
    }

    static func publisher(inCards path: String) -> FieldRule {
        FieldRule(.publisher, from: [path], "the name of the first vCard") { input, object throws(Failure) in
            object.publisher = try input.texts().lazy.compactMap(VCard.name).first
        }
    }

    static func language(from path: String) -> FieldRule {
        FieldRule(
            .language, from: [path],
            "the first code, as a BCP 47 tag: eng and deu/ger become en and de; names count as none"
        ) { input, object throws(Failure) in
            object.language = try input.texts().lazy.compactMap(LanguageCode.tag(in:)).first
        }
    }

    static func launchURL(from paths: [String]) -> FieldRule {
        FieldRule(
            .launchURL, from: paths,
            "a web page first, then a DOI, handle or URN by its resolver, then a file; required"
        ) { input, object throws(Failure) in
            let identifiers = try input.texts()
            guard let url = LaunchAddress.best(of: identifiers) else {
                let found = identifiers.isEmpty ? "none" : "\"\(identifiers[0].prefix(80))\""
                throw .item(
                    "nothing to open: a web address, DOI, handle or urn:nbn was expected in "
                        + "\(input.sources.joined(separator: " or ")), found \(found)")
            }
            object.launchURL = url
        }
    }

    static func providerType(from paths: [String]) -> FieldRule {
        let types = ResourceType.allCases.map(\.rawValue).joined(separator: ", ")
        return FieldRule(.providerType, from: paths, "the first that is known, as one of \(types)") {
            input, object throws(Failure) in
            object.providerType = ResourceType(of: try input.texts()).rawValue
        }
    }

    static var contentType: FieldRule {
        let types = ResourceType.allCases.map { "\($0.rawValue) is \($0.contentType.rawValue)" }
        return FieldRule(.contentType, from: [], "from providerType: " + types.joined(separator: ", ")) {
            _, object throws(Failure) in
            object.contentType = (ResourceType(rawValue: object.providerType) ?? .other).contentType
        }
    }
}

extension [String] {
    fileprivate var withoutRepetitions: [String] {
        reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
