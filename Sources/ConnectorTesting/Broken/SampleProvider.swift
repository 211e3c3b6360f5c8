import ConnectorKit

/// The provider of a ``SampleService``. It keeps every guarantee; each broken one differs from it in one
/// thing.
struct SampleProvider: CatalogProvider {
    static let pageSize = 10
    static let paths = JSONPaths(["id", "name"])

    let descriptor = ProviderDescriptor(
        id: "sample", displayName: "Sample", summary: "Content for trying the suite itself.",
        settings: [
            Setting("url", .origin, required: true, help: "Address of the service."),
            Setting("secret", .text, required: true, secret: true, help: "Secret of the integration."),
        ],
        filters: FilterVocabulary(contentTypes: ["course"]), schedule: DefaultSchedule(catalog: "07:40"))

    func accessToken(_ connection: Connection) async throws(Failure) -> AccessToken? {
        let secret = connection.settings.secret("secret")?.reveal() ?? ""
        let answer = try await connection.client.send(
            HTTPRequest(
                .post, Self.url(connection) + "/token", body: Array("secret=\(secret)".utf8),
                authorized: false, repeatable: true))
        switch answer.status {
        case 200: break
        case 401: throw .credentials("the setting secret is wrong (401)")
        default: throw .contract("the service answered \(answer.status) when asked for a token")
        }
        do {
            let values = try SourceDocument(json: answer.body[...], paths: JSONPaths(["token"])).values
            guard case .text(let token)? = values[0].first else { throw Failure.contract("no token") }
            return AccessToken(value: Secret(token), lifetime: .seconds(3_600))
        } catch {
            throw .contract("the answer holds no token")
        }
    }

    func mapping(_ settings: Settings) -> Mapping {
        Mapping(
            version: 1,
            rules: [
                FieldRule(.externalID, from: ["id"], "the id") { input, object throws(Failure) in
                    object.externalID = try input.requiredText()
                },
                FieldRule(.name, from: ["name"], "the name") { input, object throws(Failure) in
                    object.name = try input.requiredText()
                },
                FieldRule(.launchURL, from: [], "made of the id") { _, object throws(Failure) in
                    object.launchURL = SampleService.url + "/play/" + object.externalID
                },
                FieldRule(.providerType, from: [], "always course") { _, object throws(Failure) in
                    object.providerType = "course"
                },
            ], settings: settings)
    }

    func paging(_ settings: Settings) -> Paging { .cursor }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        if let checkpoint = request.checkpoint, Int(checkpoint.text) == nil {
            return .checkpointRefused("the checkpoint cannot be read")
        }
        let answer = try await connection.client.send(Self.request(request.checkpoint, connection))
        return try Self.read(answer)
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        do throws(JSONFault) {
            return try SourceDocument(json: item.bytes, paths: JSONPaths(mapping(settings).paths))
        } catch {
            throw .item(error.message)
        }
    }

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        _ = try Self.read(try await connection.client.send(Self.request(nil, connection)))
    }

    // MARK: - Parts the broken ones use as well

    static func request(_ checkpoint: Checkpoint?, _ connection: Connection) -> HTTPRequest {
        HTTPRequest(.get, url(connection) + "/items" + (checkpoint.map { "?after=\($0.text)" } ?? ""))
    }

    static func read(_ answer: HTTPResponse) throws(Failure) -> CatalogAnswer {
        switch answer.status {
        case 200: break
        case 410: return .checkpointRefused("the service does not know the cursor")
        default: throw .contract("the service answered \(answer.status); a page was expected")
        }
        do throws(JSONFault) { return .page(try page(answer.body)) } catch {
            throw .contract("the answer is no page: \(error.message)")
        }
    }

    private static func page(_ body: [UInt8]) throws(JSONFault) -> CatalogPage {
        let listing = try JSONListing(
            body, elementsOf: "items", members: ["total", "next"], paths: paths, identity: 0..<1, version: 1)
        let next = number(listing.members["next"])
        var page = CatalogPage(
            items: [], rows: listing.elements.count, next: next.map { Checkpoint("\($0)") },
            total: number(listing.members["total"]), isLast: next == nil)
        for element in listing.elements {
            guard case .text(let id)? = element.id else {
                page.refused.append(RefusedItem(id: nil, reason: "no id"))
                continue
            }
            page.items.append(RawItem(id: id, digest: element.digest, bytes: body[element.range]))
        }
        return page
    }

    private static func number(_ value: SourceValue?) -> Int? {
        if case .number(let digits)? = value { Int(digits) } else { nil }
    }

    private static func url(_ connection: Connection) -> String { connection.settings["url"] ?? "" }
}
