extension LMSState {
    /// `GET /api/v2/integrations`.
    func listIntegrations(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let query = try Query(call, filters: [("externalPlatform", ["eq", "ne", "in", "nin"])])
        let found = integrations.filter { query.takes($0.externalPlatform, as: "externalPlatform") }
        return try call.page(found, of: 100, query, \.json)
    }

    /// `POST /api/v2/integrations`.
    mutating func createIntegration(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let fields = try call.request.json(.newIntegration).members ?? [:]
        try check(fields, besides: nil)
        guard integrations.count < options.mostIntegrations else {
            throw .nested(
                400, "integrationsLimitReached", "There are already \(integrations.count) integrations")
        }
        let integration = Integration(id: newID(.integration), fields: fields)
        integrations.append(integration)
        return .json(201, integration.json)
    }

    /// `PATCH /api/v2/integrations/{integrationId}`.
    mutating func editIntegration(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let index = try indexOfWritable(call.parameters[0])
        let changes = try call.request.json(.changedIntegration).members ?? [:]
        let fields = integrations[index].fields.merging(changes) { $1 }
        try check(fields, besides: integrations[index].id)
        integrations[index].fields = fields
        return .json(200, .object(fields))
    }

    /// `DELETE /api/v2/integrations/{integrationId}`.
    mutating func deleteIntegration(_ call: Call) throws(Refusal) -> PlatformAnswer {
        let integration = integrations.remove(at: try indexOfWritable(call.parameters[0]))
        courses.archiveAll(of: integration.id)
        return PlatformAnswer(status: 204)
    }

    /// The integration that may be written through.
    ///
    /// - Throws: ``Refusal`` 404 where there is none, 400 where it is one of 360Learning's own connectors.
    func indexOfWritable(_ id: String) throws(Refusal) -> Int {
        let index = try indexOfIntegration(id)
        try checkName(integrations[index].externalPlatform)
        return index
    }

    func indexOfIntegration(_ id: String) throws(Refusal) -> Int {
        guard let index = integrations.firstIndex(where: { $0.id == id }) else {
            throw .nested(404, "integrationNotFound", "There is no integration \(id)")
        }
        return index
    }

    private func check(_ fields: [String: JSONValue], besides id: String?) throws(Refusal) {
        let name = fields["externalPlatform"]?.text ?? ""
        let group = fields["groupId"]?.text ?? ""
        try checkName(name)
        _ = try knownGroup(group)
        guard try !known(fields["authorId"]?.text ?? "").isDeleted else {
            throw .nested(404, "userNotFound", "The author was deleted")
        }
        let isTaken = integrations.contains {
            $0.id != id && $0.groupID == group && $0.externalPlatform == name
        }
        guard !isTaken else {
            throw .nested(
                400, "duplicateExternalPlatform", "The group \(group) already has an integration \"\(name)\"")
        }
    }

    private func checkName(_ name: String) throws(Refusal) {
        guard !options.reservedNames.contains(where: { $0.lowercased() == name.lowercased() }) else {
            throw .nested(400, "reservedPlatformName", "The platform name \"\(name)\" is reserved")
        }
    }
}
