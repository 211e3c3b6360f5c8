import Foundation
import HTTPAPI

/// A form that was sent after its session had ended. The sign-in page carries it, encrypted, until the person has
/// signed in and sends it again.
struct KeptForm: Codable, Sendable, Equatable {
    /// It is kept for this long (our decision).
    static let lifetime: TimeInterval = 3_600

    struct Field: Codable, Sendable, Equatable {
        let name: String
        let value: String
    }

    let address: String
    let fields: [Field]
    /// Whether a file was with it, which is not kept.
    let hadFile: Bool
    private let time: Date

    /// - Parameter form: without the token of the session that is over.
    init(_ form: FormFields, to address: String, at time: Date) {
        self.address = address
        fields = form.values.sorted { $0.key < $1.key }.flatMap { name, values in
            name == "form" ? [] : values.map { Field(name: name, value: $0) }
        }
        hadFile = !form.files.isEmpty
        self.time = time
    }

    /// The form for a hidden field of the sign-in page.
    func sealed(by sessions: Sessions) -> String? {
        (try? JSONEncoder().encode(self)).flatMap(sessions.sealed)
    }

    /// The form in a field of the sign-in page; nil if it is not authentic or too old.
    init?(_ text: String, of sessions: Sessions) {
        guard let data = sessions.opened(text),
            let form = try? JSONDecoder().decode(KeptForm.self, from: data),
            abs(sessions.now().timeIntervalSince(form.time)) < Self.lifetime
        else { return nil }
        self = form
    }
}
