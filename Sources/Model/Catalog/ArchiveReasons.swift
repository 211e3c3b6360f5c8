/// Why a course is archived; a course without a reason is active.
package struct ArchiveReasons: OptionSet, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// The provider unpublished it, or no longer lists it.
    package static let provider = ArchiveReasons(rawValue: 1)
    /// The group's filters do not take it.
    package static let filter = ArchiveReasons(rawValue: 2)
    /// A person archived it.
    package static let manual = ArchiveReasons(rawValue: 4)
    /// The provider is switched off in the group, or was taken out of its file.
    package static let disabled = ArchiveReasons(rawValue: 8)

    /// A person archived it on the platform (rule D26).
    package static let platform = ArchiveReasons(rawValue: 16)
    /// Those that a person set, and that no sync lifts.
    package static let byPeople: ArchiveReasons = [.manual, .platform]

    /// The names used in records, in the order of rule C7.
    package var names: [String] {
        let all: [(ArchiveReasons, String)] = [
            (.provider, "provider"), (.filter, "filter"), (.manual, "manual"), (.disabled, "disabled"),
            (.platform, "platform"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}
