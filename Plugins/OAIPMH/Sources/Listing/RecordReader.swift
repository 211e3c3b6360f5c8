import ConnectorKit
import Foundation
import Markup

/// Converts the records of a page to items.
struct RecordReader {
    let format: MetadataFormat
    let mapping: Mapping
    let deletions: DeletionPolicy
    let page: Int
    private(set) var items: [RawItem] = []
    private(set) var deleted: [String] = []
    private(set) var refused: [RefusedItem] = []
    private(set) var rows = 0

    init(_ format: MetadataFormat, mapping: Mapping, deletions: DeletionPolicy, page: Int) {
        self.format = format
        self.mapping = mapping
        self.deletions = deletions
        self.page = page
    }

    /// Adds the next record (OAI-PMH 2.0 section 2.5): a header, and metadata unless it was deleted.
    mutating func add(_ record: XMLTree) {
        rows += 1
        let header = record.child(Answer.name("header"))
        let id = header?.child(Answer.name("identifier"))?.text.trimmingCharacters(
            in: .whitespacesAndNewlines)
        guard let header, let id, !id.isEmpty, header.flaw == nil else {
            let reason = header?.flaw.map(\.message) ?? "no header.identifier"
            refused.append(RefusedItem(id: nil, reason: "page \(page), row \(rows): \(reason)"))
            return
        }
        if header.attributes["status"] == "deleted" {
            // With other policies the header may disappear, and nothing would archive the course later.
            if deletions == .persistent { deleted.append(id) }
            return
        }
        do {
            let values = try values(of: record)
            let document = SourceDocument(values: values.map { $0.map { .text($0) } })
            let bytes = try JSONEncoder().encode(values)
            items.append(RawItem(id: id, digest: mapping.digest(of: document), bytes: Array(bytes)[...]))
        } catch let failure as Failure {
            refused.append(RefusedItem(id: id, reason: failure.message))
        } catch {
            refused.append(RefusedItem(id: id, reason: "\(error)"))
        }
    }

    private func values(of record: XMLTree) throws(Failure) -> [[String]] {
        if let flaw = record.flaw {
            throw .item("the record has content that XML does not allow: \(flaw.message)")
        }
        guard let metadata = record.child(Answer.name("metadata"))?.children.first else {
            throw .item("the record has no metadata")
        }
        guard format.isRoot(metadata.name) else {
            throw .item(
                "the metadata is \(metadata.name.local.prefix(40)); \(format.name) was expected: "
                    + "is the setting metadata_prefix right?")
        }
        return mapping.paths.map { format.values($0, of: record, metadata) }
    }

    /// Returns the values that ``add(_:)`` stored.
    static func document(of item: RawItem) throws(Failure) -> SourceDocument {
        do {
            let values = try JSONDecoder().decode([[String]].self, from: Data(item.bytes))
            return SourceDocument(values: values.map { $0.map { .text($0) } })
        } catch {
            throw .item("the stored values cannot be read")
        }
    }
}
