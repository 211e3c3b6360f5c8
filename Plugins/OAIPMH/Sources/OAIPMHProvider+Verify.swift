import ConnectorKit
import Foundation
import Markup

extension OAIPMHProvider {
    /// Identifies the repository and checks that it has the format and the set of the settings.
    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        let repository = Repository(connection.settings)
        _ = try await identify(repository, connection)
        let formats = try await names(
            "metadataFormat", "metadataPrefix", of: repository, by: .listMetadataFormats, connection)
        guard formats.contains(repository.prefix) else {
            throw missing("metadata format", repository.prefix, formats, "metadata_prefix", repository)
        }
        guard let set = repository.set else { return }
        let sets = try await names("set", "setSpec", of: repository, by: .listSets, connection)
        guard sets.contains(set) else { throw missing("set", set, sets, "set", repository) }
    }

    /// - Throws: ``Failure/configuration(_:)`` for a repository with another version of the protocol.
    func identify(
        _ repository: Repository, _ connection: Connection
    ) async throws(Failure) -> Identification {
        let request = repository.label(.identify)
        let response = try await connection.client.send(repository.request(.identify))
        let answer = repository.answer(response, request, .identify)
        var found: Identification?
        let envelope = try answer.read(Verb.identify.rawValue) { found = Identification($0) }
        if let error = envelope.errors.first { throw error.failure(of: request) }
        found?.date = envelope.responseDate.flatMap(Datestamp.date)
        guard let found, found.protocolVersion == "2.0" else {
            throw .configuration(
                "\(request): the repository speaks version \"\(found?.protocolVersion.prefix(40) ?? "")\" of "
                    + "OAI-PMH; 2.0 was expected")
        }
        return found
    }

    /// Returns the names of a list, in order, from a thousand pages at most: otherwise an endless list would
    /// never end (our decision).
    private func names(
        _ element: String, _ name: String, of repository: Repository, by verb: Verb, _ connection: Connection
    ) async throws(Failure) -> [String] {
        let request = repository.label(verb)
        var names: [String] = []
        var tokens: Set<String> = []
        var next = repository.request(verb)
        while true {
            let response = try await connection.client.send(next)
            let answer = repository.answer(response, request, verb)
            let envelope = try answer.read(element) { tree in
                names.append((tree.child(Answer.name(name))?.content ?? "").trimmed)
            }
            if let error = envelope.errors.first { throw error.failure(of: request) }
            guard let token = envelope.token?.text, tokens.insert(token).inserted, tokens.count < 1_000
            else { return names }
            next = repository.nextPage(of: verb, token: token)
        }
    }

    private func missing(
        _ kind: String, _ name: String, _ found: [String], _ setting: String, _ repository: Repository
    ) -> Failure {
        let shown = found.prefix(20).joined(separator: ", ")
        let more = found.count > 20 ? " and \(found.count - 20) more" : ""
        return .configuration(
            "\(repository.url) has no \(kind) \"\(name)\"; the setting \(setting) must name one of "
                + "\(shown)\(more)")
    }
}
