extension PortalItem {
    /// How the content of a learning object is launched: its `protected` fragment.
    package struct Launch: Sendable, Equatable {
        package var url = ""
        /// `iframe`, `window` or `dynamic`; only for links.
        package var openMode: String?
        package var isIntegrated = false
        package var canMarkAsComplete: Bool?
        package var checkURL: String?
        /// `saml` or `none`.
        package var authenticationType: String?
    }

    /// Resets a generated item to the state of a new one.
    mutating func clear() {
        title = nil
        description = nil
        image = nil
        duration = nil
        language = nil
        authors = []
        topics = []
        tags = []
        skills = []
        state = .draft
        retires = nil
        removes = nil
        provider = ContentProvider(11_905_591, "This portal")
        traits.externalID = ""
        traits.premium = nil
        traits.ratings = 0
        traits.enrolments = 0
        traits.children = 0
    }

    /// The content of a new learning object, checked as a whole before it is added to the portal.
    struct Content: Sendable {
        private var item = ItemGenerator(seed: 1).item(0)

        init() { item.clear() }

        mutating func apply(_ body: RequestObject, isPartner: Bool) throws(Refusal) {
            for fragment in [ContentFragment.core, .relevance, .lifecycle]
            where body.names.contains(fragment.rawValue) {
                try fragment.apply(body, to: &item, isPartner: isPartner, isNew: true)
            }
        }

        func put(into other: inout PortalItem) {
            other.type = item.type
            other.title = item.title
            other.description = item.description
            other.image = item.image
            other.traits.externalID = item.traits.externalID
            other.duration = item.duration
            other.language = item.language
            other.state = item.state
            other.traits.entryLevel = item.traits.entryLevel
            other.traits.regions = item.traits.regions
            other.traits.locales = item.traits.locales
            other.traits.compliance = item.traits.compliance
        }
    }
}
