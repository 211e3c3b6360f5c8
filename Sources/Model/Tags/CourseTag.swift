/// A tag on a course.
package struct CourseTag: Sendable, Equatable {
    /// Who gave it.
    package enum Origin: String, Sendable, CaseIterable {
        /// It is one of the course's subjects.
        case provider
        /// A person put it on the course.
        case manual
    }

    package let name: String
    package let origin: Origin

    package init(name: String, origin: Origin) {
        self.name = name
        self.origin = origin
    }

    /// The tags of a course: rules T1, T2 and T5.
    ///
    /// A tag that both have given is the person's, since it stays when the provider's goes (our decision: a tag has one origin). Subjects come first, in their order.
    ///
    /// - Parameters:
    ///   - subjects: what the provider says the course is about.
    ///   - followed: whether subjects are tags here.
    ///   - manual: the tags that a person put on the course.
    package static func tags(subjects: [String], followed: Bool, manual: [String]) -> [CourseTag] {
        let manual = TagName.distinct(manual)
        let given = followed ? TagName.distinct(subjects) : []
        return given.map { name in
            CourseTag(name: name.text, origin: manual.contains(name) ? .manual : .provider)
        }
            + manual.filter { !given.contains($0) }.map { CourseTag(name: $0.text, origin: .manual) }
    }
}
