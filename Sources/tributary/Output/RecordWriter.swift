import ConnectorKit
import Model
import ArgumentParser
import Foundation
import Host

/// How records are written.
enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json, ndjson, csv
}

extension Format {
    /// Writes records to standard output.
    ///
    /// - Parameter keys: the keys of every record.
    func write(_ records: [Record], keys: [String]) throws(Stop) {
        var writer = RecordWriter(self, keys: keys)
        for record in records { try writer.write(record) }
        try writer.finish()
    }
}

/// Writes records one after the other to standard output, as a JSON list, as lines, or as CSV.
///
/// Its functions throw ``Stop/output(_:)``.
struct RecordWriter {
    private let format: Format
    private let keys: [String]
    private var started = false
    private var buffer: [UInt8] = []

    /// - Parameter keys: the keys of every record, for the header of CSV.
    init(_ format: Format, keys: [String]) {
        self.format = format
        self.keys = keys
    }

    mutating func write(_ record: Record) throws(Stop) {
        switch format {
        case .json: try put((started ? ",\n " : "[\n ") + record.json)
        case .ndjson, .human: try put(record.json + "\n")
        case .csv:
            if !started { try put(Record.csvHeader(keys) + "\r\n") }
            try put(record.csv + "\r\n")
        }
        started = true
    }

    /// Ends the output; a list without records is still a list.
    mutating func finish() throws(Stop) {
        switch format {
        case .json: try put(started ? "\n]\n" : "[]\n")
        case .csv: if !started { try put(Record.csvHeader(keys) + "\r\n") }
        case .ndjson, .human: break
        }
        try flush()
    }

    private mutating func put(_ text: String) throws(Stop) {
        buffer += text.utf8
        if buffer.count > 1 << 16 { try flush() }
    }

    private mutating func flush() throws(Stop) {
        defer { buffer.removeAll(keepingCapacity: true) }
        try writeOutput(buffer)
    }
}
