import Model
import ConnectorKit
import Host
import Store
import Sync

extension ConformanceCase {
    static let malformedItem = ConformanceCase(
        "malformed-item", of: .catalog,
        guarantee:
            "One bad item is skipped with its reason; the run goes on, and its course stays as it was.",
        method:
            "An item loses its name, its name's type or all its content in the page as it comes; "
            + "others are cut or emptied by hand."
    ) { trial in
        try await trial.bench { bench in
            let listing = try await bench.listing()
            let bytes = try bench.checkBytes(listing.items)
            let values = try bench.checkValues(listing.items)
            let spot = try await bench.spot()
            let isFull = try await bench.listsChanges()
            let (courses, reference) = try await bench.undisturbed()
            for (what, change) in spot.withoutName {
                try await bench.host { host in
                    try await host.sync().requireDone("undisturbed, the run")
                    let run = try await host.sync(full: isFull) { $0.page == nil ? .pass : .alter(change) }
                    let name = "a run in which item \(spot.id) had \(what)"
                    try run.checkSkipped(one: spot.id, like: reference, name)
                    try await host.courses().require(courses, after: name)
                }
            }
            try await bench.host { host in
                let run = try await host.sync { $0.page == nil ? .pass : .alter(spot.emptied) }
                let name = "a run in which one item was empty"
                try run.checkSkipped(one: nil, like: reference, name)
                var wanted = courses
                wanted.all[spot.id] = nil
                try await host.courses().require(wanted, after: name)
            }
            return "\(bytes) broken items, \(values) fields of another type"
        }
    }
}

extension TrialRun {
    /// One more item than in the undisturbed run was skipped, with its reason.
    fileprivate func checkSkipped(one id: String?, like reference: TrialRun, _ name: String) throws {
        try requireDone(name)
        let more = report.counters.skipped - reference.report.counters.skipped
        try require(
            more == 1, "\(name) skipped \(more) more items than an undisturbed one; one would be right")
        try require(
            skipped.contains { $0.externalID == id && !$0.reason.isEmpty },
            "\(name) did not record what was skipped, and why")
    }
}

extension Bench {
    /// Items whose bytes were cut or replaced are refused as items.
    fileprivate func checkBytes(_ items: [RawItem]) throws -> Int {
        var count = 0
        for item in items.prefix(5) {
            let broken: [ArraySlice<UInt8>] = [
                [], [0xFF, 0xFE], item.bytes.prefix(item.bytes.count / 2), item.bytes.dropFirst(),
            ]
            for bytes in broken {
                let broken = RawItem(id: item.id, digest: item.digest, bytes: bytes)
                try refuses("item \(item.id), cut or replaced,") { () throws(Failure) in
                    try provider.document(of: broken, settings: settings)
                }
                count += 1
            }
        }
        return count
    }

    /// A value of another type is refused as an item's fault, or counts as none.
    fileprivate func checkValues(_ items: [RawItem]) throws -> Int {
        let mapping = provider.mapping(settings)
        let nothing = SourceDocument(values: mapping.paths.map { _ in [] })
        try refuses("an item without any value") { () throws(Failure) in nothing }
        guard let item = items.first(where: { learningObject($0) != nil }),
            let document = try? provider.document(of: item, settings: settings)
        else { throw Violation("none of the items can be mapped") }
        for index in mapping.paths.indices {
            var values = document.values
            values[index] = [.composite("an object")]
            do throws(Failure) {
                _ = try mapping.learningObject(from: SourceDocument(values: values))
            } catch {
                guard case .item = error else {
                    throw Violation(
                        "an object at \(mapping.paths[index]) was reported as \(error.kind); "
                            + "Failure.item would be right")
                }
            }
        }
        return mapping.paths.count
    }

    private func refuses(_ what: String, _ document: () throws(Failure) -> SourceDocument) throws {
        do throws(Failure) {
            _ = try provider.mapping(settings).learningObject(from: document())
        } catch {
            guard case .item = error else {
                throw Violation("\(what) was reported as \(error.kind); Failure.item would be right")
            }
            return
        }
        throw Violation("\(what) was taken; Failure.item would be right")
    }
}
