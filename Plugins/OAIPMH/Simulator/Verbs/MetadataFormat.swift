/// The supported formats. Every record has both.
enum MetadataFormat: String, CaseIterable {
    case oaiDC = "oai_dc"
    case oaiLOM = "oai_lom"

    var schema: String {
        switch self {
        case .oaiDC: "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
        case .oaiLOM: "http://ltsc.ieee.org/xsd/lomv1.0/lom.xsd"
        }
    }

    var namespace: String {
        switch self {
        case .oaiDC: "http://www.openarchives.org/OAI/2.0/oai_dc/"
        case .oaiLOM: "http://ltsc.ieee.org/xsd/LOM"
        }
    }

    /// - Throws: ``Refusal`` `cannotDisseminateFormat`.
    init(named name: String) throws(Refusal) {
        guard let format = Self(rawValue: name) else {
            throw Refusal(.cannotDisseminateFormat, "there is no metadata format \"\(name)\"")
        }
        self = format
    }

    func write(_ record: RepositoryRecord, to writer: inout XMLWriter) {
        switch self {
        case .oaiDC: writer.dublinCore(record)
        case .oaiLOM: writer.lom(record)
        }
    }
}
