package import Hummingbird
import Model

/// A path with names in braces for its parts that vary, as the API's description writes it: `/groups/{group}`.
package struct PathPattern {
    package let path: String

    package init(_ path: String) { self.path = path }

    /// The names in braces.
    package var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// The path in the form of Hummingbird's router.
    package var route: RouterPath {
        RouterPath(path.replacing("{", with: ":").replacing("}", with: ""))
    }

    /// The path with values for its names.
    package func filled(with parts: [String: String]) -> String {
        parameters.reduce(path) { path, name in
            path.replacing("{\(name)}", with: (parts[name] ?? "").percentEncoded)
        }
    }
}
