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
            object.authors = try input[name].texts()
            if object.authors.isEmpty {
                object.authors = try input.pairs(first, last, of: list)
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
            let named = try input[path].texts()
            let names = try input[bare].texts(besidesObjects: true)
            object.subjects = named + names.filter { !named.contains($0) }
        }
    }
}
