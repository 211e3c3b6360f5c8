import ConnectorKit
import Foundation
import Runtime
import Synchronization
import Testing
import TestSupport

@testable import Host

@Suite struct CourseImageTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2]

    @Test(
        "Pictures are known by their bytes, whatever their server says; nothing else is passed on",
        arguments: [
            (png, "image/png"), ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
            (Array("GIF89a..".utf8), "image/gif"),
            (Array("RIFF....WEBPVP8 ".utf8), "image/webp"),
            ([0, 0, 0, 28] + Array("ftypavif".utf8), "image/avif"),
            (Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), nil), (Array("<html>".utf8), nil),
            ([], nil),
        ] as [([UInt8], String?)])
    func types(_ bytes: [UInt8], _ type: String?) {
        #expect(CourseImage(bytes)?.type == type)
    }

    @Test("A picture of more than 2 MiB is not passed on")
    func size() {
        #expect(CourseImage(Self.png + [UInt8](repeating: 0, count: (2 << 20) - Self.png.count)) != nil)
        #expect(CourseImage(Self.png + [UInt8](repeating: 0, count: 2 << 20)) == nil)
    }

    @Test("A picture is fetched once, without credentials, and so is an address that has none")
    func once() async throws {
        let client = PictureClient(pictures: ["https://pictures.example/1": Self.png])
        let images = CourseImages()
        let environment = HostEnvironment(
            network: { _ in Network(client: client) }, clock: ContinuousClock(), now: { Date() },
            randomText: { "" }, randomFraction: { 0 })
        for _ in 1...2 {
            #expect(
                await images.image(at: "https://pictures.example/1", in: environment)?.type == "image/png")
            #expect(await images.image(at: "https://pictures.example/2", in: environment) == nil)
        }
        #expect(client.asked == ["https://pictures.example/1", "https://pictures.example/2"])
    }
}

/// Answers what it has, and 404 for the rest.
private final class PictureClient: HTTPClient {
    private let pictures: [String: [UInt8]]
    private let requests = Mutex<[String]>([])

    init(pictures: [String: [UInt8]]) { self.pictures = pictures }

    var asked: [String] { requests.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        if request.authorized { throw .configuration("credentials were asked for") }
        requests.withLock { $0.append(request.url) }
        let picture = pictures[request.url]
        return HTTPResponse(status: picture == nil ? 404 : 200, body: picture ?? [])
    }
}
