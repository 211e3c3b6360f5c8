import ConnectorKit
import Foundation

struct SentCourse: Encodable {
    let id: String
    let name: String
    let launchURL: String
}

struct SentStatistic: Encodable {
    /// A learner may have several statistics of one course: they differ in when they began.
    let id: String
    let course: String
    let mail: String
    let first: String
    let last: String
    let progress: Int

    init(_ statistic: LearnerStatistic) {
        course = statistic.externalID
        mail = statistic.mail
        first = Timestamp.text(statistic.firstActivity)
        last = Timestamp.text(statistic.lastActivity)
        progress = statistic.progress
        id = "\(course) \(mail) \(first)"
    }
}

struct NewPlace: Encodable {
    let name: String
    let group: String
    let admin: String
}

struct Place: Decodable {
    let id: String
}

struct Course: Decodable {
    let resource: String
}

/// A batch that was taken, and what became of its items.
struct Batch: Decodable {
    let id: String
    let done: Bool
    let results: [Result]

    struct Result: Decodable {
        let id: String
        let resource: String?
        let error: String?
    }

    var outcomes: [String: ItemResult] {
        Dictionary(
            results.map { result in
                let refused = ItemResult.refused(reason: result.error ?? "Skeleton gave no reason")
                return (result.id, result.resource.map { .accepted(resource: $0) } ?? refused)
            }
        ) { $1 }
    }
}

enum JSON {
    /// The same value gives the same text.
    static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Nothing that is sent here can fail to encode.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// A text as one part of a path.
    static func path(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}
