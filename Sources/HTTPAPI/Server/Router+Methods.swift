import HTTPTypes
import Hummingbird

extension Router {
    /// Answers 405 with the methods that an address takes to all other methods. To be called after all routes were added.
    func refuseOtherMethods() {
        let known = Dictionary(grouping: routes, by: { $0.path.description }).mapValues {
            Set($0.map(\.method))
        }
        for (path, methods) in known where !path.hasSuffix("**") {
            // A page is asked for its head too.
            let taken = methods.union(methods.contains(.get) ? [.head] : [])
            let allowed = HTTPRequest.Method.known.filter(taken.contains).map(\.rawValue).joined(
                separator: ", ")
            for method in HTTPRequest.Method.known where !taken.contains(method) {
                on(RouterPath(path), method: method) { _, _ in
                    Response(status: .methodNotAllowed, headers: [.allow: allowed])
                }
            }
        }
    }
}

extension HTTPRequest.Method {
    /// The methods that addresses take, or refuse one by one.
    static let known: [HTTPRequest.Method] =
        [.get, .head, .post, .put, .patch, .delete, .options, .trace]
        + [HTTPRequest.Method("QUERY")].compactMap(\.self)
}
