/// How an environment calls what it makes on a platform: what the test environment makes ends in " (test)", so that
/// neither environment takes the other's for its own (rule E8).
package enum PlatformNames: Sendable {
    case production, test

    package func name(_ name: String) -> String {
        switch self {
        case .production: name
        case .test: name + " (test)"
        }
    }
}
