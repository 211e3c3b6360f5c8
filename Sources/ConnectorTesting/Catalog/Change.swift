import Model
import ConnectorKit
import Host
import Store
import Sync

extension ConformanceCase {
    static let change = ConformanceCase(
        "change", of: .catalog,
        guarantee: "An item that changed is written, and only that one.",
        method: "Between two runs, the name of one item is changed in the page as it comes."
    ) { trial in
        try await trial.bench { bench in
            let spot = try await bench.spot()
            let isFull = try await bench.listsChanges()
            let changed = spot.replacingName(by: "Changed on the way")
            try await bench.host { host in
                try await host.sync().requireDone("undisturbed, the run")
                let before = try await host.courses()
                let run = try await host.sync(full: isFull) { $0.page == nil ? .pass : .alter(changed) }
                try run.requireDone("the run over the changed page")
                var wanted = before
                if let old = before.all[spot.id] {
                    var content = old.content
                    content.name = "Changed on the way"
                    wanted.all[spot.id] = Courses.State(content: content, archived: old.archived)
                }
                let name = "the name of item \(spot.id) changed"
                try await host.courses().require(wanted, after: name)
                let updated = run.report.counters.updated
                try require(
                    updated == 1, "after \(name), \(updated) courses were updated; one would be right")
            }
            return "item \(spot.id)"
        }
    }
}
