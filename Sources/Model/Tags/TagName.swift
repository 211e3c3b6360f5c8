import ConnectorKit
import Foundation

/// The name of a tag: one line without surrounding space. Two that differ in case alone are the same tag
/// (rule T4).
package struct TagName: Sendable, Hashable {
    /// As it was written.
    package let text: String
    /// Equal for names of the same tag: case folded as Unicode has it, accents composed.
    package let key: String

    /// Nil if the text is empty, or holds a character that no name may hold.
    package init?(_ text: String) {
        let trimmed = text.trimmed
        guard !trimmed.isEmpty, trimmed.forbiddenCharacter == nil else { return nil }
        self.text = trimmed
        key = trimmed.folding(options: .caseInsensitive, locale: nil).precomposedStringWithCanonicalMapping
    }

    /// The names among these texts, each tag once, as it is written first.
    package static func distinct(_ texts: [String]) -> [TagName] {
        var seen: Set<TagName> = []
        return texts.compactMap(TagName.init).filter { seen.insert($0).inserted }
    }

    package static func == (one: TagName, other: TagName) -> Bool { one.key == other.key }

    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}
