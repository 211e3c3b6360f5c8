import ConnectorKit

/// The changes that pushed content needs at Go1.
struct ContentPlan: Sendable {
    let action: PushPlan.Action
    var steps: [ContentStep] = []
    var notes: [String] = []
    let existing: ExistingContent?

    var plan: PushPlan {
        PushPlan(
            action, steps: steps.map(\.name), notes: notes, basis: ExistingContent.basis(existing))
    }

    /// Compares the content with Go1's state. Only reads.
    static func of(_ content: PushedContent, _ connection: Connection) async throws(Failure) -> ContentPlan {
        let mistakes = content.mistakes
        guard mistakes.isEmpty else { return ContentPlan(action: .refuse, notes: mistakes, existing: nil) }
        let service = Service(connection.settings)
        let existing = try await service.existingContent(content.externalReference, connection)
        if let existing, existing.state == .retired || existing.state == .removed {
            return gone(content, existing)
        }
        if content.removed { return removal(content, existing) }
        var plan = ContentPlan(action: existing == nil ? .create : .update, existing: existing)
        let match = try await TopicMatch.of(
            content.topics, existing: existing?.topics ?? [], connection)
        plan.addSteps(content, topics: match.topics, isForLibrary: service.isForLibrary)
        plan.addNotes(content, unknown: match.unknown)
        guard plan.steps.isEmpty else { return plan }
        return ContentPlan(action: .unchanged, notes: plan.notes, existing: existing)
    }

    /// Go1 offers retired content to no new learners, so it is not updated.
    private static func gone(_ content: PushedContent, _ existing: ExistingContent) -> ContentPlan {
        let state = existing.state?.rawValue ?? "gone"
        if content.removed {
            return ContentPlan(
                action: .unchanged, notes: ["\(existing.name) is \(state) at Go1 already"],
                existing: existing)
        }
        return ContentPlan(
            action: .refuse,
            notes: [
                "\(existing.name) is \(state) at Go1 and cannot be changed; "
                    + "push it under a new external_reference, or ask Go1 to bring it back"
            ], existing: existing)
    }

    /// A soft delete: the content becomes a draft again, and Go1 must be told
    /// (rule P5).
    private static func removal(_ content: PushedContent, _ existing: ExistingContent?) -> ContentPlan {
        guard let existing else {
            return ContentPlan(
                action: .unchanged, notes: ["Go1 has no content of this external_reference"],
                existing: nil)
        }
        guard existing.state != .draft else {
            return ContentPlan(
                action: .unchanged, notes: ["\(existing.name) is unpublished already"], existing: existing)
        }
        return ContentPlan(
            action: .unpublish, steps: [.lifecycle(.draft)],
            notes: ["tell Go1 that \(existing.name) (\(content.externalReference)) was removed"],
            existing: existing)
    }

    private mutating func addSteps(_ content: PushedContent, topics: [Topic], isForLibrary: Bool) {
        let core = CoreFragment(
            type: content.type, title: content.title, description: content.description,
            image: .init(value: content.image), external_id: content.externalReference)
        if let existing {
            let isCurrent =
                existing.type == content.type && existing.title == content.title
                && existing.description == content.description && existing.image == content.image
            if !isCurrent { steps.append(.core(core)) }
        } else {
            var new = core
            new.standalone = true
            steps.append(.create(new))
        }
        if existing?.launchURL != content.launchURL || existing?.type != content.type {
            steps.append(
                .launch(
                    LaunchFragment(
                        url: content.launchURL, open_mode: content.type == "link" ? "window" : nil)))
        }
        let languageIsCurrent =
            content.language == nil || existing?.language?.lowercased() == content.language?.lowercased()
        let durationIsCurrent = content.duration == nil || existing?.duration == content.duration
        if !languageIsCurrent || !durationIsCurrent {
            steps.append(
                .relevance(RelevanceFragment(language: content.language, duration: content.duration)))
        }
        if !topics.isEmpty, Set(topics.map(\.id)) != Set((existing?.topics ?? []).map(\.id)) {
            steps.append(.topics(topics))
        }
        addState(content)
        if isForLibrary, existing?.isOffered != true { steps.append(.offer) }
    }

    /// New content begins unpublished, whatever the column says, and the row that created it publishes nothing;
    /// an administrator of Go1 publishes it (rule P4). Content without a launch address was left unfinished by
    /// an earlier push, so it still counts as new.
    private mutating func addState(_ content: PushedContent) {
        let isNew = existing?.launchURL == nil || content.repeatsCreation
        switch (content.published, existing?.state) {
        case (true?, let state) where state != .published:
            if isNew {
                notes.append("new content begins unpublished: an administrator of Go1 has to publish it")
            } else {
                steps.append(.lifecycle(.published))
            }
        case (false?, .published?): steps.append(.lifecycle(.draft))
        default: break
        }
    }

    private mutating func addNotes(_ content: PushedContent, unknown: [String]) {
        if !unknown.isEmpty {
            let names = unknown.map { "\"\($0)\"" }.joined(separator: ", ")
            notes.append(
                "left out, because Go1 has no such topic\(unknown.count == 1 ? "" : "s"): \(names)")
        }
        if !content.skills.isEmpty { notes.append(Go1Provider.skillsReason) }
    }
}

extension Service {
    /// Whether pushed content is offered to Go1's network.
    var isForLibrary: Bool { target == "library" }
}
