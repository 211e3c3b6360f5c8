package import SimulatorSupport

/// An injected fault of a page.
package enum Fault: SimulatedFault {
    /// One that any service may have, but 403. With 401 all tokens are revoked; the delay of a slow response is
    /// ``Go1Portal/Options/slowness``.
    case common(PageFault)
    /// The connection is reset before any response.
    case reset

    package init?(_ text: Substring) {
        if text == "reset" {
            self = .reset
        } else {
            guard let fault = PageFault(text), fault != .status(403) else { return nil }
            self = .common(fault)
        }
    }

    package static let names = "401, 429, 500, 502, 503, 504, cut, empty, garbage, html, reset, slow"
}
