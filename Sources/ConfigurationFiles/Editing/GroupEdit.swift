import Foundation

/// A change of a group itself. All files are read together with it first, so that a mistake changes nothing.
package struct GroupEdit {
    let source: ConfigurationSource
    let group: GroupConfiguration

    package init(source: ConfigurationSource, group: GroupConfiguration) {
        self.source = source
        self.group = group
    }

    /// Writes the name that people call the group by.
    package func rename(_ name: String) throws(DeploymentRefusal) {
        var edit: ConfigurationEdit
        do throws(EditRefusal) {
            edit = try ConfigurationEdit(file: group.file, shownAs: group.shownFile)
            try edit.set(["name"], to: .text(name.replacing("${", with: "$${")))
        } catch { throw .file(error) }
        var drafted = source
        drafted.drafts[group.file.lastPathComponent] = edit.bytes
        try check(drafted)
        do throws(EditRefusal) { try edit.write() } catch { throw .file(error) }
    }

    /// Gives the group's file a name that no group's file has, so that it can be taken back (rule K6).
    ///
    /// - Returns: the new name, as messages name files.
    package func remove() throws(DeploymentRefusal) -> String {
        try check(source)
        var number = 1
        var suffix: String { number == 1 ? ".removed" : ".removed-\(number)" }
        while FileManager.default.fileExists(atPath: group.file.path + suffix) { number += 1 }
        do {
            try FileManager.default.moveItem(atPath: group.file.path, toPath: group.file.path + suffix)
        } catch {
            throw .file(EditRefusal("\(group.shownFile): the file cannot be renamed"))
        }
        return group.shownFile + suffix
    }

    private func check(_ files: ConfigurationSource) throws(DeploymentRefusal) {
        do throws(ConfigurationMistakes) { _ = try Configuration.load(files) } catch {
            throw error.diagnostics.contains { $0.file == group.shownFile }
                ? .mistakes(error) : .elsewhere(error)
        }
    }
}
