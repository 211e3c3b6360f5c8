import ConnectorKit
import HTTPTypes
import Host
import Hummingbird
import Model
import NIOCore
import Runtime

extension Operation {
    static let images: [Operation] = [
        Operation(
            method: .get, path: "/groups/{group}/courses/{course}/image", id: "getCourseImage",
            summary:
                "The picture of a course, fetched and kept by the host: pages load nothing from other hosts.",
            role: .viewer, status: .ok, answer: .anything,
            streams: Streams(types: CourseImage.types) { call in
                let course = try await call.course()
                guard let url = course.content.image,
                    let image = await call.live.images.image(at: url, in: call.host.context.environment)
                else { throw Problem.notFound("\"\(course.content.name)\" has no picture that can be shown") }
                return APIStream(
                    type: image.type, headers: [.cacheControl: "private, max-age=86400"],
                    body: ResponseBody(byteBuffer: ByteBuffer(bytes: image.bytes)))
            }
        ) { _ in .null }
    ]
}
