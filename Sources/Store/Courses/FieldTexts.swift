import ConnectorKit

/// The texts of some fields of an item as one text, for statements that tell items apart by them.
enum FieldTexts {
    /// The texts of an item as SQL, joined by a control character; nil if there are no fields.
    static func sql(_ fields: [Vocabulary.Field], of item: String, _ db: Session) -> String? {
        guard !fields.isEmpty else { return nil }
        let columns = fields.map { "coalesce(t.\($0.rawValue), '')" }
        return "(SELECT \(columns.joined(separator: " || \(db.sql.character(31)) || ")) FROM item_text t "
            + "WHERE t.item = \(item).id)"
    }

    /// The texts of each field.
    static func decode(_ text: String?, _ fields: [Vocabulary.Field]) -> [Vocabulary.Field: [String]] {
        guard let text else { return [:] }
        let parts = text.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        return Dictionary(
            zip(fields, parts).map { ($0, $0 == .publisher ? [$1] : TextList.decode($1)) },
            uniquingKeysWith: { first, _ in first })
    }
}
