import ConnectorKit
import Foundation

/// Authors and subjects in the shapes that are Go1's own.
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
