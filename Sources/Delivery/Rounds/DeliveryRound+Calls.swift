import ConnectorKit
import Model
import Store

extension DeliveryRound {
    /// How many calls are made before what became of them is written down (our decision): all of them may be
    /// repeated.
    private static let slice = 45

    /// Makes the calls for which there is no batch: one a course, within the company's budget.
    ///
    /// What somebody deleted on the platform is delivered anew, its statistics too, and then called about once
    /// more.
    mutating func call(_ work: DeliveryWork) async throws(StoreError) {
        guard try await callAbout(work), isGoingOn else { return }
        try await store.refreshOutbox(of: run.company, at: run.now())
        try await sendBatches(.courses, .courses)
        try await sendBatches(.statistics, .statistics)
        _ = try await callAbout(work)
    }

    /// - Returns: whether the platform does not have one of the courses.
    private mutating func callAbout(_ work: DeliveryWork) async throws(StoreError) -> Bool {
        let total = try await store.waiting(work, of: run.company)
        guard total > 0 else { return false }
        var done = 0
        var isMissing = false
        for destination in try await store.destinations(of: run.company) {
            var after: OutboxID?
            while isGoingOn, !blocked.contains(destination.id) {
                let due = try await store.dueCourses(
                    work, in: destination.id, run: report.id, after: after, limit: Self.slice)
                guard let last = due.last else { break }
                after = last.id
                if try await call(work, due, in: destination) { isMissing = true }
                done += due.count
                run.progress(.sending(work, done: done, total: max(done, total)))
            }
        }
        return isMissing
    }

    /// - Returns: whether the platform does not have one of the courses.
    private mutating func call(
        _ work: DeliveryWork, _ due: [DueCourse], in destination: StoredDestination
    ) async throws(StoreError) -> Bool {
        let answers = await withTaskGroup(of: (DueCourse, CallAnswer).self) { group in
            let caller = CourseCaller(
                platform: platform, leased: leased, names: run.names,
                place: Destination(id: destination.remote))
            for course in due { group.addTask { (course, await caller.answer(work, course)) } }
            var answers: [(DueCourse, CallAnswer)] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        var results = DeliveryResults()
        var failures: [Failure] = []
        for (course, answer) in answers {
            switch answer {
            case .done(let resource, let remark):
                results.accepted.append((course.id, resource))
                if let remark { results.remarks.append((course.id, remark)) }
            case .refused(let reason): results.refused.append((course.id, reason, false))
            case .missing: results.missing.append(course.id)
            case .failed(let failure):
                results.unfinished.append(course.id)
                results.reason = failure.message
                failures.append(failure)
            }
        }
        try await leased.record(results, of: work, in: report.id)
        count(work, results)
        for failure in failures { failed(failure, at: destination.id) }
        return !results.missing.isEmpty
    }
}

/// What became of one call.
private enum CallAnswer {
    /// The remark says what of it does not fit.
    case done(resource: String, remark: String? = nil)
    case refused(String)
    /// The platform does not have the course.
    case missing
    case failed(Failure)
}

private struct CourseCaller {
    let platform: any DeliveryPlatform
    let leased: LeasedStore
    let names: PlatformNames
    let place: Destination

    func answer(_ work: DeliveryWork, _ course: DueCourse) async -> CallAnswer {
        do throws(Failure) {
            return work == .restore ? try await restore(course) : try await tag(course)
        } catch {
            return .failed(error)
        }
    }

    private func restore(_ course: DueCourse) async throws(Failure) -> CallAnswer {
        switch try await platform.restore(course.content.externalID, resource: course.resource, in: place) {
        case .accepted(let resource): .done(resource: resource)
        case .refused(let reason): .refused(reason)
        case nil: .missing
        }
    }

    /// Whose a tag is can be told only before it is written: so that is written down first.
    private func tag(_ course: DueCourse) async throws(Failure) -> CallAnswer {
        let result = try await platform.tag(
            course.content.externalID, resource: course.resource, in: place,
            with: course.tags.map(names.name), owned: course.owned
        ) { owned throws(Failure) in
            do throws(StoreError) { try await leased.keepOwned(owned, for: course.id) } catch {
                throw .fatal(error.description)
            }
        }
        switch result {
        case .tagged(let resource, _, let leftOut):
            let names = leftOut.joined(separator: ", ")
            return .done(
                resource: resource,
                remark: leftOut.isEmpty ? nil : "the platform has no room for its tags \(names)")
        case .refused(let reason): return .refused(reason)
        case nil: return .missing
        }
    }
}
