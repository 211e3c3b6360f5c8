/// The version of Tributary.
package enum Version {
    package static let current = "0.1.0"
}
