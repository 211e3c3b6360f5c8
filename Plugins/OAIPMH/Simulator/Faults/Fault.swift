package import SimulatorSupport

/// An injected fault of a page.
package enum Fault: SimulatedFault {
    /// One that any service may have, but 401 and 403. 503 comes with `Retry-After: 1` too; the delay of a slow response is
    /// ``OAIRepository/Options/slowness``.
    case common(PageFault)
    /// All tokens are invalidated before the request is handled.
    case expired

    package init?(_ text: Substring) {
        if text == "expired" {
            self = .expired
        } else {
            guard let fault = PageFault(text), ![.status(401), .status(403)].contains(fault) else {
                return nil
            }
            self = .common(fault)
        }
    }

    package static let names = "429, 500, 502, 503, 504, cut, empty, expired, garbage, html, slow"
}
