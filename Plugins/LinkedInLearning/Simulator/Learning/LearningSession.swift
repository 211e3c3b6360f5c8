/// One sitting of a learner at one content.
package struct LearningSession: Sendable, Equatable {
    package let learner: Int
    package let content: String
    package let kind: Asset.Kind
    /// Milliseconds since 1970.
    package let time: Int64
    package let seconds: Int
    /// Per cent of the content that the learner had seen by its end.
    package let progress: Int
    package let completes: Bool

    package init(
        learner: Int, content: String, kind: Asset.Kind, time: Int64, seconds: Int, progress: Int,
        completes: Bool = false
    ) {
        self.learner = learner
        self.content = content
        self.kind = kind
        self.time = time
        self.seconds = seconds
        self.progress = progress
        self.completes = completes
    }
}
