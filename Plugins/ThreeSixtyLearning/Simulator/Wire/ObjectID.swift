/// Ids of 24 hexadecimal digits, the same for the same kind and number.
enum ObjectID {
    enum Kind: Int, Sendable {
        case company = 1, group, user, integration, course, tag, attempt, operation
    }

    static func make(_ kind: Kind, _ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "360a\(kind.rawValue)" + String(repeating: "0", count: max(0, 19 - digits.count)) + digits
    }

    /// `^[a-fA-F0-9]{24}$`, as published.
    static func isOne(_ text: String) -> Bool {
        text.utf8.count == 24
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0)
            }
    }
}
