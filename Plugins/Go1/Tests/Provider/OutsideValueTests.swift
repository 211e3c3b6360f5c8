import ConnectorKit
import Foundation
import Go1Simulator
import TestSupport
import Testing

@testable import Go1

/// Every member of every answer may hold anything: what comes of it is a value or a failure in words.
@Suite struct OutsideValueTests {
    /// What is asked of Go1.
    enum Question: String, CaseIterable, Sendable {
        case catalog, items, enrolments, single, learners, alternatives, push
    }

    @Test("whatever stands in an answer, there is a result or a sentence", arguments: Question.allCases)
    func answers(_ question: Question) async throws {
        for generation in Generation.allCases {
            try await PortalSite.with(Go1Portal.learning(items: 3, enrolments: 4)) { site in
                let ids = site.portal.libraryIDs.prefix(2).map(String.init)
                func ask(_ client: TamperingClient) async throws(Failure) {
                    try await Self.ask(question, ids, site.connection(generation) { _ in client })
                }
                let intact = TamperingClient(Self.client(site, generation))
                // Some questions have no answer here; what they read on the way counts all the same.
                do throws(Failure) { try await ask(intact) } catch {}
                for place in intact.places {
                    for value in OutsideValue.all {
                        let client = TamperingClient(Self.client(site, generation), place, value)
                        do throws(Failure) { try await ask(client) } catch {
                            #expect(!error.message.isEmpty, "\(place.steps) = \(value)")
                        }
                    }
                }
            }
        }
    }

    private static func client(_ site: PortalSite, _ generation: Generation) -> any HTTPClient {
        site.connection(generation).client
    }

    private static func ask(_ question: Question, _ ids: [String], _ connection: Connection)
        async throws(Failure)
    {
        switch question {
        case .catalog:
            guard case .page(let page) = try await go1.page(PageRequest(), of: connection) else { return }
            map(page, connection.settings)
            if let next = page.next { _ = try await go1.page(PageRequest(after: next), of: connection) }
        case .items: map(try await go1.items(ids, of: connection), connection.settings)
        case .enrolments:
            let page = try await go1.enrolments(EnrolmentRequest { ids }, of: connection).listed()
            if let next = page.next {
                _ = try await go1.enrolments(EnrolmentRequest(after: next) { ids }, of: connection)
            }
        case .single:
            _ = try await go1.enrolments(
                about: [EnrolmentHint(id: "1", contentID: ids[0]), EnrolmentHint(id: "2")], of: connection)
        case .learners: _ = try await go1.learners(["1", "2"], of: connection)
        case .alternatives: _ = try await go1.alternatives(to: ids[0], of: connection)
        case .push:
            _ = try await go1.apply(nil, to: PushedContent.sample(), of: connection)
        }
    }

    private static func map(_ page: CatalogPage, _ settings: Settings) {
        for item in page.items {
            do throws(Failure) {
                let object = try go1.mapping(settings).learningObject(
                    from: try go1.document(of: item, settings: settings))
                #expect(object.duration.map { $0 > 0 } ?? true)
            } catch { #expect(!error.message.isEmpty) }
        }
    }
}
