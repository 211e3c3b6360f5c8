import ConnectorKit
import SimulatorSupport

/// What the learners of the site did.
struct Learning: Sendable {
    /// One for each learner and course, as ``Activity/key`` says.
    private(set) var activities: [Activity] = []
    private(set) var items: [ItemProgress] = []
    /// The number of changes.
    private(set) var revision = 0
    let learners: Int
    private var index: [String: Int] = [:]

    /// 2023-01-01 to 2026-09-01, milliseconds: the data does not depend on the clock.
    private static let years: Range<Int64> = 1_672_531_200_000..<1_788_220_800_000

    init(_ options: SimulatedSite.Options) {
        let wanted = options.enrolments
        learners = max(1, options.learners ?? max(25, wanted / 6))
        guard options.items > 0 else { return }
        for number in 0..<min(wanted, learners * options.items) {
            let learner = number % learners
            let course = SimulatedCourse(
                (learner * 31 + number / learners) % options.items, seed: options.seed)
            let activity = Self.activity(number, learner, course, options)
            append(activity)
            items += Self.items(of: activity, firstID: 1 + items.count)
        }
        for window in 0..<options.windows {
            let time = Self.crowd + Int64(window) * 20 * 86_400_000
            let course = SimulatedCourse(0, seed: options.seed)
            watch(course, learner: learners, minutes: 1, ratio: Double(10 + window), at: time)
        }
    }

    func activity(learner: Int, courseID: Int) -> Activity? {
        index["\(learner) \(courseID)"].map { activities[$0] }
    }

    /// Lets a learner watch a part of a course, which enrols who was not enrolled.
    ///
    /// - Parameters:
    ///   - minutes: How long the learner watched.
    ///   - ratio: Per cent of the course that are done afterwards; 100 completes it.
    mutating func watch(
        _ course: SimulatedCourse, learner: Int, minutes: Double, ratio: Double, at time: Int64
    ) {
        revision += 1
        var activity =
            activity(learner: learner, courseID: course.id) ?? Activity(learner, course, enrolled: time)
        activity.started = activity.started ?? time
        activity.consumed += minutes
        activity.ratio = ratio
        activity.accessed = max(activity.accessed ?? time, time)
        if ratio >= 100 {
            activity.firstCompleted = activity.firstCompleted ?? time
            activity.completed = time
        }
        append(activity)
        items.append(
            ItemProgress(
                id: items.count + 1, learner: learner, courseID: course.id, title: course.title,
                category: course.category.subcategory, started: time - Int64(minutes * 60_000),
                completed: time))
    }

    /// Enrols a learner who does nothing yet.
    mutating func enrol(_ course: SimulatedCourse, learner: Int, at time: Int64) {
        revision += 1
        append(activity(learner: learner, courseID: course.id) ?? Activity(learner, course, enrolled: time))
    }

    /// Adds lectures to a course: who had completed it has not any longer, and the first completion stays.
    mutating func extend(courseID: Int) {
        revision += 1
        for index in activities.indices where activities[index].courseID == courseID {
            activities[index].ratio *= 0.9
            activities[index].completed = nil
        }
    }

    private mutating func append(_ activity: Activity) {
        if let known = index[activity.key] {
            activities[known] = activity
        } else {
            index[activity.key] = activities.count
            activities.append(activity)
        }
    }

    // MARK: - Generated

    private static func activity(
        _ number: Int, _ learner: Int, _ course: SimulatedCourse, _ options: SimulatedSite.Options
    ) -> Activity {
        var draw = SeededRandom(seed: options.seed, number, stream: 5)
        let span = years.upperBound - years.lowerBound
        let enrolled = years.lowerBound + Int64(draw.fraction() * Double(span) * 0.9) / 1_000 * 1_000
        var activity = Activity(learner, course, enrolled: enrolled)
        activity.isAssigned = draw.chance(20)
        let state = draw.below(100)
        if state >= 20 {
            let started = enrolled + Int64(draw.below(86_400)) * 1_000
            let last = started + Int64(60 + draw.below(20 * 86_400)) * 1_000
            activity.started = started
            activity.accessed = last
            activity.ratio = state >= 55 ? 100 : Double(1 + draw.below(95))
            // Watching counts in chunks of 15 seconds.
            activity.consumed = (Double(course.minutes) * activity.ratio / 25).rounded() / 4
            if state >= 55 {
                activity.firstCompleted = last
                activity.completed = last
            }
            // The course gained lectures after the learner had completed it.
            if state == 99 {
                activity.ratio = 88
                activity.completed = nil
            }
        }
        if number < options.crowd {
            activity.started = crowd - 600_000
            activity.enrolled = crowd - 600_000
            activity.accessed = crowd
            if activity.firstCompleted != nil { activity.firstCompleted = crowd }
            if activity.completed != nil { activity.completed = crowd }
            activity.ratio = max(activity.ratio, 1)
        }
        return activity
    }

