import Foundation
import Synchronization

extension OAIRepository {
    /// Writes the content of the verb's element.
    ///
    /// - Throws: ``Refusal`` for the errors of the verb.
    func answer(_ arguments: Arguments, baseURL: String, to writer: inout XMLWriter) throws(Refusal) {
        switch arguments.verb {
        case .identify: identify(baseURL, to: &writer)
        case .listMetadataFormats: try listMetadataFormats(arguments, to: &writer)
        case .listSets: try listSets(arguments, to: &writer)
        case .listRecords, .listIdentifiers: try list(arguments, to: &writer)
        case .getRecord: try getRecord(arguments, to: &writer)
        }
    }

    /// OAI-PMH 2.0 section 4.2.
    private func identify(_ baseURL: String, to writer: inout XMLWriter) {
        let earliest = state.withLock(\.collection.earliest)
        writer.element("repositoryName", text: "Example University")
        writer.element("baseURL", text: baseURL)
        writer.element("protocolVersion", text: "2.0")
        writer.element("adminEmail", text: "repository@example.edu")
        writer.element("earliestDatestamp", text: Stamp.text(earliest, options.granularity))
        writer.element("deletedRecord", text: options.deletions.rawValue)
        writer.element("granularity", text: options.granularity.rawValue)
    }

    /// OAI-PMH 2.0 section 4.4.
    private func listMetadataFormats(_ arguments: Arguments, to writer: inout XMLWriter) throws(Refusal) {
        if let identifier = arguments["identifier"] { _ = try known(identifier) }
        for format in MetadataFormat.allCases {
            writer.element("metadataFormat") {
                $0.element("metadataPrefix", text: format.rawValue)
                $0.element("schema", text: format.schema)
                $0.element("metadataNamespace", text: format.namespace)
            }
        }
    }

    /// OAI-PMH 2.0 section 4.1.
    private func getRecord(_ arguments: Arguments, to writer: inout XMLWriter) throws(Refusal) {
        let record = try known(arguments["identifier"] ?? "")
        write(record, try MetadataFormat(named: arguments["metadataPrefix"] ?? ""), to: &writer)
    }

    private func known(_ identifier: String) throws(Refusal) -> RepositoryRecord {
        guard let record = record(identifier) else {
            throw Refusal(.idDoesNotExist, "there is no item \"\(identifier)\"")
        }
        return record
    }

    /// OAI-PMH 2.0 section 4.6, four sets a page.
    private func listSets(_ arguments: Arguments, to writer: inout XMLWriter) throws(Refusal) {
        try checkSets()
        let start = try position(arguments) { _ in Array(Phrases.sets.indices) }
        let page = start.list.dropFirst(start.offset).prefix(4)
        for index in page {
            writer.element("set") {
                $0.element("setSpec", text: Phrases.sets[index].spec)
                $0.element("setName", text: Phrases.sets[index].name)
            }
        }
        token(after: start, page.count, to: &writer)
    }

    /// OAI-PMH 2.0 sections 4.3 and 4.5.
    private func list(_ arguments: Arguments, to writer: inout XMLWriter) throws(Refusal) {
        let start = try position(arguments) { (arguments) throws(Refusal) in try matching(arguments) }
        let format = try MetadataFormat(named: start.prefix)
        let collection = state.withLock(\.collection)
        let page = start.list.dropFirst(start.offset).prefix(options.pageSize)
        for position in page {
            // Records that were removed completely since the list began are skipped.
            guard let record = collection.record(at: position) else { continue }
            if arguments.verb == .listRecords {
                write(record, format, to: &writer)
            } else {
                header(record, to: &writer)
            }
        }
        token(after: start, page.count, to: &writer)
    }

    private func matching(_ arguments: Arguments) throws(Refusal) -> [Int] {
        let range = try StampRange(arguments, options.granularity)
        _ = try MetadataFormat(named: arguments["metadataPrefix"] ?? "")
        let set = arguments["set"]
        if set != nil { try checkSets() }
        let collection = state.withLock(\.collection)
        let isEverything = set == nil && range.isEverything
        let found = (0..<collection.count).filter { position in
            if isEverything { return collection.holds(position) }
            guard let record = collection.record(at: position), range.contains(record.datestamp) else {
                return false
            }
            // A set includes the records of its subsets (OAI-PMH 2.0 section 2.6).
            return set.map { set in record.sets.contains { $0 == set || $0.hasPrefix(set + ":") } } ?? true
        }
        guard !found.isEmpty else { throw Refusal(.noRecordsMatch, "no record matches the arguments") }
        return found
    }

    private func checkSets() throws(Refusal) {
        guard options.sets else { throw Refusal(.noSetHierarchy, "the repository has no sets") }
    }

    private func position(
        _ arguments: Arguments, _ list: (Arguments) throws(Refusal) -> [Int]
    ) throws(Refusal) -> ResumptionTokens.Position {
        if let token = arguments["resumptionToken"] {
            let now = now()
            let tokens = state.withLock(\.tokens)
            return try tokens.position(token, arguments.verb, now: now)
        }
        return ResumptionTokens.Position(
            verb: arguments.verb, prefix: arguments["metadataPrefix"] ?? "", list: try list(arguments),
            offset: 0)
    }

    /// Writes the token of an incomplete list. An empty one ends several pages (OAI-PMH 2.0 section 3.5).
    private func token(after start: ResumptionTokens.Position, _ count: Int, to writer: inout XMLWriter) {
        let end = start.offset + count
        let isLast = end >= start.list.count
        if isLast, start.offset == 0 || !options.endsWithEmptyToken { return }
        let expires = options.tokenLifetime.map { now().addingTimeInterval($0) }
        var token = ""
        if !isLast {
            let next = ResumptionTokens.Position(
                verb: start.verb, prefix: start.prefix, list: start.list, offset: end, expires: expires)
            token = state.withLock { $0.tokens.issue(next) }
        }
        writer.element(
            "resumptionToken",
            [
                "expirationDate": isLast
                    ? nil : expires.map { Stamp.text(Int64($0.timeIntervalSince1970), .second) },
                "completeListSize": options.statesSize ? String(start.list.count) : nil,
                "cursor": options.statesCursor ? String(start.offset) : nil,
            ], text: token)
    }

    // MARK: - Records

    private func write(_ record: RepositoryRecord, _ format: MetadataFormat, to writer: inout XMLWriter) {
        writer.element("record") { writer in
            header(record, to: &writer)
            if record.isDeleted || record.raw == "" { return }
            writer.element("metadata") { writer in
                if let raw = record.raw { writer.raw(raw) } else { format.write(record, to: &writer) }
            }
        }
    }

    /// OAI-PMH 2.0 section 2.5.
    private func header(_ record: RepositoryRecord, to writer: inout XMLWriter) {
        writer.element("header", ["status": record.isDeleted ? "deleted" : nil]) { writer in
            writer.element("identifier", text: record.identifier)
            writer.element("datestamp", text: Stamp.text(record.datestamp, options.granularity))
            for set in record.sets where options.sets { writer.element("setSpec", text: set) }
        }
    }
}
