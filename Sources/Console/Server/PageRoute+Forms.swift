import HTTPAPI
import HTTPTypes

extension PageRoute {
    /// Every page and form, and a page for the address of each form.
    static let all: [PageRoute] = listed + addressesOfForms

    /// A form that is refused is shown at its own address. Who opens that again comes to the page that has the form.
    private static let addressesOfForms: [PageRoute] = {
        let pages = Set(listed.filter { $0.method == .get }.map(\.path))
        return listed.filter { $0.method == .post && !pages.contains($0.path) }.map { form in
            var parts = form.path.split(separator: "/")
            while !parts.isEmpty, !pages.contains("/" + parts.joined(separator: "/")) { parts.removeLast() }
            let page = PathPattern("/" + parts.joined(separator: "/"))
            return PageRoute(method: .get, path: form.path) { .moved(to: page.filled(with: $0.path)) }
        }
    }()
}
