import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import NIOCore

extension PageRoute {
    static let pictures: [PageRoute] = [
        PageRoute(method: .get, path: "/groups/{group}/courses/{course}/image") { context in
            do { return .stream(try await context.stream("getCourseImage")) } catch let problem as Problem
                where problem.status == .notFound
            {
                _ = try await context.call("getCourse")
                // Browsers mark a missing picture as broken.
                return .stream(APIStream(type: "image/gif", body: ResponseBody(byteBuffer: empty)))
            }
        }
    ]

    /// A transparent picture of one point.
    private static let empty = ByteBuffer(
        bytes: Data(base64Encoded: "R0lGODlhAQABAIAAAAAAAAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==") ?? Data())
}
