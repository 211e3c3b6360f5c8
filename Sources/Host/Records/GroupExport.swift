import ConnectorKit
package import ConfigurationFiles
import Foundation
import Model
package import Store

/// All that is kept of a group, as one document: its courses, archived ones included, and their attempts.
///
/// The records are those of rule R2. Our decision: JSON for a document, NDJSON for what is read line by
/// line; no CSV, since courses and attempts have different columns and `courses` and `attempts` print those.
package struct GroupExport: Sendable {
    package enum Format: String, Sendable, CaseIterable {
        /// One object: `group`, `name`, `courses`, `attempts`.
        case json
        /// One record a line, `record` first: `course` or `attempt`.
        case ndjson
    }

    package let group: GroupConfiguration
    package let format: Format
    private let store: Store

    /// How many records were written.
    package struct Count: Sendable, Equatable {
        package internal(set) var courses = 0
        package internal(set) var attempts = 0
    }

    package init(_ group: GroupConfiguration, as format: Format, from store: Store) {
        self.group = group
        self.format = format
        self.store = store
    }

    /// Writes the document, part after part.
    ///
    /// - Parameter write: called with the parts in order; what it throws ends the export.
    package func write(_ write: @Sendable @escaping ([UInt8]) throws -> Void) async throws -> Count {
        let counting = Counting(format, write)
        var query = CourseQuery(group: group.id)
        query.archived = .any
        if format == .json {
            let head = [("group", group.id), ("name", group.name)].map {
                "\(JSONValue.text($0).json): \(JSONValue.text($1).json)"
            }
            try write(Array("{\(head.joined(separator: ", ")), \"courses\": [".utf8))
        }
        try await store.forEachCourse(query) { batch in
            try counting.add(batch.map { Record($0) }, as: "course", to: \.courses)
        }
        if format == .json { try write(Array("],\n\"attempts\": [".utf8)) }
        try await store.forEachAttempt(AttemptQuery(group: group.id)) { batch in
            try counting.add(batch.map { Record($0) }, as: "attempt", to: \.attempts)
        }
        if format == .json { try write(Array("]}\n".utf8)) }
        return counting.count
    }
}
