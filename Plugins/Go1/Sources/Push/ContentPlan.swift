import ConnectorKit

/// What content needs so that it stands at Go1 as it should.
struct ContentPlan: Sendable {
    let action: PushPlan.Action
    var steps: [ContentStep] = []
    var notes: [String] = []
    let standing: StandingContent?

    var plan: PushPlan {
        PushPlan(
            action, steps: steps.map(\.name), notes: notes, basis: StandingContent.basis(standing))
    }

    /// Asks what stands, and changes nothing.
    static func of(_ content: PushedContent, _ connection: Connection) async throws(Failure) -> ContentPlan {
        let mistakes = content.mistakes
        guard mistakes.isEmpty else { return ContentPlan(action: .refuse, notes: mistakes, standing: nil) }
        let service = Service(connection.settings)
        let standing = try await service.standing(content.externalReference, connection)
        if let standing, standing.state == .retired || standing.state == .removed {
            return gone(content, standing)
        }
        if content.removed { return removal(content, standing) }
        var plan = ContentPlan(action: standing == nil ? .create : .update, standing: standing)
        let match = try await TopicMatch.of(
            content.topics, standing: standing?.topics ?? [], connection)
        plan.addSteps(content, topics: match.topics, isForLibrary: service.isForLibrary)
        plan.addNotes(content, unknown: match.unknown)
        guard plan.steps.isEmpty else { return plan }
        return ContentPlan(action: .unchanged, notes: plan.notes, standing: standing)
    }

    /// What Go1 has retired it shows to nobody new; there is nothing left to bring up to date.
    private static func gone(_ content: PushedContent, _ standing: StandingContent) -> ContentPlan {
        let state = standing.state?.rawValue ?? "gone"
        if content.removed {
            return ContentPlan(
                action: .unchanged, notes: ["\(standing.name) is \(state) at Go1 already"],
                standing: standing)
        }
        return ContentPlan(
            action: .refuse,
            notes: [
                "\(standing.name) is \(state) at Go1 and takes no changes; "
                    + "push it under a new external_reference, or ask Go1 to bring it back"
            ], standing: standing)
    }

    /// A soft delete: it is set back to a draft, and Go1 must be told
    /// (reference/seed-stackone-go1-guide.txt, "Removal").
    private static func removal(_ content: PushedContent, _ standing: StandingContent?) -> ContentPlan {
        guard let standing else {
            return ContentPlan(
                action: .unchanged, notes: ["Go1 has no content of this external_reference"],
                standing: nil)
        }
        guard standing.state != .draft else {
            return ContentPlan(
                action: .unchanged, notes: ["\(standing.name) is unpublished already"], standing: standing)
        }
        return ContentPlan(
            action: .unpublish, steps: [.lifecycle(.draft)],
            notes: ["tell Go1 that \(standing.name) (\(content.externalReference)) was removed"],
            standing: standing)
    }

    private mutating func addSteps(_ content: PushedContent, topics: [Topic], isForLibrary: Bool) {
        let core = CoreFragment(
            type: content.type, title: content.title, description: content.description,
            image: .init(value: content.image), external_id: content.externalReference)
        if let standing {
            let isRight =
                standing.type == content.type && standing.title == content.title
                && standing.description == content.description && standing.image == content.image
            if !isRight { steps.append(.core(core)) }
        } else {
            var new = core
            new.standalone = true
            steps.append(.create(new))
        }
        if standing?.launchURL != content.launchURL || standing?.type != content.type {
            steps.append(
                .launch(
                    LaunchFragment(
                        url: content.launchURL, open_mode: content.type == "link" ? "window" : nil)))
        }
        let languageIsRight =
            content.language == nil || standing?.language?.lowercased() == content.language?.lowercased()
        let durationIsRight = content.duration == nil || standing?.duration == content.duration
        if !languageIsRight || !durationIsRight {
            steps.append(
                .relevance(RelevanceFragment(language: content.language, duration: content.duration)))
        }
        if !topics.isEmpty, Set(topics.map(\.id)) != Set((standing?.topics ?? []).map(\.id)) {
            steps.append(.topics(topics))
        }
        addState(content)
        if isForLibrary, standing?.isOffered != true { steps.append(.offer) }
    }

    /// New content begins unpublished, whatever the column says: an administrator of Go1 publishes it
    /// (reference/seed-stackone-go1-guide.txt, "Publishing"). Content without a launch address was not
    /// finished by an earlier push, and is still new.
    private mutating func addState(_ content: PushedContent) {
        let isNew = standing?.launchURL == nil
        switch (content.published, standing?.state) {
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
                "left out, for Go1 has no such topic\(unknown.count == 1 ? "" : "s"): \(names)")
        }
        if !content.skills.isEmpty { notes.append(Go1Provider.skillsReason) }
    }
}

extension Service {
    /// Whether pushed content is offered to Go1's network.
    var isForLibrary: Bool { target == "library" }
}
