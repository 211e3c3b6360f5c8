import ConnectorKit

extension ThreeSixtyLearningClient {
    /// Finds the integration by its name and group, else the known one, creates it if there is none, and changes
    /// what differs.
    ///
    /// - Throws: ``Failure/configuration(_:)`` if name, group or administrator cannot be used.
    func prepare(_ plan: DestinationPlan, known: Destination?) async throws(Failure) -> Destination {
        let author = try await administrator(plan.admin).id
        return try await attempt { () async throws(PlatformProblem) in
            let wanted = IntegrationFields(plan, author: author)
            do throws(PlatformProblem) {
                if let found = try await integration(of: plan, known: known) {
                    try await change(found, to: wanted)
                    return Destination(id: found.id)
                }
                return try await create(wanted, plan)
            } catch {
                throw Self.explained(error, plan)
            }
        }
    }

    /// Looks through all integrations: by its id alone none can be asked for (rule D21).
    func has(_ destination: Destination) async throws(Failure) -> Bool {
        try await attempt { () async throws(PlatformProblem) in
            try await all().contains { $0.id == destination.id }
        }
    }

    func all() async throws(PlatformProblem) -> [IntegrationConfiguration] {
        try await api.list("integrations")
    }

    private func integration(
        of plan: DestinationPlan, known: Destination? = nil
    ) async throws(PlatformProblem) -> IntegrationConfiguration? {
        var query = URLQuery()
        query.add("externalPlatform[eq]", plan.name)
        let found: [IntegrationConfiguration] = try await api.list("integrations", query: query)
        let named = found.first { $0.externalPlatform == plan.name && $0.groupId == plan.group }
        guard named == nil, let known else { return named }
        return try await all().first { $0.id == known.id }
    }

    private func change(
        _ found: IntegrationConfiguration, to wanted: IntegrationFields
    ) async throws(PlatformProblem) {
        guard let changes = wanted.missing(in: found) else { return }
        _ = try await api.answer(
            .patch, "integrations/\(found.id)", body: PlatformJSON.bytes(changes), repeatable: true)
    }

    private func create(
        _ wanted: IntegrationFields, _ plan: DestinationPlan
    ) async throws(PlatformProblem) -> Destination {
        do throws(PlatformProblem) {
            let created: IntegrationConfiguration = try await api.value(
                .post, "integrations", body: PlatformJSON.bytes(wanted))
            return Destination(id: created.id)
        } catch {
            // Whoever created it in between meant the same: an earlier request whose answer was lost, say.
            guard case .failed(.transient) = error else {
                guard error.code == "duplicateExternalPlatform",
                    let found = try await integration(of: plan)
                else { throw error }
                try await change(found, to: wanted)
                return Destination(id: found.id)
            }
            guard let found = try await integration(of: plan) else { throw error }
            return Destination(id: found.id)
        }
    }

    /// A refusal in terms of the files.
    private static func explained(_ problem: PlatformProblem, _ plan: DestinationPlan) -> PlatformProblem {
        guard case .refused(let refusal) = problem else { return problem }
        let advice: String? =
            switch refusal.code {
            case "reservedPlatformName":
                "360Learning keeps the name \"\(plan.name)\" for a connector of its own; "
                    + "set integration.name to another one, such as \"\(plan.name.replacing(" (test)", with: "")) by Tributary\""
            case "duplicateExternalPlatform":
                "the group \(plan.group) already has an integration \"\(plan.name)\" that cannot be seen "
                    + "with these credentials; set integration.name to another name"
            case "integrationsLimitReached":
                "the platform takes no further integration; delete one that is no longer used, "
                    + "or ask 360Learning for more"
            case "groupNotFound":
                "360Learning has no group \(plan.group); group: is the id in the address of the group's page"
            default: nil
            }
        return advice.map { .failed(.configuration($0)) } ?? problem
    }
}
