/// A learning object as the portal holds it, before either generation spells it out.
///
/// The fields that an awkward item may hold another kind of value in are ``WireValue``s; nil leaves
/// the member out.
public struct PortalItem: Sendable, Equatable {
    /// The integer id, the same in both generations.
    public let id: Int
    /// The gateway's own id, such as `con_01HBYXF3HYPTG5Q1RJ7BPFAF23`.
    public let contentID: String

    public var idForm = IDForm.usual
    public var type: String
    public var title: WireValue?
    public var description: WireValue?
    /// A URL; empty where there is none.
    public var image: WireValue?
    /// Minutes; 0 where it is not known.
    public var duration: WireValue?
    /// Such as `en` or `en-us`; empty where it is not known.
    public var language: WireValue?
    public var authors: [Author]
    /// Nil writes null for the list.
    public var topics: [Topic]?
    public var tags: [String]
    public var skills: [String]
    public var provider: ContentProvider
    public var traits: Traits

    /// Milliseconds since 1970, UTC.
    public var created: Int64
    public var updated: Int64
    /// How v2 spells this item's times.
    public var timeForm = WireTime.offset
    /// Replaces the updated time as written, in both generations.
    public var updatedText: String?

    public var state = State.published
    /// Leaves out v2's `published` and the gateway's `lifecycle`.
    public var hidesState = false
    /// When it will be, or was, retired and removed; milliseconds since 1970, UTC.
    public var retires: Int64?
    public var removes: Int64?

    /// Whether it is in the portal's Library.
    public var inLibrary = true
    /// Whether the portal's subscription covers it.
    public var subscribed = true
    /// Whether it is a partner's own content.
    public var partner = false
    /// Whether the portal's app made it, and may change it.
    public var isOwn = false
    /// How its content is reached, where that was told.
    public var launch: Launch?
    /// Members that no description knows.
    public var extra: [WireValue.Member] = []

    /// The state of the gateway's `lifecycle`.
    public enum State: String, Sendable, CaseIterable {
        case draft, published, retired, removed
    }

    /// How the integer id is written.
    public enum IDForm: Sendable, Equatable {
        /// Text `lo_id` in the gateway, a number `id` in v2.
        case usual
        /// `gc_lo_id` in the gateway (reference/go1-api-facts.md 2.2).
        case older
        /// A number in the gateway, text in v2.
        case swapped
        case absent
    }

    public struct Author: Sendable, Equatable {
        public var id: Int
        public var first: String
        public var last: String
        /// Replaces the full name as written.
        public var name: WireValue?

        public init(id: Int, first: String, last: String, name: WireValue? = nil) {
            self.id = id
            self.first = first
            self.last = last
            self.name = name
        }

        var fullName: WireValue { name ?? .text("\(first) \(last)") }
    }

    public struct Topic: Sendable, Equatable {
        public var id: Int
        public var name: String

        public init(_ id: Int, _ name: String) {
            self.id = id
            self.name = name
        }
    }

    public struct ContentProvider: Sendable, Equatable {
        public var id: Int
        public var name: String

        public init(_ id: Int, _ name: String) {
            self.id = id
            self.name = name
        }
    }

    /// What is listed and filtered by, and no connector maps.
    public struct Traits: Sendable, Equatable {
        public var externalID: String
        public var creator: String
        public var price: Int
        public var enrolments: Int
        public var ratings: Int
        /// Tenths of a star, 10 to 50.
        public var stars: Int
        /// As the gateway's `relevance.entry_level` spells it.
        public var entryLevel: String
        public var regions: [String]
        public var locales: [String]
        public var compliance: Bool
        public var mobile: Bool
        public var assessable: Bool
        public var wcag: String?
        public var captions: Bool
        public var transcript: Bool
        public var screenreader: Bool
        public var children: Int
        /// `pending`, `approved`, `rejected` or nil.
        public var premium: String?
    }
}
