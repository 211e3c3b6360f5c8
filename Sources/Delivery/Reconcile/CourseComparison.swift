import ConnectorKit
import Model
import Store

/// What a course is to be on the platform, and what it is there (rule D26). Pure.
struct CourseComparison {
    let course: DeliveredCourse
    let held: HeldCourse

    /// A difference, and how the ledger follows.
    struct Finding {
        let kind: PlatformDifference.Kind?
        let found: String
        let action: String
        let correction: LedgerCorrection

        /// What needs no mention: the platform is already as it is to be.
        static func silent(_ correction: LedgerCorrection) -> Finding {
            Finding(kind: nil, found: "", action: "", correction: correction)
        }
    }

    /// Of the archive.
    var archive: Finding? {
        let others = course.reasons.subtracting(.platform)
        switch (held.isArchived, course.isToldArchived) {
        case (true, false):
            guard course.isActive else { return .silent(.archived(true)) }
            return Finding(
                kind: .archived, found: "archived there", action: "stays archived, for the reason platform",
                correction: .archivedByPerson)
        case (false, true):
            if course.isActive { return .silent(.archived(false)) }
            guard course.isAtHome, course.reasons.contains(.platform) else {
                return Finding(
                    kind: .unarchived, found: "taken out of the archive there", action: "archived again",
                    correction: .archived(false))
            }
            return Finding(
                kind: .unarchived, found: "taken out of the archive there",
                action: others.isEmpty
                    ? "active again" : "archived again: \(others.names.joined(separator: ", "))",
                correction: .restoredByPerson)
        case (false, false) where course.reasons.contains(.platform): return .silent(.restoredByPerson)
        default: return nil
        }
    }

    /// Whether its fields and tags are to be as they were sent.
    var isComparable: Bool { course.isActive && !held.isArchived }

    /// Of the fields that the platform gives back.
    ///
    /// - Parameter wanted: what they were sent as.
    func fields(_ wanted: [String: String]) -> Finding? {
        guard isComparable, course.isToldContent else { return nil }
        let names = differing(from: wanted)
        if names.isEmpty { return course.own == nil ? nil : .silent(.keepsOwn(nil)) }
        guard own(names) != course.own else { return nil }
        return Finding(
            kind: .changed, found: "another \(names.joined(separator: ", ")) there", action: "sent again",
            correction: .contentDiffers)
    }

    /// After the fields were sent again: what the platform makes of them by itself, which is not sent again.
    func confirmation(_ wanted: [String: String]) -> LedgerCorrection? {
        let names = differing(from: wanted)
        return names.isEmpty ? nil : .keepsOwn(own(names))
    }

    private func differing(from wanted: [String: String]) -> [String] {
        wanted.keys.sorted().filter { name in held.fields[name].map { $0 != wanted[name] } ?? false }
    }

    private func own(_ names: [String]) -> String {
        names.map { "\($0)=\(held.fields[$0] ?? "")" }.joined(separator: "\n")
    }

    /// Of the tags.
    ///
    /// - Parameter names: the tags as the environment calls them.
    func tags(_ names: [String], _ there: HeldTags) -> Finding? {
        let present = Set(there.names.map(Self.key))
        let missing = names.filter { !present.contains(Self.key($0)) }
        guard !missing.isEmpty, !there.isFull else { return nil }
        return Finding(
            kind: .tags, found: "without \(missing.joined(separator: ", ")) there",
            action: "put back beside those of people", correction: .tagsDiffer)
    }

    /// Rule T4.
    private static func key(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Of a course that the place does not hold.
    static func gone(_ course: DeliveredCourse) -> Finding {
        let isActive = course.isAtHome && course.reasons.subtracting(.platform).isEmpty
        return Finding(
            kind: .deleted, found: "deleted there",
            action: isActive
                ? "made anew with its tags and statistics" : "made anew once it is active again",
            correction: .gone)
    }

    /// Of a course that is there under another id.
    static func remade(_ course: DeliveredCourse, _ held: HeldCourse) -> Finding {
        guard course.resource != nil else { return .silent(.known(resource: held.resource)) }
        return Finding(
            kind: .deleted, found: "deleted and made anew there",
            action: "gets its tags and statistics again",
            correction: .remade(resource: held.resource))
    }
}
