import ConnectorKit
import Foundation

/// Authors and subjects, which the generations keep in different shapes.
extension FieldRule {
    /// v2 lists its authors.
    static func listedAuthors(names: String, first: String, last: String) -> FieldRule {
        FieldRule(.authors, from: [names, first, last], "names; where none is given, first and last names") {
            input, object throws(Failure) in
            object.authors = try input.texts(at: names)
            if object.authors.isEmpty {
                object.authors = try input.joined(first, last)
            }
        }
    }

    /// The gateway names one author.
    static func oneAuthor(from path: String) -> FieldRule {
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

    /// Topics are described as objects and shown as bare names (reference/go1-api-facts.md 2.2 and 5).
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
    /// The texts at one of the sources, trimmed, without empty ones and repetitions.
    ///
    /// - Parameter besidesObjects: whether objects are passed over, since another path reads them.
    func texts(at path: String, besidesObjects: Bool = false) throws(Failure) -> [String] {
        var result: [String] = []
        for value in found(at: path) where value != .null {
            if besidesObjects, value == .composite("an object") { continue }
            guard case .text(let text) = value else {
                throw .item("\(path) is \(value.kind); text was expected")
            }
            let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
            if !trimmed.isEmpty, !result.contains(trimmed) { result.append(trimmed) }
        }
        return result
    }

    /// The texts of two sources in pairs. Lists of unequal length cannot be paired, so they count as none, unless
    /// one of them is empty altogether.
    func joined(_ first: String, _ second: String) throws(Failure) -> [String] {
        // Checks the types.
        let alone = (try texts(at: first), try texts(at: second))
        let (heads, tails) = (found(at: first), found(at: second))
        guard heads.count == tails.count else {
            return heads.isEmpty ? alone.1 : tails.isEmpty ? alone.0 : []
        }
        var result: [String] = []
        for (head, tail) in zip(heads, tails) {
            let parts = [head, tail].compactMap { value -> String? in
                guard case .text(let text) = value else { return nil }
                let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
                return trimmed.isEmpty ? nil : trimmed
            }
            let name = parts.joined(separator: " ")
            if !name.isEmpty, !result.contains(name) { result.append(name) }
        }
        return result
    }

    private func found(at path: String) -> [SourceValue] {
        zip(sources, values).first { $0.0 == path }?.1 ?? []
    }
}
