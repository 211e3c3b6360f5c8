import NIOCore

/// An injected fault of a page, such as any simulated service may have.
package enum PageFault: SimulatedFault {
    /// An error response with this status; 429 comes with `Retry-After: 1`.
    case status(Int)
    /// The connection is closed in the middle of the body.
    case cut
    /// 200 and a body that ends half-way, though its length is right.
    case garbage
    /// 200 and a web page.
    case html
    /// 200 and a page without rows and without a next page, although there are more.
    case empty
    /// The response is delayed by a second.
    case slow

    package init?(_ text: Substring) {
        switch text {
        case "401", "403", "429", "500", "502", "503", "504": self = .status(Int(text) ?? 500)
        case "cut": self = .cut
        case "garbage": self = .garbage
        case "html": self = .html
        case "empty": self = .empty
        case "slow": self = .slow
        default: return nil
        }
    }

    package static let names = "401, 403, 429, 500, 502, 503, 504, cut, empty, garbage, html, slow"
}

extension PageFault? {
    /// The response to a request for a page, with the fault if there is one.
    ///
    /// - Parameters:
    ///   - page: Writes the page; if `isEmpty`, one without rows and without a next page.
    ///   - refused: Writes an error response, or throws what it is to say.
    package func answer<Refusal>(
        page: (_ isEmpty: Bool) throws(Refusal) -> SimulatedAnswer,
        refused: (_ status: Int) throws(Refusal) -> SimulatedAnswer
    ) async throws(Refusal) -> SimulatedAnswer {
        switch self {
        case .status(let status)?:
            var answer = try refused(status)
            if status == 429 { answer.headers["Retry-After"] = "1" }
            return answer
        case .html?:
            return SimulatedAnswer(
                contentType: "text/html", body: ByteBuffer(string: "<!DOCTYPE html><h1>Just a moment</h1>"))
        case .slow?: try? await Task.sleep(for: .seconds(1))
        case .cut?, .garbage?, .empty?, nil: break
        }
        var answer = try page(self == .empty)
        answer.isCut = self == .cut
        if self == .garbage {
            answer.body = answer.body.getSlice(at: 0, length: answer.body.readableBytes / 2) ?? ByteBuffer()
        }
        return answer
    }
}
