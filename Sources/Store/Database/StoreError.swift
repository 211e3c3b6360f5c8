/// Why the store could not do what was asked, in words for an administrator.
package enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The directory cannot be used: missing, no directory, no rights.
    case unusable(String)
    /// The store was written by a newer Tributary.
    case newer(String)
    /// The store and the configuration do not belong together, such as two environments.
    case mismatch(String)
    /// The store is at another place by now, or has not fully arrived at this one.
    case moved(String)
    /// No room is left on the disk.
    case full(String)
    /// Another process held the store longer than the busy time-out.
    case busy(String)
    /// The server of the store does not answer; it may again.
    case unreachable(String)
    /// The file is no Tributary store, or is damaged.
    case damaged(String)

    package var description: String {
        switch self {
        case .unusable(let text), .newer(let text), .mismatch(let text), .moved(let text), .full(let text),
            .busy(let text), .unreachable(let text), .damaged(let text):
            text
        }
    }
}
