import ConnectorKit
import Foundation

/// Authors and subjects, which have different shapes in the two generations.
extension FieldRule {
    /// v2 has a list of authors.
    static func authors(in list: String) -> FieldRule {
        let (name, first, last) = ("\(list).name", "\(list).first_name", "\(list).last_name")
        return FieldRule(
            .authors, from: [name, first, last, list], "names, or else first and last names"
        ) { input, object throws(Failure) in
            object.authors = try input.texts(at: name)
            if object.authors.isEmpty {
                object.authors = try input.pairs(first, last, count: input.found(at: list).count)
            }
        }
    }

    /// The gateway has one author.
    static func author(from path: String) -> FieldRule {
        FieldRule(.authors, from: [path], "the one author the gateway names") {
            input, object throws(Failure) in
            object.authors = try input.texts()
        }
    }

    static func subjects(from path: String) -> FieldRule {
        FieldRule(.subjects, from: [path], "the topics' values") { input, object throws(Failure) in
            object.subjects = try input.texts()
        }
    }

    /// Topics are documented as objects but shown as bare names in examples (rule G6).
    static func subjects(from path: String, orBare bare: String) -> FieldRule {
        FieldRule(.subjects, from: [path, bare], "the topics' names, in objects or bare") {
            input, object throws(Failure) in
            let named = try input.texts(at: path)
            object.subjects =
                named + (try input.texts(at: bare, besidesObjects: true)).filter { !named.contains($0) }
        }
    }
}

extension FieldInput {
    /// Returns the texts at one of the sources, trimmed, without empty ones and duplicates.
    ///
    /// - Parameter besidesObjects: Whether to skip objects, because another path reads them.
    func texts(at path: String, besidesObjects: Bool = false) throws(Failure) -> [String] {
        var result: [String] = []
        for value in found(at: path) where value != .null {
            if besidesObjects, value == .composite("an object") { continue }
            guard case .text(let text) = value else {
                throw .item("\(path) is \(value.kind); text was expected")
            }
            let trimmed = text.trimmed
            if !trimmed.isEmpty, !result.contains(trimmed) { result.append(trimmed) }
        }
        return result
    }

    /// Returns the texts of two sources in pairs, one pair for each of `count` elements. If one source is
    /// empty, it returns the other. If an element lacks one of its texts, it returns none.
    func pairs(_ first: String, _ second: String, count: Int) throws(Failure) -> [String] {
        let (heads, tails) = (try texts(at: first), try texts(at: second))
        if heads.isEmpty || tails.isEmpty { return heads + tails }
        let (found, others) = (found(at: first), found(at: second))
        guard found.count == count, others.count == count else { return [] }
        var result: [String] = []
        for (value, other) in zip(found, others) {
            let parts = [value, other].compactMap { value -> String? in
                guard case .text(let text) = value else { return nil }
                return text.trimmed
            }
            let name = parts.filter { !$0.isEmpty }.joined(separator: " ")
            if !name.isEmpty, !result.contains(name) { result.append(name) }
        }
        return result
    }

    func found(at path: String) -> [SourceValue] {
        zip(sources, values).first { $0.0 == path }?.1 ?? []
    }
}
