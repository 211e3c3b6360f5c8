import ConnectorKit
import Foundation
import Host
import Model
import Mustache
import Synchronization

/// The templates of the pages, embedded in the program.
///
/// Each language has templates of its own, with its words in them: to look up the words of each row would be a third of the
/// time of a list.
final class Templates: Sendable {
    /// Those of no language, which look up all words.
    private let general: MustacheLibrary
    private let libraries = Mutex<[Language: MustacheLibrary]>([:])

    /// - Throws: if a template has a mistake; a test loads them all.
    init() throws { general = try Self.library { $0 } }

    /// Renders a page; nil if there is no such template.
    func page(_ name: String, _ record: Record, for reader: Reader) -> String? {
        library(reader.words).render(record.rendered(for: reader), withTemplate: name)
    }

    /// The templates of a language, made for its first page.
    private func library(_ words: Words) -> MustacheLibrary {
        libraries.withLock { libraries in
            if let known = libraries[words.language] { return known }
            let library = (try? Self.library(words.placed)) ?? general
            libraries[words.language] = library
            return library
        }
    }

    /// - Parameter change: makes the text of a template of that of its file.
    static func library(_ change: (String) -> String) throws -> MustacheLibrary {
        var templates: [String: MustacheTemplate] = [:]
        for (name, bytes) in sources {
            // Values escape themselves: the library escapes characters, not bytes; see `escapedForHTML`.
            templates[name] = try MustacheTemplate(
                string: "{{% CONTENT_TYPE:TEXT}}\n" + change(String(decoding: bytes, as: UTF8.self)))
        }
        return MustacheLibrary(templates: templates)
    }

    static let sources: [(name: String, bytes: [UInt8])] = [
        ("administration", PackageResources.administration_mustache),
        ("administration-tabs", PackageResources.administration_tabs_mustache),
        ("audit", PackageResources.audit_mustache),
        ("collection", PackageResources.collection_mustache),
        ("connection-state", PackageResources.connection_state_mustache),
        ("connection-test", PackageResources.connection_test_mustache),
        ("counts", PackageResources.counts_mustache),
        ("course", PackageResources.course_mustache),
        ("course-activity", PackageResources.course_activity_mustache),
        ("courses", PackageResources.courses_mustache),
        ("csv", PackageResources.csv_mustache),
        ("deployment-activity", PackageResources.deployment_activity_mustache),
        ("deployment-configuration", PackageResources.deployment_configuration_mustache),
        ("deployment-languages", PackageResources.deployment_languages_mustache),
        ("deployment-overview", PackageResources.deployment_overview_mustache),
        ("deployment-tabs", PackageResources.deployment_tabs_mustache),
        ("deployment-types", PackageResources.deployment_types_mustache),
        ("filter-preview", PackageResources.filter_preview_mustache),
        ("find-learner", PackageResources.find_learner_mustache),
        ("group", PackageResources.group_mustache),
        ("held", PackageResources.held_mustache),
        ("language-choice", PackageResources.language_choice_mustache),
        ("layout", PackageResources.layout_mustache),
        ("learner", PackageResources.learner_mustache),
        ("learner-activity", PackageResources.learner_activity_mustache),
        ("more", PackageResources.more_mustache),
        ("outcome", PackageResources.outcome_mustache),
        ("outcomes", PackageResources.outcomes_mustache),
        ("overlaps", PackageResources.overlaps_mustache),
        ("overlaps-likely", PackageResources.overlaps_likely_mustache),
        ("overview", PackageResources.overview_mustache),
        ("path", PackageResources.path_mustache),
        ("path-learners", PackageResources.path_learners_mustache),
        ("paths", PackageResources.paths_mustache),
        ("picker", PackageResources.picker_mustache),
        ("preferences", PackageResources.preferences_mustache),
        ("problem", PackageResources.problem_mustache),
        ("progress", PackageResources.progress_mustache),
        ("providers", PackageResources.providers_mustache),
        ("push", PackageResources.push_mustache),
        ("pushed", PackageResources.pushed_mustache),
        ("reconcile", PackageResources.reconcile_mustache),
        ("reconciled", PackageResources.reconciled_mustache),
        ("remove-group", PackageResources.remove_group_mustache),
        ("remove-path", PackageResources.remove_path_mustache),
        ("replay", PackageResources.replay_mustache),
        ("result", PackageResources.result_mustache),
        ("resume", PackageResources.resume_mustache),
        ("retiring", PackageResources.retiring_mustache),
        ("run", PackageResources.run_mustache),
        ("runs", PackageResources.runs_mustache),
        ("search", PackageResources.search_mustache),
        ("setting", PackageResources.setting_mustache),
        ("setting-shown", PackageResources.setting_shown_mustache),
        ("settings", PackageResources.settings_mustache),
        ("setup-connection", PackageResources.setup_connection_mustache),
        ("setup-done", PackageResources.setup_done_mustache),
        ("setup-filters", PackageResources.setup_filters_mustache),
        ("setup-finish", PackageResources.setup_finish_mustache),
        ("setup-group", PackageResources.setup_group_mustache),
        ("setup-provider", PackageResources.setup_provider_mustache),
        ("sign-in", PackageResources.sign_in_mustache),
        ("sign-in-link", PackageResources.sign_in_link_mustache),
        ("standing", PackageResources.standing_mustache),
        ("statistics", PackageResources.statistics_mustache),
        ("statistics-courses", PackageResources.statistics_courses_mustache),
        ("statistics-learners", PackageResources.statistics_learners_mustache),
        ("steps", PackageResources.steps_mustache),
        ("switch", PackageResources.switch_mustache),
        ("sync", PackageResources.sync_mustache),
        ("tabs", PackageResources.tabs_mustache),
        ("thumbnail", PackageResources.thumbnail_mustache),
        ("tokens", PackageResources.tokens_mustache),
        ("type-choice", PackageResources.type_choice_mustache),
        ("undo", PackageResources.undo_mustache),
    ]
}
