import ConnectorKit
import Foundation

/// The rules of both generations. Each takes the path at which its generation has the value.
extension FieldRule {
    /// The number, never a `con_…` id: enrolments and play links use the number (rule M4).
    static func externalID(from paths: [String]) -> FieldRule {
        FieldRule(.externalID, from: paths, "the numeric id; required") { input, object throws(Failure) in
            object.externalID = try input.requiredNumericID()
        }
    }

    static func name(from path: String) -> FieldRule {
        FieldRule(.name, from: [path], "required") { input, object throws(Failure) in
            object.name = try input.requiredText()
        }
    }

    static func description(from path: String) -> FieldRule {
        FieldRule(.description, from: [path], "HTML, cleaned by the host") { input, object throws(Failure) in
            object.description = try input.text()
        }
    }

    static func image(from path: String) -> FieldRule {
        FieldRule(.image, from: [path], "an absolute http(s) URL, its spelling repaired, else none") {
            input, object throws(Failure) in
            object.image = try input.webURL()
        }
    }

    /// Minutes (rule M5). For v2 the sources disagree; 360Learning's connector
    /// treats them as minutes.
    static func duration(from path: String) -> FieldRule {
        FieldRule(.duration, from: [path], "minutes; 0 and less mean unknown") {
            input, object throws(Failure) in
            object.duration = try input.minutes()
        }
    }

    static func publisher(from path: String) -> FieldRule {
        FieldRule(.publisher, from: [path], "the content provider's name") { input, object throws(Failure) in
            object.publisher = try input.text().flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        }
    }

    static func language(from path: String) -> FieldRule {
        FieldRule(.language, from: [path], "as a BCP 47 tag: en-us becomes en-US") {
            input, object throws(Failure) in
            object.language = try input.language()
        }
    }

    static var launchURL: FieldRule {
        FieldRule(.launchURL, from: [], "portal + /play/ + externalId") { input, object throws(Failure) in
            guard let portal = input.settings["portal"] else {
                throw .configuration("the setting portal is needed")
            }
            object.launchURL = Service.origin(portal) + "/play/" + object.externalID
        }
    }

    /// Whole seconds, since v2 has no fractions: both generations make the same course (our decision).
    static func modifiedAt(from path: String) -> FieldRule {
        FieldRule(.modifiedAt, from: [path], "to the second") { input, object throws(Failure) in
            object.modifiedAt = try input.time().map {
                Date(timeIntervalSince1970: $0.timeIntervalSince1970.rounded(.down))
            }
        }
    }

    static func providerType(from path: String) -> FieldRule {
        let types = SupportedType.allCases.map(\.rawValue).joined(separator: ", ")
        return FieldRule(.providerType, from: [path], "one of \(types); others are skipped") {
            input, object throws(Failure) in
            object.providerType = try input.requiredText()
        }
    }

    static var contentType: FieldRule {
        let types = SupportedType.allCases.map { "\($0.rawValue) is \($0.contentType.rawValue)" }
        return FieldRule(.contentType, from: [], "from providerType: " + types.joined(separator: ", ")) {
            _, object throws(Failure) in
            guard let type = SupportedType(rawValue: object.providerType) else {
                throw .item("the type \(object.providerType.prefix(40)) is not supported")
            }
            object.contentType = type.contentType
        }
    }
}
