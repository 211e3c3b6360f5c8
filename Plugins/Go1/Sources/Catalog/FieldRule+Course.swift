import ConnectorKit
import Foundation

/// The rules of both generations. Each takes the path at which its generation has the value.
extension FieldRule {
    static func publisher(from path: String) -> FieldRule {
        FieldRule(.publisher, from: [path], "the content provider's name") { input, object throws(Failure) in
            object.publisher = try input.text().flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        }
    }

    static var launchURL: FieldRule {
        FieldRule(.launchURL, from: [], "portal + /play/ + externalId") { input, object throws(Failure) in
            guard let portal = input.settings.origin("portal") else {
                throw .configuration("the setting portal is needed")
            }
            object.launchURL = portal + "/play/" + object.externalID
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
