import Hummingbird

/// A path with names in braces for its parts that vary, as the API's description writes it: `/groups/{group}`.
struct PathPattern {
    let path: String

    init(_ path: String) { self.path = path }

    /// The names in braces.
    var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// The path as the router takes it.
    var route: RouterPath {
        RouterPath(path.replacing("{", with: ":").replacing("}", with: ""))
    }
}
