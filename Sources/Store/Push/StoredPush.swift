package import ConnectorKit
package import Foundation
import GRDB

/// What is pushed.
package enum PushBody: Sendable, Equatable, Codable {
    case content(PushedContent)
    case completion(PushedCompletion)

    /// The external reference of the content.
    package var reference: String {
        switch self {
        case .content(let content): content.externalReference
        case .completion(let completion): completion.contentReference
        }
    }

    /// What is delivered in order: all of one content, and all of one learner's completions of it.
    package var key: String {
        switch self {
        case .content(let content): "content\n\(content.externalReference)"
        case .completion(let completion):
            "completion\n\(completion.contentReference)\n\(EmailKey.of(completion.email) ?? "")"
        }
    }
}

/// Something that was accepted to be pushed together, such as one file.
package struct PushJob: Sendable, Equatable, Identifiable {
    package struct ID: Sendable, Hashable {
        let row: Int64

        package init(_ number: Int64) { row = number }

        package var number: Int64 { row }
    }

    package let id: ID
    package let connection: ConnectionID
    package let group: String
    package let accepted: Date
    /// How many entries it has, and how many of them still wait.
    package let entries: Int
    package let waiting: Int
}

/// What is to be accepted: an item, or why a row is none.
package struct PushRow: Sendable {
    /// The physical line it begins on; the place in a batch, from 1, where there is no file.
    package let line: Int
    package let reference: String
    package let content: Content
    /// What was planned for it, where it is to be done only if that still fits.
    package var plan: PushPlan?

    package enum Content: Sendable, Equatable {
        case item(PushBody)
        case refused(String)
    }

    package init(line: Int, reference: String, content: Content, plan: PushPlan? = nil) {
        self.line = line
        self.reference = reference
        self.content = content
        self.plan = plan
    }
}

/// One entry of the queue.
package struct StoredPush: Sendable, Equatable, Identifiable {
    /// Ascending in the order in which they were accepted.
    package struct ID: Sendable, Hashable {
        let row: Int64

        package init(_ number: Int64) { row = number }

        package var number: Int64 { row }
    }

    package enum State: Int, Sendable {
        /// Waits for its turn, or for another try.
        case pending = 0
        case done = 1
        /// Given up after a number of tries; a person may have it tried again.
        case setAside = 2
    }

    package let id: ID
    package let job: PushJob.ID
    package let connection: ConnectionID
    package let line: Int
    package let reference: String
    /// Nil where the row was refused as it was read.
    package let body: PushBody?
    /// What was planned for it: action and basis.
    package let plan: PushPlan?
    package let state: State
    package let attempts: Int
    package let outcome: PushOutcome?
    package let reason: String?
}

/// What became of an item, as its record says (contract section 3).
package enum PushOutcome: String, Sendable, CaseIterable {
    case created, updated, unchanged, unpublished, completed, refused, failed
}

/// What came of one try.
package enum PushTry: Sendable, Equatable {
    case done(PushOutcome, reason: String?)
    /// To be tried again.
    case postponed(until: Date, reason: String)
    case setAside(reason: String)

    /// Why it came to nothing for good; nil where it did not, or not yet.
    var complaint: String? {
        switch self {
        case .done(.refused, let reason), .done(.failed, let reason): reason ?? "refused"
        case .setAside(let reason): reason
        case .done, .postponed: nil
        }
    }
}

extension StoredPush {
    init(_ row: Row) throws {
        let bytes: Data? = row["body"]
        let action = (row["action"] as String?).flatMap(PushPlan.Action.init)
        let basis: String? = row["basis"]
        self.init(
            id: ID(row["id"]), job: PushJob.ID(row["job"]), connection: ConnectionID(row["connection"]),
            line: row["line"], reference: row["reference"],
            body: try bytes.map { try JSONDecoder().decode(PushBody.self, from: $0) },
            plan: action.flatMap { action in basis.map { PushPlan(action, basis: $0) } },
            state: State(rawValue: row["state"]) ?? .setAside, attempts: row["attempts"],
            outcome: (row["outcome"] as String?).flatMap(PushOutcome.init), reason: row["reason"])
    }
}
