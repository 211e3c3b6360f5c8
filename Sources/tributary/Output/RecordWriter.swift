import ArgumentParser
import Foundation
import Host

/// How records are written.
enum Format: String, ExpressibleByArgument, CaseIterable {
    case human, json, ndjson, csv
}

/// Writes records one after the other to standard output, as a JSON list, as lines, or as CSV.
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

    mutating func write(_ record: Record) {
        switch format {
        case .json: put((started ? ",\n " : "[\n ") + record.json)
        case .ndjson, .human: put(record.json + "\n")
        case .csv:
            if !started { put(Record.csvHeader(keys) + "\r\n") }
            put(record.csv + "\r\n")
        }
        started = true
    }

    /// Ends the output; a list without records is still a list.
    mutating func finish() {
        switch format {
        case .json: put(started ? "\n]\n" : "[]\n")
        case .csv: if !started { put(Record.csvHeader(keys) + "\r\n") }
        case .ndjson, .human: break
        }
        flush()
    }

    private mutating func put(_ text: String) {
        buffer += text.utf8
        if buffer.count > 1 << 16 { flush() }
    }

    private mutating func flush() {
        try? FileHandle.standardOutput.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
