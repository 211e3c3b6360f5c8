import HTTPAPI
import Foundation
import Host
import Runtime
import Testing

/// The table in docs/operations.md.
@Suite struct DocumentedMetricsTests {
    private static let documentation = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../docs/operations.md")

    @Test("docs/operations.md has a row for each number, in the order of the page, and no other")
    func table() throws {
        let text = String(decoding: try Data(contentsOf: Self.documentation), as: UTF8.self)
        let rows = text.matches(of: #/\| `(\w+)` \| (\w+) \| [a-z, ]* \| (.+) \|\n/#).map {
            "\($0.1) \($0.2) \($0.3)"
        }
        let declared = MetricFamily.all.map { family in
            let kind =
                switch family.kind {
                case .counter: "counter"
                case .gauge: "gauge"
                case .histogram: "histogram"
                }
            return "\(family.name) \(kind) \(family.help)"
        }
        #expect(rows == declared)
    }

    @Test("What /metrics shows has the labels that docs/operations.md names")
    func labels() async throws {
        let text = String(decoding: try Data(contentsOf: Self.documentation), as: UTF8.self)
        let documented = Dictionary(
            uniqueKeysWithValues: text.matches(of: #/\| `(\w+)` \| \w+ \| ([a-z, ]*) \|/#).map {
                (String($0.1), $0.2.split(separator: ", ").map { $0.trimmingCharacters(in: .whitespaces) })
            })
        try await ServedHost.with { served in
            _ = try await served.get("/healthz")
            let page = try await served.get("/metrics").components(separatedBy: "\r\n\r\n")[1]
            let read = try MetricReader(page)
            #expect(read.samples.count > 20)
            for sample in read.samples.keys {
                let name = sample.prefix { $0 != "{" }
                let family =
                    documented.keys.contains(String(name))
                    ? String(name) : String(name.replacing(#/_(bucket|sum|count)$/#, with: ""))
                let labels = sample.matches(of: #/(\w+)="/#).map { String($0.1) }.filter { $0 != "le" }
                #expect(labels == documented[family]?.filter { !$0.isEmpty }, "\(sample)")
            }
        }
    }
}
