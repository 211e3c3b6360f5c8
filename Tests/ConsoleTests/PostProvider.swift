import ConnectorKit
import Foundation

/// A provider that takes pushes and has nothing to list.
struct PostProvider: PushProvider {
    let descriptor = ProviderDescriptor(
        id: "post", displayName: "Post", summary: "Takes what is pushed.", settings: [],
        filters: FilterVocabulary(contentTypes: ["course"]), schedule: DefaultSchedule(catalog: "07:40"))

    let unsupportedFields: [PushedContent.Field: String] = [:]

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {}

    func plan(_ content: PushedContent, of connection: Connection) async throws(Failure) -> PushPlan {
        PushPlan(.create, steps: ["create it, unpublished"], basis: "nothing")
    }

    func apply(_ plan: PushPlan?, to content: PushedContent, of connection: Connection) async throws(Failure)
        -> PushResult?
    { PushResult(.created) }

    func plan(_ completion: PushedCompletion, of connection: Connection) async throws(Failure) -> PushPlan {
        PushPlan(.complete, steps: ["complete it"], basis: "nothing")
    }

    func apply(_ plan: PushPlan?, to completion: PushedCompletion, of connection: Connection)
        async throws(Failure) -> PushResult?
    { PushResult(.completed) }
}
