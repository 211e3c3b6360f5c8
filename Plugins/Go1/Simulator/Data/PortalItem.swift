import SimulatorSupport
package import ConnectorKit

/// A learning object of the portal, independent of the generation.
///
/// Fields that may hold another type in an awkward item are ``JSONValue``s; nil omits
/// the member.
package struct PortalItem: Sendable, Equatable {
    /// The integer id, the same in both generations.
    package let id: Int
    /// The gateway's own id, such as `con_01HBYXF3HYPTG5Q1RJ7BPFAF23`.
    package let contentID: String

    package var idForm = IDForm.usual
    package var type: String
    package var title: JSONValue?
    package var description: JSONValue?
    /// A URL; empty if there is none.
    package var image: JSONValue?
    /// Minutes; 0 if unknown.
    package var duration: JSONValue?
    /// For example `en` or `en-us`; empty if unknown.
    package var language: JSONValue?
    package var authors: [Author]
    /// Nil writes null instead of the list.
    package var topics: [Topic]?
    package var tags: [String]
    package var skills: [String]
    package var provider: ContentProvider
    package var traits: Traits

    /// Milliseconds since 1970, UTC.
    package var created: Int64
    package var updated: Int64
    /// The format of this item's times in v2.
    package var timeForm = WireTime.offset
    /// Replaces the written update time, in both generations.
    package var updatedText: String?

    package var state = State.published
    /// Omits v2's `published` and the gateway's `lifecycle`.
    package var hidesState = false
    /// When it will be, or was, retired and removed; milliseconds since 1970, UTC.
    package var retires: Int64?
    package var removes: Int64?

    /// Whether it is in the portal's Library.
    package var inLibrary = true
    /// Whether the portal's subscription covers it.
    package var subscribed = true
    /// Whether it is a partner's own content.
    package var partner = false
    /// Whether the portal's app created it and may change it.
    package var isOwn = false
    /// How its content is launched, if known.
    package var launch: Launch?
    /// Members that are not in the description.
    package var extra: [JSONObject.Member] = []

    /// The state of the gateway's `lifecycle`.
    package enum State: String, Sendable, CaseIterable {
        case draft, published, retired, removed
    }

    /// How the integer id is written.
    package enum IDForm: Sendable, Equatable {
        /// Text `lo_id` in the gateway, a number `id` in v2.
        case usual
        /// `gc_lo_id` in the gateway (rule M4).
        case older
        /// A number in the gateway, text in v2.
        case swapped
        case absent
    }

    package struct Author: Sendable, Equatable {
        package var id: Int
        package var first: String
        package var last: String
        /// Replaces the written full name.
        package var name: JSONValue?

        package init(id: Int, first: String, last: String, name: JSONValue? = nil) {
            self.id = id
            self.first = first
            self.last = last
            self.name = name
        }

        var fullName: JSONValue { name ?? .text("\(first) \(last)") }
    }

    package struct Topic: Sendable, Equatable {
        package var id: Int
        package var name: String

        package init(_ id: Int, _ name: String) {
            self.id = id
            self.name = name
        }
    }

    package struct ContentProvider: Sendable, Equatable {
        package var id: Int
        package var name: String

        package init(_ id: Int, _ name: String) {
            self.id = id
            self.name = name
        }
    }

    /// Properties for lists and filters that no connector maps.
    package struct Traits: Sendable, Equatable {
        package var externalID: String
        package var creator: String
        package var price: Int
        package var enrolments: Int
        package var ratings: Int
        /// Tenths of a star, 10 to 50.
        package var stars: Int
        /// Spelled as in the gateway's `relevance.entry_level`.
        package var entryLevel: String
        package var regions: [String]
        package var locales: [String]
        package var compliance: Bool
        package var mobile: Bool
        package var assessable: Bool
        package var wcag: String?
        package var captions: Bool
        package var transcript: Bool
        package var screenreader: Bool
        package var children: Int
        /// `pending`, `approved`, `rejected` or nil.
        package var premium: String?
    }
}
