import ConnectorKit
import Synchronization

extension BrokenProvider {
    /// Wrong in how a listing is paged.
    static let listings: [BrokenProvider] = [
        dropping, overlapping, remembering, credulous, totalless, forgetful,
    ]

    private static let dropping = BrokenProvider(breaks: "complete", flaw: "drops the last row of each page")
        .changing { page, _ in
            page.items.removeLast()
            page.rows -= 1
        }

    private static let overlapping = BrokenProvider(
        breaks: "no-duplicates", flaw: "begins each page with the last row of the one before"
    ).changing { page, _ in
        if let next = page.next.flatMap({ Int($0.text) }) { page.next = Checkpoint("\(next - 1)") }
    }

    private static let remembering = remembering(
        "resume", "keeps its place itself and ignores the checkpoint")

    private static let forgetful = remembering("crash", "goes on where it was, though a new listing is begun")

    private static func remembering(_ test: String, _ flaw: String) -> BrokenProvider {
        BrokenProvider(breaks: test, flaw: flaw).answering {
            [place = Place(isStubborn: test == "crash")] request, connection throws(Failure) in
            let answer = try await SampleProvider().page(
                PageRequest(after: place.next(request.checkpoint)), of: connection)
            if case .page(let page) = answer { place.reached(page.next) }
            return answer
        }
    }

    private static let credulous = BrokenProvider(
        breaks: "foreign-checkpoint", flaw: "begins anew at a checkpoint it cannot read, and says nothing"
    ).answering { request, connection throws(Failure) in
        let own = request.checkpoint.flatMap { Int($0.text) != nil ? $0 : nil }
        return try await SampleProvider().page(PageRequest(after: own), of: connection)
    }

    private static let totalless = BrokenProvider(
        breaks: "early-end", flaw: "does not tell the total and takes an empty page for the end"
    ).changing { page, _ in page.total = nil }

    /// Where a listing is, kept where it must not be.
    private final class Place: Sendable {
        private let checkpoint = Mutex<Checkpoint?>(nil)
        private let isStubborn: Bool

        init(isStubborn: Bool) { self.isStubborn = isStubborn }

        func next(_ asked: Checkpoint?) -> Checkpoint? {
            checkpoint.withLock { kept in isStubborn ? asked ?? kept : (asked == nil ? nil : kept) }
        }
        func reached(_ next: Checkpoint?) { checkpoint.withLock { $0 = next } }
    }
}
