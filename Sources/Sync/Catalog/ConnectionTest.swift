package import ConfigurationFiles
package import ConnectorKit
import Foundation
package import Model
import Runtime
import Store

/// What a provider's service answered to settings that are tried. Nothing of it is kept.
package struct ConnectionTest: Sendable {
    /// Why it does not work, or not all of it; nil if it does.
    package fileprivate(set) var failure: Failure?
    /// Whether the service was reached and accepted the credentials.
    package fileprivate(set) var isVerified = false
    /// How many items the service has, if it says so.
    package fileprivate(set) var items: Int?
    /// The titles of the first items.
    package fileprivate(set) var titles: [String] = []
    /// What the items that were read are.
    package fileprivate(set) var content = ContentCounts()
    /// Those of the provider, whose words are counted in ``content``.
    package let vocabularies: [Vocabulary]
    /// Whether all items were read.
    package fileprivate(set) var isWhole = false

    /// How many titles are shown.
    static let sample = 5
    /// How long credentials may take, and then how long items are read (our decision): a person waits for it.
    static let longestVerification = Duration.seconds(30)
    static let longestReading: TimeInterval = 8

    fileprivate init(of provider: any Provider) { vocabularies = provider.descriptor.filters.others }
}

extension CatalogService {
    /// Tries a connection: whether its service is reached, accepts the credentials, and what it has.
    package func test(_ connection: ConfiguredConnection) async -> ConnectionTest {
        var test = ConnectionTest(of: connection.provider)
        do throws(Failure) {
            let environment = context.environment
            try await within(ConnectionTest.longestVerification) { () async throws(Failure) in
                try await connection.verify(over: environment)
            }
            test.isVerified = true
            guard let provider = connection.provider as? any CatalogProvider else { return test }
            try await read(provider, connection, into: &test)
        } catch {
            test.failure = error
        }
        return test
    }

    private func read(
        _ provider: any CatalogProvider, _ connection: ConfiguredConnection, into test: inout ConnectionTest
    ) async throws(Failure) {
        let session = context.environment.session(to: connection)
        defer { session.close() }
        let settings = connection.settings
        let client = session.connection(settings)
        let mapper = PageMapper(provider: provider, settings: settings, mapping: provider.mapping(settings))
        var limits = ListingLimits.catalog
        var request = PageRequest()
        let end = context.now.addingTimeInterval(ConnectionTest.longestReading)
        do throws(Failure) {
            repeat {
                let asked = request
                let answer = try await session.answer(to: "listing the catalog") {
                    () async throws(Failure) in try await provider.page(asked, of: client)
                }
                try limits.check(answer)
                guard case .page(let page) = answer else { return }
                let mapped = try await session.answer(to: "mapping a page", on: session.thread) {
                    () async throws(Failure) in mapper.map(page.items).mapped
                }
                test.note(page, mapped.map(\.object))
                guard let next = page.next, !page.isLast else { return test.isWhole = true }
                request = PageRequest(after: next)
            } while context.now < end
        } catch {
            throw error.mapMessage { session.hidingSecrets($0).clipped }
        }
    }

    /// Gives something up that takes too long.
    private func within(
        _ limit: Duration, _ work: @escaping @Sendable () async throws(Failure) -> Void
    ) async throws(Failure) {
        let clock = context.environment.clock
        let outcome = await withTaskGroup(of: Result<Void, Failure>.self) { group in
            group.addTask {
                do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
            }
            group.addTask {
                try? await clock.sleep(for: limit)
                return .failure(.transient("no answer for \(limit.components.seconds) s; given up"))
            }
            let first = await group.next()
            group.cancelAll()
            return first
        }
        try outcome?.get()
    }
}

extension ConnectionTest {
    fileprivate mutating func note(_ page: CatalogPage, _ objects: [LearningObject]) {
        items = page.total ?? items
        for object in objects where object.published {
            content.add(language: object.language, type: object.providerType)
            for field in Set(vocabularies.map(\.field)) { content.add([field: object.texts(of: field)]) }
            if titles.count < Self.sample { titles.append(object.name) }
        }
    }
}
