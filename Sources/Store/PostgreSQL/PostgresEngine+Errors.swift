import Postgres

/// How failures are reported.
extension PostgresEngine {
    func explain(_ error: any Error, at path: String) -> StoreError { Self.explain(error, path) }

    static func explain(_ error: any Error, _ place: String) -> StoreError {
        if let known = error as? StoreError { return known }
        if let moved = error as? MovedStore { return .moved(place, moved.mark) }
        let error = (error as? HandedOut)?.error ?? error
        guard let error = error as? PostgresError else { return .damaged("\(place): \(error)") }
        if error.isLinkLost || error.state == nil { return .unreachable("\(place): \(error.message)") }
        return switch error.state {
        case .diskFull?:
            .full(
                "\(place): the disk of the server is full; nothing of the last step was kept. Free some space and run again"
            )
        case .missingRights?:
            .unusable(
                "\(place): \(error.message); the user needs every right on the database and its schema, as its owner has them"
            )
        case .readOnly?: .unreachable("\(place): \(error.message); the server takes no changes")
        case .serializationFailure?, .deadlock?, .lockNotAvailable?, .tooManyConnections?:
            .busy("\(place): \(error.message); try again")
        default: .damaged("\(place): \(error)")
        }
    }
}

/// A failure after rows were handed out: what took them must not get them again.
struct HandedOut: Error { let error: PostgresError }

/// What was to be written to belongs to a store that is elsewhere.
struct MovedStore: Error { let mark: String }
