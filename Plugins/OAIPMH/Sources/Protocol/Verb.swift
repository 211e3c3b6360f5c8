/// The verbs that this provider uses (OAI-PMH 2.0 section 4).
enum Verb: String {
    case identify = "Identify"
    case listMetadataFormats = "ListMetadataFormats"
    case listSets = "ListSets"
    case listRecords = "ListRecords"
}
