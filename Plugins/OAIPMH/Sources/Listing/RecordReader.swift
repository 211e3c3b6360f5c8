import ConnectorKit
import Foundation
import Markup

/// Converts the records of a page to items.
struct RecordReader {
    let format: MetadataFormat
    let mapping: Mapping
    let deletions: DeletionPolicy
    let page: Int
    private var gone: Set<String> = []
    private(set) var deleted: [String] = []
    private(set) var refused: [RefusedItem] = []
    private(set) var rows = 0
    /// The newest datestamp of a header.
    private(set) var newest: Date?
    /// What is unusual about records that were read all the same.
    private(set) var remarks: [String] = []
    private var listed: [RawItem?] = []
    /// The place of each live record among the listed.
    private var places: [String: Int] = [:]

    init(_ format: MetadataFormat, mapping: Mapping, deletions: DeletionPolicy, page: Int) {
        self.format = format
        self.mapping = mapping
        self.deletions = deletions
        self.page = page
    }

    /// The live records. Of records with the same identifier the last one stands.
    var items: [RawItem] { listed.compactMap(\.self) }

    /// Adds the next record (OAI-PMH 2.0 section 2.5): a header, and metadata unless it was deleted.
    ///
    /// - Parameter repair: What had to be changed to read it.
    mutating func add(_ record: XMLTree, repair: String? = nil) {
        rows += 1
        let headers = record.children.filter { $0.name == Answer.name("header") }
        let identifiers = headers.map { header in
            header.children.filter { $0.name == Answer.name("identifier") }
        }
        let count = max(headers.count, identifiers.joined().count)
        guard count < 2 else {
            // Records without the tags between them: none can be told from the others.
            rows += count - 1
            for identifier in identifiers.joined() {
                refuse(id(identifier), "\(count) headers in one record")
            }
            for _ in identifiers.joined().count..<count { refuse(nil, "\(count) headers in one record") }
            return
        }
        let identifier = identifiers.first?.first
        guard let header = headers.first, let id = id(identifier) else {
            return refuse(nil, identifier?.flaw.map(\.message) ?? "no header.identifier")
        }
        if let date = header.child(Answer.name("datestamp")).flatMap({ Datestamp.date($0.text) }) {
            newest = max(newest ?? date, date)
        }
        if header.attributes["status"] == "deleted" {
            // A damaged record proves no deletion.
            if let repair { return refuse(id, "the deleted record cannot be read: \(repair)") }
            return delete(id)
        }
        do throws(Failure) {
            let values = try values(of: record)
            let document = SourceDocument(values: values.map { $0.map { .text($0) } })
            let bytes = JSONValue.list(values.map { .texts($0) }).bytes()
            list(RawItem(id: id, digest: mapping.digest(of: document), bytes: bytes[...]))
            if let change = repair ?? record.flaw?.message {
                remarks.append("record \(id) was read in spite of \(change)")
            }
        } catch {
            refuse(id, error.message + (repair.map { " (\($0))" } ?? ""))
        }
    }

    /// Adds a record that cannot be read.
    ///
    /// - Parameter line: Its line in the response.
    mutating func addUnreadable(_ id: String?, _ fault: XMLFault) {
        rows += 1
        refuse(id, "the record cannot be read: \(fault.message)")
    }

    private mutating func refuse(_ id: String?, _ reason: String) {
        refused.append(
            RefusedItem(id: id, reason: id == nil ? "page \(page), row \(rows): \(reason)" : reason))
    }

    private mutating func list(_ item: RawItem) {
        if gone.remove(item.id) != nil { deleted.removeAll { $0 == item.id } }
        if let place = places[item.id] { listed[place] = nil }
        places[item.id] = listed.count
        listed.append(item)
    }

    private mutating func delete(_ id: String) {
        if let place = places.removeValue(forKey: id) { listed[place] = nil }
        // With other policies the header may disappear, and nothing would archive the course later.
        if deletions == .persistent, gone.insert(id).inserted { deleted.append(id) }
    }

    /// A flaw within the identifier would make it another one.
    private func id(_ identifier: XMLTree?) -> String? {
        guard let identifier, identifier.flaw == nil else { return nil }
        let id = identifier.content.trimmed
        return id.isEmpty || id.hasControlCharacters ? nil : id
    }

    private func values(of record: XMLTree) throws(Failure) -> [[String]] {
        if record.isTooLarge {
            throw .item("the record has more than \(XMLTreeBuilder.maximumElements) elements")
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

    /// Returns the values that ``add(_:repair:)`` stored.
    static func document(of item: RawItem) throws(Failure) -> SourceDocument {
        guard let values = (try? JSONValue(Array(item.bytes)))?.list else {
            throw .item("the stored values cannot be read")
        }
        return SourceDocument(values: values.map { ($0.texts ?? []).map { .text($0) } })
    }
}
