import ConnectorKit

/// Whether and how long Go1 offers an item.
extension FieldRule {
    /// v2: false in either field means unpublished; an absent field is not looked at (rule M6).
    static func published(from path: String, and active: String) -> FieldRule {
        FieldRule(.published, from: [path, active], "unless one of them is false") {
            input, object throws(Failure) in
            object.published = try !input.booleans().contains(false)
        }
    }

    /// Gateway: the lifecycle states of rule M13. Any other state skips the item, so that its course does not
    /// change (our decision).
    static func published(fromState path: String) -> FieldRule {
        FieldRule(.published, from: [path], "true if the state is published or absent") {
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
}
