import ConnectorKit
package import Runtime
import Synchronization

/// Fetches the pictures of courses for pages that load nothing from other hosts, and keeps them for a while.
package final class CourseImages: Sendable {
    /// The most bytes that are kept.
    private static let limit = 32 << 20
    /// How many addresses without a picture are kept.
    private static let missingLimit = 10_000

    private struct State {
        var client: (any HTTPClient)?
        /// In the order in which they came.
        var kept: [(url: String, image: CourseImage)] = []
        var size = 0
        var missing: Set<String> = []

        mutating func keep(_ image: CourseImage?, at url: String) {
            guard let image else {
                if missing.count >= CourseImages.missingLimit { missing = [] }
                missing.insert(url)
                return
            }
            kept.append((url, image))
            size += image.bytes.count
            while size > CourseImages.limit { size -= kept.removeFirst().image.bytes.count }
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// The picture at an address that a course names; nil if there is none to show.
    package func image(at url: String, in environment: HostEnvironment) async -> CourseImage? {
        let known = state.withLock { state -> CourseImage?? in
            if state.missing.contains(url) { return .some(nil) }
            return state.kept.first { $0.url == url }.map { .some($0.image) } ?? nil
        }
        if let known { return known }
        let client = state.withLock { state in
            let client = state.client ?? environment.openClient()
            state.client = client
            return client
        }
        let request = HTTPRequest(.get, url, headers: [HTTPHeader("Accept", "image/*")], authorized: false)
        guard let response = try? await client.send(request) else { return nil }
        let image = response.status == 200 ? CourseImage(response.body) : nil
        state.withLock { $0.keep(image, at: url) }
        return image
    }
}
