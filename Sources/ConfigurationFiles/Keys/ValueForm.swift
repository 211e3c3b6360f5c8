import ConnectorKit
import Model

/// How a value is written: what reads it, and what a schema says of it, in one declaration, so that
/// neither can take what the other refuses.
struct ValueForm<Value>: Sendable {
    /// What may stand there; a reference is one of them where it is no text like any other.
    let alternatives: [JSONSchema]
    /// Reads the value; nil, and reported, if it cannot stand.
    let read: @Sendable (inout FileCheck, Section.Entry) -> Value?

    init(
        _ alternatives: JSONSchema...,
        read: @escaping @Sendable (inout FileCheck, Section.Entry) -> Value?
    ) {
        self.alternatives = alternatives
        self.read = read
    }

    init(
        alternatives: [JSONSchema], read: @escaping @Sendable (inout FileCheck, Section.Entry) -> Value?
    ) {
        self.alternatives = alternatives
        self.read = read
    }

    /// The same form, read as something else.
    func map<Other>(_ change: @escaping @Sendable (Value) -> Other?) -> ValueForm<Other> {
        let read = read
        return ValueForm<Other>(alternatives: alternatives) { check, entry in
            read(&check, entry).flatMap(change)
        }
    }
}

/// A key of a section and the value it takes.
struct Key<Value>: Sendable {
    let name: String
    let form: ValueForm<Value>
    /// One sentence for the person who writes the file.
    let help: String
    /// What holds where the key is not written.
    var defaultValue: JSONValue?
    /// Whether a key without a value means the same as no key.
    var mayBeEmpty = false
    var secret = false
    /// What is said to be missing if the key is; nil if it may be left out.
    var required: String?

    init(
        _ name: String, _ form: ValueForm<Value>, default defaultValue: JSONValue? = nil,
        mayBeEmpty: Bool = false, secret: Bool = false, required: String? = nil, help: String
    ) {
        self.name = name
        self.form = form
        self.help = help
        self.defaultValue = defaultValue
        self.mayBeEmpty = mayBeEmpty
        self.secret = secret
        self.required = required
    }

    /// The key without what reads it, as its section lists it.
    var declaration: KeyDeclaration {
        var notes: [(name: String, value: JSONValue)] = [("description", .text(help))]
        if let defaultValue { notes.append(("default", defaultValue)) }
        if secret { notes.append(("writeOnly", .boolean(true))) }
        let schema = JSONSchema.any(of: form.alternatives + (mayBeEmpty ? [.type("null")] : []))
        return KeyDeclaration(
            name: name, secret: secret, required: required != nil, schema: schema.adding(notes))
    }
}

extension FileCheck {
    /// The value of a key; nil if it is not given, and, reported, if it is wrong or missing.
    mutating func value<Value>(_ key: Key<Value>, in section: Section) -> Value? {
        if let expected = key.required {
            return required(key.name, in: section, expected: expected, key.form.read)
        }
        return (key.mayBeEmpty ? section.given(key.name) : section[key.name]).flatMap {
            key.form.read(&self, $0)
        }
    }
}
