/// The verb and the arguments of a request, checked against the protocol (OAI-PMH 2.0 section 4).
struct Arguments: Sendable, Equatable {
    enum Verb: String, CaseIterable {
        case getRecord = "GetRecord"
        case identify = "Identify"
        case listIdentifiers = "ListIdentifiers"
        case listMetadataFormats = "ListMetadataFormats"
        case listRecords = "ListRecords"
        case listSets = "ListSets"

        var required: [String] {
            switch self {
            case .getRecord: ["identifier", "metadataPrefix"]
            case .listIdentifiers, .listRecords: ["metadataPrefix"]
            case .identify, .listMetadataFormats, .listSets: []
            }
        }

        var optional: [String] {
            switch self {
            case .listIdentifiers, .listRecords: ["from", "until", "set"]
            case .listMetadataFormats: ["identifier"]
            case .getRecord, .identify, .listSets: []
            }
        }

        /// Whether a resumption token may replace all other arguments.
        var isResumable: Bool { [.listIdentifiers, .listRecords, .listSets].contains(self) }
    }

    let verb: Verb
    let values: [String: String]

    subscript(_ name: String) -> String? { values[name] }

    /// - Throws: ``Refusal``, `badVerb` or `badArgument`.
    init(_ pairs: [(name: String, value: String)]) throws(Refusal) {
        let verbs = pairs.filter { $0.name == "verb" }
        guard let named = verbs.first else { throw Refusal(.badVerb, "the argument verb is missing") }
        guard verbs.count == 1 else { throw Refusal(.badVerb, "the argument verb is repeated") }
        guard let verb = Verb(rawValue: named.value) else {
            throw Refusal(.badVerb, "there is no verb \"\(named.value)\"")
        }
        var values: [String: String] = [:]
        let known = verb.required + verb.optional + (verb.isResumable ? ["resumptionToken"] : [])
        for pair in pairs where pair.name != "verb" {
            guard known.contains(pair.name) else {
                throw Refusal(.badArgument, "\(verb.rawValue) takes no argument \"\(pair.name)\"")
            }
            guard values.updateValue(pair.value, forKey: pair.name) == nil else {
                throw Refusal(.badArgument, "the argument \(pair.name) is repeated")
            }
            guard !pair.value.isEmpty else {
                throw Refusal(.badArgument, "the argument \(pair.name) is empty")
            }
        }
        if values["resumptionToken"] != nil {
            guard values.count == 1 else {
                throw Refusal(
                    .badArgument, "resumptionToken is exclusive, and was given with other arguments")
            }
        } else if let missing = verb.required.first(where: { values[$0] == nil }) {
            throw Refusal(.badArgument, "the argument \(missing) is missing")
        }
        self.verb = verb
        self.values = values
    }
}
