public import ConnectorKit
public import Foundation
import GRDB

/// What is pushed.
public enum PushBody: Sendable, Equatable, Codable {
    case content(PushedContent)
    case completion(PushedCompletion)

    /// The external reference of the content.
    public var reference: String {
        switch self {
        case .content(let content): content.externalReference
        case .completion(let completion): completion.contentReference
        }
    }

    /// What is delivered in order: all of one content, and all of one learner's completions of it.
    public var key: String {
        switch self {
        case .content(let content): "content\n\(content.externalReference)"
        case .completion(let completion):
            "completion\n\(completion.contentReference)\n\(EmailKey.of(completion.email) ?? "")"
        }
    }
}

/// Something that was accepted to be pushed together, such as one file.
public struct PushJob: Sendable, Equatable, Identifiable {
    public struct ID: Sendable, Hashable {
        let row: Int64

        public init(_ number: Int64) { row = number }

        public var number: Int64 { row }
    }

    public let id: ID
    public let connection: ConnectionID
    public let group: String
    public let accepted: Date
    /// How many entries it has, and how many of them still wait.
    public let entries: Int
    public let waiting: Int
}

/// What is to be accepted: an item, or why a row is none.
public struct PushRow: Sendable {
    /// The physical line it begins on; the place in a batch, from 1, where there is no file.
    public let line: Int
    public let reference: String
    public let content: Content
    /// What was planned for it, where it is to be done only if that still fits.
    public var plan: PushPlan?

    public enum Content: Sendable, Equatable {
        case item(PushBody)
        case refused(String)
    }

    public init(line: Int, reference: String, content: Content, plan: PushPlan? = nil) {
        self.line = line
        self.reference = reference
        self.content = content
        self.plan = plan
    }
}

/// One entry of the queue.
public struct StoredPush: Sendable, Equatable, Identifiable {
    /// Ascending in the order in which they were accepted.
    public struct ID: Sendable, Hashable {
        let row: Int64

        public init(_ number: Int64) { row = number }

        public var number: Int64 { row }
    }

    public enum State: Int, Sendable {
        /// Waits for its turn, or for another try.
        case pending = 0
        case done = 1
        /// Given up after a number of tries; a person may have it tried again.
        case setAside = 2
    }

    public let id: ID
    public let job: PushJob.ID
    public let connection: ConnectionID
    public let line: Int
    public let reference: String
    /// Nil where the row was refused as it was read.
    public let body: PushBody?
    /// What was planned for it: action and basis.
    public let plan: PushPlan?
    public let state: State
    public let attempts: Int
    public let outcome: PushOutcome?
    public let reason: String?
}

/// What became of an item, as its record says (contract section 3).
public enum PushOutcome: String, Sendable, CaseIterable {
    case created, updated, unchanged, unpublished, completed, refused, failed
}

/// What came of one try.
public enum PushTry: Sendable, Equatable {
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
