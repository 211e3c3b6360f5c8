import HTTPTypes
import Testing

@testable import Console

@Suite struct CoursePictureTests {
    @Test("A course without a picture has an empty one, and one that is not there has none")
    func empty() async throws {
        try await ConsoleSite.with { site in
            let here = "/groups/all/courses/\(try await site.course("1"))/image"
            let picture = try await site.visitor().get(here)
            #expect(picture.status == 200)
            #expect(picture.headers[.contentType] == "image/gif")
            #expect(picture.headers[.cacheControl] == "no-store")
            #expect(try await site.visitor("guest").get(here).status == 404)
            #expect(try await site.visitor().get("/groups/all/courses/99/image").status == 404)
        }
    }
}