    private static func items(of activity: Activity, firstID: Int) -> [ItemProgress] {
        guard let started = activity.started, let accessed = activity.accessed else { return [] }
        let middle = started + (accessed - started) / 2_000 * 1_000
        return [(started, middle as Int64?), (middle, activity.firstCompleted)].enumerated().map {
            place, times in
            ItemProgress(
                id: firstID + place, learner: activity.learner, courseID: activity.courseID,
                title: activity.title,
                category: activity.category, started: times.0, completed: times.1)
        }
    }

    private static let crowd: Int64 = 1_717_243_200_000
}

/// What one learner did with one course. Times are milliseconds since 1970.
package struct Activity: Sendable {
    package let learner: Int
    package let courseID: Int
    let title: String
    let category: String
    let minutes: Int
    package var enrolled: Int64
    package var started: Int64?
    package var firstCompleted: Int64?
    /// Nil again if the course gained lectures after it was completed.
    package var completed: Int64?
    package var accessed: Int64?
    /// 0 to 100.
    package var ratio = 0.0
    /// Minutes of video.
    package var consumed = 0.0
    var isAssigned = false

    init(_ learner: Int, _ course: SimulatedCourse, enrolled: Int64) {
        self.learner = learner
        courseID = course.id
        title = course.title
        category = course.category.subcategory
        minutes = course.minutes
        self.enrolled = enrolled
    }

    var key: String { "\(learner) \(courseID)" }

    /// As the report writes it.
    var value: JSONValue {
        let person = Learner(learner)
        return [
            "user_id": .integer(person.id), "user_name": .text(person.first),
            "user_surname": .text(person.last),
            "user_email": .text(courseID % 33 == 5 ? "L" + person.email.dropFirst() : person.email),
            "user_role": "student", "user_external_id": .text(person.externalID),
            "course_id": .integer(courseID),
            "course_title": .text(title), "course_category": .text(category),
            "course_duration": .number("\(minutes).0"), "completion_ratio": .number("\(ratio)"),
            "num_video_consumed_minutes": .number("\(consumed)"),
            "course_enroll_date": WireTime.text(enrolled),
            "course_start_date": WireTime.text(started), "course_completion_date": WireTime.text(completed),
            "course_first_completion_date": WireTime.text(firstCompleted),
            "course_last_accessed_date": WireTime.text(accessed), "is_assigned": .boolean(isAssigned),
            "assigned_by": .null, "user_is_deactivated": .boolean(person.isDeactivated), "lms_user_id": .null,
        ]
    }
}

/// What one learner did with one lecture.
struct ItemProgress: Sendable {
    let id: Int
    let learner: Int
    let courseID: Int
    let title: String
    let category: String
    let started: Int64
    let completed: Int64?

    /// The time by which the report's days select it (our decision).
    var time: Int64 { completed ?? started }

    /// As the report writes it.
    var value: JSONValue {
        let person = Learner(learner)
        return [
            "_class": "user_progress", "id": .integer(id), "user_email": .text(person.email),
            "user_name": .text(person.first), "user_surname": .text(person.last), "user_role": "student",
            "user_is_deactivated": .boolean(person.isDeactivated), "course_id": .integer(courseID),
            "course_title": .text(title), "course_category": .text(category),
            "item_id": .integer(500_000 + id),
            "item_type": "lecture", "item_title": .text("Lecture \(id % 12 + 1)"),
            "item_start_time": WireTime.text(started), "item_completion_time": WireTime.text(completed),
            "item_views": .integer(1), "item_completion_ratio": .number(completed == nil ? "40.0" : "100.0"),
            "item_final_result": .null, "item_marked_complete": false,
        ]
    }
}

/// A learner of the site, by number from 0.
package struct Learner: Sendable {
    let number: Int

    package init(_ number: Int) { self.number = number }

    var id: Int { 7_000_000 + number }
    package var email: String { "learner\(number)@example.com" }
    var externalID: String { "E-\(100_000 + number)" }
    var first: String { People.first[number % People.first.count] }
    var last: String { People.last[number / People.first.count % People.last.count] }
    var isDeactivated: Bool { number % 50 == 7 }
}
