import ConnectorKit
import Foundation
import Model
import Store

/// The values of one row by their columns, read into what is pushed.
///
/// All that is wrong with a row is reported at once.
struct PushCells {
    enum Cell: Sendable, Equatable {
        case text(String)
        case list([String])
    }

    private let cells: [String: Cell]
    private let now: Date
    private var mistakes: [String] = []

    init(_ cells: [String: Cell], now: Date) {
        self.cells = cells
        self.now = now
    }

    /// The row as it goes to the queue.
    static func row(_ cells: [String: Cell], line: Int, as kind: PushKind, now: Date) -> PushRow {
        var reading = PushCells(cells, now: now)
        let reference = reading.text(kind.referenceColumns) ?? ""
        reading.checkCharacters(of: kind)
        let body: PushBody? =
            switch kind {
            case .content: reading.content(reference).map(PushBody.content)
            case .completions: reading.completion(reference).map(PushBody.completion)
            }
        guard let body, reading.mistakes.isEmpty else {
            return PushRow(
                line: line, reference: reference,
                content: .refused(reading.mistakes.joined(separator: "; ")))
        }
        return PushRow(line: line, reference: reference, content: .item(body))
    }

    /// Refuses characters that no text may hold. A description has lines and tabs, and those of a title become spaces.
    private mutating func checkCharacters(of kind: PushKind) {
        for column in kind.columns {
            let texts: [String] =
                switch cells[column] {
                case .text(let text)?: [text.trimmed]
                case .list(let texts)?: texts
                case nil: []
                }
            for text in texts {
                let isReference = kind.referenceColumns.contains(column)
                let shown = ["title", "description"].contains(column) ? text.withoutLineEnds : text
                let problem = isReference ? ExternalID.problem(with: shown) : shown.forbiddenCharacter
                guard let problem else { continue }
                mistakes.append("\(column) \(problem)")
                break
            }
        }
    }

    private mutating func content(_ reference: String) -> PushedContent? {
        let removed = boolean("removed") ?? false
        if reference.isEmpty { mistakes.append("external_reference is missing") }
        // What is removed needs no more than its name.
        func needed(_ column: String) -> String {
            let value = text([column]) ?? ""
            if value.isEmpty, !removed { mistakes.append("\(column) is missing") }
            return value
        }
        return PushedContent(
            externalReference: reference, title: needed("title").asOneLine,
            description: needed("description"),
            launchURL: needed("launch_url"), image: needed("image"), type: text(["type"]) ?? "link",
            language: text(["language"]), duration: integer("duration"), topics: list("topics"),
            skills: list("skills"), published: boolean("published"), removed: removed)
    }

    private mutating func completion(_ reference: String) -> PushedCompletion? {
        if reference.isEmpty { mistakes.append("content_external_reference is missing") }
        let email = text(["email"]) ?? ""
        if email.isEmpty {
            mistakes.append("email is missing")
        } else if !email.contains("@") {
            mistakes.append("email is \"\(Self.shown(email))\"; an e-mail address was expected")
        }
        let completedAt = time("completed_at")
        if completedAt == nil, text(["completed_at"]) == nil { mistakes.append("completed_at is missing") }
        let startedAt = time("started_at")
        let passed = boolean("passed")
        let score = integer("score")
        if let startedAt, let completedAt, startedAt > completedAt {
            mistakes.append("started_at is later than completed_at")
        }
        guard let completedAt else { return nil }
        return PushedCompletion(
            contentReference: reference, email: email, completedAt: completedAt, startedAt: startedAt,
            passed: passed, score: score)
    }

    // MARK: - Values

    /// The text of the first of the columns that has one; nil if none has.
    private func text(_ columns: [String]) -> String? {
        for column in columns {
            switch cells[column] {
            case .text(let text)?:
                let trimmed = text.trimmed
                if !trimmed.isEmpty { return trimmed }
            case .list(let texts)?: if let first = texts.first { return first }
            case nil: break
            }
        }
        return nil
    }

    private func list(_ column: String) -> [String] {
        let texts: [String] =
            switch cells[column] {
            case .text(let text)?: text.split(separator: "|").map(String.init)
            case .list(let texts)?: texts
            case nil: []
            }
        return texts.map { $0.trimmed }.filter { !$0.isEmpty }
    }

    private mutating func integer(_ column: String) -> Int? {
        guard let text = text([column]) else { return nil }
        if let number = Int(text) { return number }
        mistakes.append("\(column) is \"\(Self.shown(text))\"; a whole number was expected")
        return nil
    }

    private mutating func boolean(_ column: String) -> Bool? {
        guard let text = text([column]) else { return nil }
        switch text.lowercased() {
        case "true", "1": return true
        case "false", "0": return false
        default:
            mistakes.append("\(column) is \"\(Self.shown(text))\"; true or false was expected")
            return nil
        }
    }

    /// A date alone is its midnight, UTC (our decision). Days are those of UTC (rule P15).
    private mutating func time(_ column: String) -> Date? {
        guard let text = text([column]) else { return nil }
        if let date = Timestamp.date(text) ?? Timestamp.date("\(text)T00:00:00Z") {
            let day: TimeInterval = 86_400
            let today = (now.timeIntervalSince1970 / day).rounded(.down) * day
            if (Self.earliest..<today + 2 * day).contains(date.timeIntervalSince1970) { return date }
            mistakes.append(
                "\(column) is \"\(Self.shown(text))\"; a time from 1990-01-01 to the end of tomorrow was expected"
            )
            return nil
        }
        mistakes.append(
            "\(column) is \"\(Self.shown(text))\"; a time such as 2026-03-01T09:30:00Z was expected")
        return nil
    }

    /// 1990-01-01.
    private static let earliest: TimeInterval = 631_152_000

    private static func shown(_ text: String) -> String {
        text.count > 80 ? text.prefix(80) + "…" : text
    }
}

extension String {
    /// Without line ends and tabs.
    fileprivate var withoutLineEnds: String {
        String(UnicodeScalarView(unicodeScalars.filter { ![9, 10, 13].contains($0.value) }))
    }

    /// With a space for line ends and tabs.
    fileprivate var asOneLine: String {
        split { $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }.joined(separator: " ")
    }
}
