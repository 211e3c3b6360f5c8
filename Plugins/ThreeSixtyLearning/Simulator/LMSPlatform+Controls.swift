package import Foundation
package import SimulatorSupport
import Synchronization

extension LMSPlatform {
    /// The requests that were answered, in their order.
    package var requests: [LoggedRequest] { state.withLock(\.requests) }

    /// Forgets the requests so far; the peaks stay.
    package func clearRequests() { state.withLock { $0.requests = [] } }

    /// The most bulk operations that were under way at once.
    package var operationPeak: Int { state.withLock(\.operationPeak) }

    /// The most writes that arrived in any second, refused ones included.
    package var writePeak: Int { state.withLock { $0.writes.peak } }

    /// The most reads that arrived in any second, refused ones included.
    package var readPeak: Int { state.withLock { $0.reads.peak } }

    /// Replaces the faults; requests and operations are counted anew.
    package func setFaults(_ rules: [FaultRule<LMSFault>]) { state.withLock { $0.set(rules) } }

    /// Makes every token invalid that was issued so far.
    package func revokeTokens() { state.withLock { $0.tokens.revokeAll() } }

    /// A token that is valid from now on.
    package func issueToken() -> String {
        let now = now()
        return state.withLock { $0.tokens.issue(lifetime: options.tokenLifetime, now: now) }
    }

    /// The integrations there are; the first is one of 360Learning's own.
    package var integrations: [Integration] { settled { $0.integrations } }

    /// The courses that came through an integration, in the order in which they came first.
    package func courses(of integration: String) -> [ExternalCourse] {
        settled { $0.courses.courses(of: integration) }
    }

    package var tags: [Tag] { settled { $0.tags } }

    /// The attempts of a learner at a course, by its own id and by e-mail.
    package func attempts(course: String, mail: String) -> [Attempt] {
        settled { state in
            guard let user = state.users.first(where: { $0.mail == mail }) else { return [] }
            return state.attempts[AttemptKey(course: course, user: user.id)] ?? []
        }
    }

    /// Adds a person.
    @discardableResult
    package func addUser(_ name: String, roles: [User.Role] = []) -> User {
        state.withLock { state in
            let user = User.person(state.users.count + 1, name, roles)
            state.userPositions[user.id] = state.users.count
            state.users.append(user)
            return user
        }
    }

    /// Gives a person another e-mail address; everything of theirs stays theirs.
    package func renameUser(_ id: String, to mail: String) {
        state.withLock { state in
            if let position = state.userPositions[id] { state.users[position].mail = mail }
        }
    }

    /// Deletes a person, who stays known as deleted.
    package func deleteUser(_ id: String) {
        state.withLock { state in
            if let position = state.userPositions[id] { state.users[position].isDeleted = true }
        }
    }

    /// Deletes an integration, by its id, as a person would.
    package func deleteIntegration(_ id: String) {
        state.withLock { state in
            state.integrations.removeAll { $0.id == id }
            state.courses.archiveAll(of: id)
        }
    }

    /// Deletes a course, by its own id, as a person would.
    package func deleteCourse(_ id: String) { state.withLock { $0.courses.remove(id) } }

    /// Adds a tag as a person would.
    @discardableResult
    package func addTag(_ name: String) -> Tag {
        state.withLock { state in
            let tag = Tag(id: state.newID(.tag), name: name, isMain: false)
            state.tags.append(tag)
            return tag
        }
    }

    /// Archives a course, by its own id, as a person would, or takes it out of the archive.
    package func setArchived(_ isArchived: Bool, _ course: String) {
        state.withLock { state in
            if let index = state.courses.index(course) { state.courses[index].isArchived = isArchived }
        }
    }

    /// Gives a course, by its own id, another title, as another program would.
    package func rename(_ course: String, to name: String) {
        state.withLock { state in
            if let index = state.courses.index(course) { state.courses[index].fields["name"] = .text(name) }
        }
    }

    /// Has an integration, by its id, complete courses at launch, as a person would.
    package func setDefaultCompletion(_ isCompleted: Bool, of integration: String) {
        state.withLock { state in
            guard let index = state.integrations.firstIndex(where: { $0.id == integration }) else { return }
            state.integrations[index].fields["defaultCompletion"] = .boolean(isCompleted)
        }
    }

    /// Renames an integration, by its id, as a person would.
    package func renameIntegration(_ id: String, to name: String) {
        state.withLock { state in
            guard let index = state.integrations.firstIndex(where: { $0.id == id }) else { return }
            state.integrations[index].fields["externalPlatform"] = .text(name)
        }
    }

    /// Opens an attempt as a learner does who launches a course, by its own id, on the platform.
    package func launch(_ course: String, by mail: String, at time: Date, progress: Double = 0) {
        state.withLock { state in
            guard let user = state.users.first(where: { $0.mail == mail }),
                let index = state.courses.index(course)
            else { return }
            let id = state.newID(.attempt)
            state.attempts[AttemptKey(course: course, user: user.id), default: []].append(
                Attempt(
                    id: id, progress: progress, timeSpent: 0, firstActivityAt: time, lastActivityAt: time,
                    language: state.courses[index].language))
        }
    }

    /// Removes a learner's attempts at a course, by its own id, as an administrator would.
    package func resetAttempts(at course: String, of mail: String) {
        state.withLock { state in
            guard let user = state.users.first(where: { $0.mail == mail }) else { return }
            state.attempts[AttemptKey(course: course, user: user.id)] = nil
        }
    }

    /// Deletes a tag, by its id, as a person would.
    package func deleteTag(_ id: String) {
        state.withLock { state in
            state.tags.removeAll { $0.id == id }
            for index in state.courses.all.indices { state.courses[index].tags.removeAll { $0 == id } }
        }
    }

    /// Takes a tag off a course as a person would; both by id.
    package func removeTag(_ tag: String, from course: String) {
        state.withLock { state in
            if let index = state.courses.index(course) { state.courses[index].tags.removeAll { $0 == tag } }
        }
    }

    /// Puts a tag on a course as a person would; both by id.
    package func addTag(_ tag: String, to course: String) {
        state.withLock { state in
            if let index = state.courses.index(course) { state.courses[index].tags.append(tag) }
        }
    }

    /// What the platform is once everything that is due by now is done.
    private func settled<Value>(_ body: (LMSState) -> Value) -> Value {
        let now = now()
        return state.withLock { state in
            state.progress(to: now)
            return body(state)
        }
    }
}
