import ConnectorKit

/// Whether and how long Go1 offers an item.
extension FieldRule {
    /// v2: an absent `published` means published (our decision; a recorded listing has none at all).
    static func published(from path: String) -> FieldRule {
        FieldRule(.published, from: [path], "true where it is absent") { input, object throws(Failure) in
            object.published = try input.boolean() ?? true
        }
    }

    /// Gateway: the states of reference/go1-api-facts.md 2.4. A state that is none of them skips the item, so
    /// that its course stays as it was (our decision).
    static func published(fromState path: String) -> FieldRule {
        FieldRule(.published, from: [path], "true where the state is published or absent") {
            input, object throws(Failure) in
            switch try input.text() {
            case nil, "published": object.published = true
            case "draft", "retired", "removed": object.published = false
            case let state?:
                throw .item(
                    "\(path) is \"\(state.prefix(40))\"; published, draft, retired or removed was expected")
            }
        }
    }

    static func retiresAt(from path: String) -> FieldRule {
        FieldRule(.retiresAt, from: [path], "when Go1 will retire it") { input, object throws(Failure) in
            object.retiresAt = try input.time()
        }
    }

    /// v2 does not tell beforehand what will retire.
    static var neverRetiring: FieldRule {
        FieldRule(.retiresAt, from: [], "none: v2 does not carry it") { _, _ throws(Failure) in }
    }
}
